"""Law 8, begun: the discovery documents decide what is a request; every answer
is checked before it is sent.
"""

from __future__ import annotations

import pytest

from workspace import discovery, fields
from workspace.errors import Refusal
from workspace.space import Workspace


def test_every_method_of_the_three_apis_is_a_route() -> None:
    ids = [m.id for m in discovery.methods()]
    assert len(ids) == len(set(ids)) > 80
    for verb, path, wanted in (
        ("GET", "/v4/spreadsheets/abc", "sheets.spreadsheets.get"),
        (
            "POST",
            "/v4/spreadsheets/abc:batchUpdate",
            "sheets.spreadsheets.batchUpdate",
        ),
        (
            "GET",
            "/v4/spreadsheets/abc/values/A1:B2",
            "sheets.spreadsheets.values.get",
        ),
        (
            "POST",
            "/v4/spreadsheets/abc/values/A1:B2:append",
            "sheets.spreadsheets.values.append",
        ),
        (
            "POST",
            "/v4/spreadsheets/abc/values:batchGetByDataFilter",
            "sheets.spreadsheets.values.batchGetByDataFilter",
        ),
        (
            "POST",
            "/v1/forms/abc:setPublishSettings",
            "forms.forms.setPublishSettings",
        ),
        (
            "GET",
            "/drive/v3/changes/startPageToken",
            "drive.changes.getStartPageToken",
        ),
    ):
        found = discovery.route(verb, path)
        assert found is not None
        assert found[0].id == wanted


def test_an_answer_that_google_could_not_give_is_never_sent(
    space: Workspace,
) -> None:
    """Break the code on purpose: an unknown name in an answer is refused by
    the workspace itself.
    """
    space.methods["drive.about.get"] = lambda who, query: {"usr": who}
    answer = space.wire.answer(
        "GET", "/drive/v3/about", {"fields": ["user"]}, b"", "a@b.example"
    )
    assert answer.code == 500
    assert "unknown name: usr" in space.wire.calls[-1]["error"]


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
