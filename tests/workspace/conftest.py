"""What tests of the workspace begin with."""

from __future__ import annotations

import pytest

from tests.support.raw_calls import api
from workspace.space import Workspace


@pytest.fixture
def book(space: Workspace) -> str:
    """An empty spreadsheet; its id."""
    body = {"properties": {"title": "B"}}
    made = api(space, "POST", "/v4/spreadsheets", json=body)
    return str(made.json()["spreadsheetId"])


@pytest.fixture
def form(space: Workspace) -> str:
    """A new form; its id."""
    made = api(space, "POST", "/v1/forms", json={"info": {"title": "T"}})
    assert made.json()["info"] == {
        "title": "T",
        "documentTitle": "Untitled form",
    }
    return str(made.json()["formId"])


@pytest.fixture
def open_form(space: Workspace) -> str:
    """A published form that is open to anyone."""
    name = str(
        api(
            space, "POST", "/v1/forms", json={"info": {"title": "Kinds"}}
        ).json()["formId"]
    )
    state = {
        "publishSettings": {
            "publishState": {"isPublished": True, "isAcceptingResponses": True}
        }
    }
    api(
        space, "POST", f"/v1/forms/{name}:setPublishSettings", json=state
    ).raise_for_status()
    share = {"type": "anyone", "role": "reader", "view": "published"}
    api(
        space, "POST", f"/drive/v3/files/{name}/permissions", json=share
    ).raise_for_status()
    return name
