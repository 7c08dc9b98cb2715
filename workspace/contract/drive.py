"""Drive: files found, moved, shared and exported, and the feed of changes."""

from __future__ import annotations

from typing import Any

from workspace.contract.account import (
    FOLDER,
    FORM,
    SPREADSHEET,
    Account,
    Answer,
)
from workspace.contract.case import Pairs, case

_REST = "https://developers.google.com/workspace/drive/api/reference/rest/v3"
_SEARCH = (
    "https://developers.google.com/workspace/drive/api/guides/search-files"
)
_ERRORS = (
    "https://developers.google.com/workspace/drive/api/guides/handle-errors"
)
_FILES = "/drive/v3/files"


def _found(a: Account, q: str) -> list[str]:
    """The names of the files that a query finds."""
    answer = a.call("GET", _FILES, q=q, fields="files(name)")
    return sorted(f["name"] for f in answer.at("files") or ())


def _share(a: Account, file: str, role: str) -> None:
    """Share a file with the other person, without a mail."""
    person = {
        "role": role,
        "type": "user",
        "emailAddress": a.other.address,
    }
    path = f"{_FILES}/{file}/permissions"
    a.call("POST", path, person, sendNotificationEmail=False)


def _why(answer: Answer) -> Any:
    """The first of a refusal's errors, without its message."""
    error = dict(answer.at("error", "errors", 0) or {})
    error.pop("message", None)
    return error


@case(f"{_ERRORS}#resolve_a_404_error_file_not_found_fileid")
def what_is_not_there(a: Account) -> Pairs:
    """A file that is not there is 404, with the parameter that named it; an
    unknown folder in a search is 404 without its name.
    """
    answer = a.call("GET", f"{_FILES}/nosuch")
    yield answer.refusal, "404 File not found: nosuch."
    yield (
        _why(answer),
        {
            "domain": "global",
            "reason": "notFound",
            "location": "fileId",
            "locationType": "parameter",
        },
    )
    answer = a.call("GET", _FILES, q="'nosuch' in parents")
    yield answer.refusal, "404 File not found: ."
    yield (
        _why(answer),
        {
            "domain": "global",
            "reason": "notFound",
            "location": "fileId",
            "locationType": "parameter",
        },
    )


@case(f"{_REST}/files/list")
def a_query_that_is_wrong(a: Account) -> Pairs:
    """A query that Drive does not understand is 400, and names its
    parameter.
    """
    for q in ("nosuch = 'x'", "name =", "name = 'x", "trashed = 'x'"):
        answer = a.call("GET", _FILES, q=q)
        yield answer.refusal, "400 Invalid Value"
        yield (
            _why(answer),
            {
                "domain": "global",
                "reason": "invalid",
                "location": "q",
                "locationType": "parameter",
            },
        )


@case(_SEARCH)
def the_guides_examples_of_searches(a: Account) -> Pairs:
    """Each example of the guide finds what it describes."""
    home = a.file(FOLDER, "Home")
    sheets = ["bell O'Neil", "goodbye", "hello", "hello world"]
    for name in sheets:
        a.file(SPREADSHEET, name, parents=[home])
    folder = a.file(FOLDER, "hello folder", parents=[home])
    a.file(SPREADSHEET, "hello inside", parents=[folder])
    every = sorted([*sheets, "hello folder"])
    spread = "mimeType contains 'application/vnd.google-apps.spread'"
    for q, found in (
        ("name = 'hello'", ["hello"]),
        ("name contains 'hello' and name contains 'world'", ["hello world"]),
        ("not name contains 'hello'", ["bell O'Neil", "goodbye"]),
        (r"name = 'bell O\'Neil'", ["bell O'Neil"]),
        (f"mimeType = '{FOLDER}'", ["hello folder"]),
        (f"mimeType != '{FOLDER}'", sheets),
        (f"name contains 'hello' and {spread}", ["hello", "hello world"]),
        ("modifiedTime > '2012-06-04T12:00:00'", every),
        ("modifiedTime > '2012-06-04T12:00:00-08:00'", every),
        ("trashed = true", []),
        ("'me' in owners", every),
        ("'me' in writers and name = 'hello'", ["hello"]),
        ("'nobody@example.org' in writers or name = 'hello'", ["hello"]),
        ("starred = true", []),
    ):
        seen = _found(a, f"'{home}' in parents and ({q})")
        yield (q, seen), (q, found)
    yield _found(a, f"'{folder}' in parents"), ["hello inside"]


