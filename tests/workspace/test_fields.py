"""Field masks choose what an answer holds."""

from __future__ import annotations

from tests.support.drive_calls import make_file
from tests.support.raw_calls import api
from workspace.space import Workspace


def test_fields_that_there_are_not_are_refused(space: Workspace) -> None:
    answer = api(
        space, "GET", "/drive/v3/files", params={"fields": "files(id,nme)"}
    ).json()["error"]
    assert (answer["message"], answer["errors"][0]["reason"]) == (
        "Invalid field selection nme",
        "invalidParameter",
    )
    sheet = make_file(space, "A")
    error = api(
        space,
        "GET",
        f"/v4/spreadsheets/{sheet}",
        params={"fields": "sheets.propertys"},
    ).json()["error"]
    assert (
        "Cannot find matching fields for path 'sheets.propertys'"
        in error["details"][0]["fieldViolations"][0]["description"]
    )
