"""What is kept of a file beside its content."""

from __future__ import annotations

from tests.support.drive_calls import FOLDER, SHEET, make_file
from tests.support.raw_calls import api
from workspace.space import Workspace


def test_a_reader_stars_a_file_and_moves_nothing(space: Workspace) -> None:
    home = make_file(space, "Home", FOLDER)
    file = make_file(space, "A", parents=[home])
    reader, writer = "reader@w.example", "writer@w.example"
    for who, role in ((reader, "reader"), (writer, "writer")):
        api(
            space,
            "POST",
            f"/drive/v3/files/{file}/permissions",
            json={"type": "user", "role": role, "emailAddress": who},
        ).raise_for_status()
    path = f"/drive/v3/files/{file}"
    star = {"starred": True}
    assert api(space, "PATCH", path, who=reader, json=star).status_code == 200
    for who in (reader, writer):
        theirs = api(
            space,
            "POST",
            "/drive/v3/files",
            who=who,
            json={"name": "Mine", "mimeType": FOLDER},
        ).json()["id"]
        for params in (
            {"addParents": theirs},
            {"addParents": theirs, "removeParents": home},
            {"removeParents": home},
        ):
            moved = api(
                space, "PATCH", path, who=who, params=params, json=star
            )
            assert moved.status_code == 403, (who, params)
    shown = api(space, "GET", path, params={"fields": "parents"}).json()
    assert shown == {"parents": [home]}


def test_a_file_has_thirty_properties_of_a_kind(space: Workspace) -> None:
    many = {f"k{n}": "v" for n in range(31)}
    for kind in ("properties", "appProperties"):
        body = {"name": "A", "mimeType": SHEET, kind: many}
        answer = api(space, "POST", "/drive/v3/files", json=body)
        assert answer.status_code == 403
    for count in ("0", "1001"):
        ids = api(
            space,
            "GET",
            "/drive/v3/files/generateIds",
            params={"count": count},
        )
        assert ids.status_code == 400


def test_a_star_of_an_older_workspace_is_nobodys(space: Workspace) -> None:
    file = make_file(space, "A")
    with space.store.writing() as db:
        db.execute("UPDATE files SET more = '{\"starred\": true}'")
    path = f"/drive/v3/files/{file}?fields=starred"
    assert api(space, "GET", path).json() == {"starred": False}
    api(space, "PATCH", path, json={"starred": True}).raise_for_status()
    assert api(space, "GET", path).json() == {"starred": True}
