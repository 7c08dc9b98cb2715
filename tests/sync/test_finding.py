"""One finding of the doctor's: how it is, and what to do."""

from __future__ import annotations

from sync.admin.finding import Grade, note, ok, wrong
from sync.errors import ConfigurationError, GoogleError


def test_a_refusal_of_googles_is_shown_with_what_to_do() -> None:
    found = wrong("folder", GoogleError("opening it", 404, "Not found."))
    assert found.grade is Grade.WRONG
    assert found.message == (
        "Google refused while opening it (404): Not found."
    )
    assert "sync doctor" in found.remedy


def test_an_error_of_ours_says_all_itself() -> None:
    found = wrong("state", ConfigurationError("It is damaged.", "Delete it."))
    assert (found.message, found.remedy) == ("It is damaged. Delete it.", "")


def test_as_json_it_has_four_texts() -> None:
    for each in (ok("disk", "Room."), note("disk", "Little.", "Make room.")):
        assert list(each.as_json) == ["check", "grade", "message", "remedy"]
        assert all(isinstance(text, str) for text in each.as_json.values())
    assert ok("disk", "Room.").as_json["grade"] == "ok"
