"""Comments on files, as far as copying a spreadsheet needs them."""

from __future__ import annotations

from tests.support.drive_calls import make_file
from tests.support.program import ADMIN
from tests.support.raw_calls import api
from workspace.space import Workspace

ALL = {"fields": "*"}


def test_a_comment_is_listed_oldest_first_and_shows_no_address(
    space: Workspace,
) -> None:
    file = make_file(space, "B")
    path = f"/drive/v3/files/{file}/comments"
    for words in ("first", "second"):
        made = api(space, "POST", path, params=ALL, json={"content": words})
        assert made.status_code == 200, made.text
    listed = api(space, "GET", path, params=ALL).json()["comments"]
    assert [each["content"] for each in listed] == ["first", "second"]
    assert [each["author"]["me"] for each in listed] == [True, True]
    assert ADMIN not in str(listed)


def test_fields_and_content_are_required_and_strangers_see_nothing(
    space: Workspace,
) -> None:
    file = make_file(space, "B")
    path = f"/drive/v3/files/{file}/comments"
    bare = api(space, "GET", path)
    assert (bare.status_code, "fields" in bare.text) == (400, True)
    empty = api(space, "POST", path, params=ALL, json={})
    assert (empty.status_code, "content" in empty.text) == (400, True)
    stranger = api(space, "GET", path, who="eve@x.example", params=ALL)
    assert stranger.status_code == 404