@case(_SEARCH)
def files_are_found_by_properties(a: Account) -> Pairs:
    """Properties are found by key and value together; those of a client are
    its own.
    """
    one = a.file(
        SPREADSHEET,
        "With properties",
        appProperties={"additionalID": "8e8aceg2af2ge72e78"},
        properties={"mass": "1.3kg"},
    )
    here = f"'{a.folder}' in parents and "
    for q in (
        "appProperties has { key='additionalID' and value='8e8aceg2af2ge72e78' }",
        "properties has { key='mass' and value='1.3kg' }",
    ):
        yield _found(a, here + q), ["With properties"]
    yield (
        _found(a, here + "properties has { key='mass' and value='2' }"),
        [],
    )
    a.call("PATCH", f"{_FILES}/{one}", {"properties": {"mass": None}})
    yield (
        _found(a, here + "properties has { key='mass' and value='1.3kg' }"),
        [],
    )


@case(_SEARCH)
def what_others_shared_with_me(a: Account) -> Pairs:
    """sharedWithMe stands alone or in a conjunction, for files that
    somebody else shared with the caller.
    """
    one = a.file(SPREADSHEET, "shared one")
    _share(a, one, "reader")
    them = a.other
    yield "shared one" in _found(them, "sharedWithMe"), True
    yield (
        "shared one"
        in _found(them, "sharedWithMe and name contains 'shared'"),
        True,
    )
    yield (
        "shared one" in _found(them, "sharedWithMe and 'me' in owners"),
        False,
    )
    yield "shared one" in _found(a, "sharedWithMe"), False
    yield "shared one" in _found(them, "'me' in readers"), True


@case(f"{_REST}/files/update")
def where_a_file_lies(a: Account) -> Pairs:
    """A file is moved by parameters; ``parents`` cannot be written."""
    one = a.file(SPREADSHEET)
    folder = a.file(FOLDER)
    answer = a.call("PATCH", f"{_FILES}/{one}", {"parents": [folder]})
    yield answer.code, 403
    yield _why(answer)["reason"], "fieldNotWritable"
    moved = a.call(
        "PATCH",
        f"{_FILES}/{one}",
        {},
        addParents=folder,
        removeParents=a.folder,
        fields="parents",
    )
    yield moved.at("parents") == [folder], True
    trashed = a.call(
        "PATCH", f"{_FILES}/{folder}", {"trashed": True}, fields="trashed"
    )
    yield trashed.at("trashed"), True
    inside = a.call(
        "GET", f"{_FILES}/{one}", fields="trashed,explicitlyTrashed"
    )
    yield inside.body, {"trashed": True, "explicitlyTrashed": False}
    yield a.call("DELETE", f"{_FILES}/{folder}").code, 204
    yield a.call("GET", f"{_FILES}/{one}").code, 404


@case(f"{_REST}/files")
def what_is_a_persons_own(a: Account) -> Pairs:
    """A star is each person's own, and a reader can set one."""
    one = a.file(SPREADSHEET, "starred")
    _share(a, one, "reader")
    a.call("PATCH", f"{_FILES}/{one}", {"starred": True})
    for who, starred in ((a, True), (a.other, False)):
        answer = who.call("GET", f"{_FILES}/{one}", fields="starred")
        yield answer.at("starred"), starred
    yield a.other.call("PATCH", f"{_FILES}/{one}", {"starred": True}).code, 200
    yield a.other.call("PATCH", f"{_FILES}/{one}", {"name": "x"}).code, 403
    yield _found(a, f"'{a.folder}' in parents and starred = true"), ["starred"]


