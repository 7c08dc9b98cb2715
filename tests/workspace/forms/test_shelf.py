"""Forms are kept with their revisions."""

from __future__ import annotations

from tests.support.form_kinds import (
    create,
    update,
)
from tests.support.raw_calls import api
from workspace.space import Workspace


def test_revisions_change_with_content_alone(
    space: Workspace, open_form: str
) -> None:
    first = api(space, "GET", f"/v1/forms/{open_form}").json()["revisionId"]
    state = {
        "publishSettings": {
            "publishState": {
                "isPublished": True,
                "isAcceptingResponses": False,
            }
        }
    }
    api(
        space, "POST", f"/v1/forms/{open_form}:setPublishSettings", json=state
    ).raise_for_status()
    assert (
        api(space, "GET", f"/v1/forms/{open_form}").json()["revisionId"]
        == first
    ), "publishing is not content"
    done = update(
        space, open_form, create({"title": "x", "textItem": {}})
    ).json()
    assert done["writeControl"]["requiredRevisionId"] != first
    merged = create({"title": "y", "textItem": {}}) | {
        "writeControl": {"targetRevisionId": first},
        "includeFormInResponse": True,
    }
    assert [
        i["title"]
        for i in update(space, open_form, merged).json()["form"]["items"]
    ] == ["y", "x"]
    stale = create({"title": "z", "textItem": {}}) | {
        "writeControl": {"requiredRevisionId": first}
    }
    assert (
        "revision"
        in update(space, open_form, stale).json()["error"]["message"]
    )
    copied = api(
        space, "POST", f"/drive/v3/files/{open_form}/copy", json={}
    ).json()["id"]
    twin = api(space, "GET", f"/v1/forms/{copied}").json()
    assert ([i["title"] for i in twin["items"]], twin["publishSettings"]) == (
        ["y", "x"],
        {"publishState": {}},
    )
