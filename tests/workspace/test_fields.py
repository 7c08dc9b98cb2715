"""Field masks choose what an answer holds."""

from __future__ import annotations

import pytest

from tests.support.drive_calls import make_file
from tests.support.raw_calls import api
from workspace import fields
from workspace.errors import Refusal
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


@pytest.mark.parametrize(
    ("mask", "kept"),
    [
        ("a", {"a": {"b": 1, "c": [{"d": 2, "e": 3}]}}),
        ("a/b", {"a": {"b": 1}}),
        ("a(b,c/d)", {"a": {"b": 1, "c": [{"d": 2}]}}),
        ("a.c.e,f", {"a": {"c": [{"e": 3}]}, "f": 4}),
        ("*", {"a": {"b": 1, "c": [{"d": 2, "e": 3}]}, "f": 4}),
    ],
)
def test_masks(mask: str, kept: object) -> None:
    assert (
        fields.apply(
            fields.parse(mask),
            {"a": {"b": 1, "c": [{"d": 2, "e": 3}]}, "f": 4},
        )
        == kept
    )


def test_a_broken_mask_is_refused() -> None:
    for mask in ("a(b", "a)", "a,,b", ""):
        with pytest.raises(Refusal):
            fields.parse(mask)