@case(f"{_REST}/files/get")
def what_a_file_shows(a: Account) -> Pairs:
    """Without a mask a file shows four fields; with one, what it names; a
    field that there is none of is refused.
    """
    one = a.file(SPREADSHEET, "Shown")
    yield (
        sorted(a.call("GET", f"{_FILES}/{one}").body),
        [
            "id",
            "kind",
            "mimeType",
            "name",
        ],
    )
    shown = a.call("GET", f"{_FILES}/{one}", fields="name,trashed")
    yield (
        shown.body,
        {
            "name": "Shown",
            "trashed": False,
        },
    )
    wrong = a.call("GET", f"{_FILES}/{one}", fields="nosuch")
    yield wrong.refusal, "400 Invalid field selection nosuch"
    yield (
        _why(wrong),
        {
            "domain": "global",
            "reason": "invalidParameter",
            "location": "fields",
            "locationType": "parameter",
        },
    )


@case(
    "https://developers.google.com/workspace/drive/api/guides/ref-export-formats"
)
def exports(a: Account) -> Pairs:
    """A spreadsheet is exported in the formats of the guide's table; another
    one is 400, and a folder 403.
    """
    sheet = a.sheet([["a", "b"]])
    csv = a.call("GET", f"{_FILES}/{sheet.id}/export", mimeType="text/csv")
    yield csv.body, "a,b"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    for mime in (word, "text/plain", "nosuch"):
        answer = a.call("GET", f"{_FILES}/{sheet.id}/export", mimeType=mime)
        yield (
            answer.refusal,
            "400 The requested conversion is not supported.",
        )
        yield _why(answer)["location"], "convertTo"
    folder = a.file(FOLDER)
    answer = a.call("GET", f"{_FILES}/{folder}/export", mimeType="text/csv")
    yield answer.refusal, "403 Export only supports Docs Editors files."


@case(
    "https://developers.google.com/workspace/drive/api/guides/manage-sharing"
)
def sharing(a: Account) -> Pairs:
    """The same permission twice is one; the owner's cannot be taken away;
    a person who may not see a file gets 404.
    """
    one = a.file(FORM)
    anyone = {"type": "anyone", "role": "reader", "view": "published"}
    path = f"{_FILES}/{one}/permissions"
    made = a.call("POST", path, anyone, fields="*")
    yield made.at("role"), "reader"
    yield a.call("POST", path, anyone).at("id"), made.at("id")
    listed = a.call("GET", path, fields="permissions(type,view)")
    yield (
        {"type": "anyone", "view": "published"} in listed.at("permissions"),
        False,
    )
    listed = a.call(
        "GET",
        path,
        includePermissionsForView="published",
        fields="permissions(type,view)",
    )
    yield (
        {"type": "anyone", "view": "published"} in listed.at("permissions"),
        True,
    )
    person = {
        "role": "writer",
        "type": "user",
        "emailAddress": a.other.address,
    }
    theirs = a.call("POST", path, person, sendNotificationEmail=False).at("id")
    less = a.call(
        "PATCH", f"{path}/{theirs}", {"role": "reader"}, fields="role"
    )
    yield less.at("role"), "reader"
    yield a.call("DELETE", f"{path}/{theirs}").code, 204
    yield a.call("DELETE", f"{path}/{theirs}").code, 404
    hidden = a.other.call("GET", f"{_FILES}/{one}").refusal
    yield hidden.replace(one, "ID"), "404 File not found: ID."


@case(
    "https://developers.google.com/workspace/drive/api/guides/manage-changes"
)
def the_feed_of_changes(a: Account) -> Pairs:
    """From a token on, the feed has every file that changed, and a new
    token at its end.
    """
    token = a.call("GET", "/drive/v3/changes/startPageToken").at(
        "startPageToken"
    )
    one = a.file(SPREADSHEET)
    answer = a.call("GET", "/drive/v3/changes", pageToken=token)
    yield one in {c.get("fileId") for c in answer.at("changes")}, True
    yield "newStartPageToken" in answer.body, True
    wrong = a.call("GET", "/drive/v3/changes", pageToken="nonsense")
    yield wrong.code, 400


@case(f"{_REST}/about/get")
def about_needs_a_mask(a: Account) -> Pairs:
    """about.get without ``fields`` is 400."""
    yield (
        a.call("GET", "/drive/v3/about").refusal,
        "400 The 'fields' parameter is required for this method.",
    )
    answer = a.call("GET", "/drive/v3/about", fields="user(me)")
    yield answer.at("user", "me"), True
