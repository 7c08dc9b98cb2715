"""What is kept is named on one page, from the settings, for readers of any
kind.
"""

from __future__ import annotations

from datetime import date

import pytest

from forms.form_file import load
from forms.form_shapes import MEETING_LOG
from sync.admin.retention import until
from sync.reports.privacy_page import page
from tests.support.program import Program


def made(program: Program) -> str:
    settings = program.settings
    return page(settings, program.lock, until(settings), date(2026, 11, 23))


def test_it_names_what_is_kept_who_reads_it_and_until_when(
    program: Program,
) -> None:
    text = made(program)
    for words in (
        "Never for evaluation",
        "the sheet of Westbrook",
        "coordinator@westbrook.example",
        "Until June 18, 2028: 1 year after",
        "with the address of whoever signed in",
        "program@making-time.example",
    ):
        assert words in text


@pytest.mark.parametrize("email", ["typed", "none"])
def test_it_follows_the_settings_and_escapes_them(
    program: Program, email: str
) -> None:
    file = program.folder / "program.toml"
    text = file.read_text(encoding="utf-8").replace(
        "[defaults]", f'[form]\nemail = "{email}"\n[defaults]'
    )
    held = '[retention]\nyears = 3\nhold = true\nreason = "<b>a request</b>"\n'
    file.write_text(text + held, encoding="utf-8")
    found = made(program)
    assert "Until June 18, 2030: 3 years after" in found
    assert "One is pending now: &lt;b&gt;a request&lt;/b&gt;." in found
    assert ("without an address" in found) is (email == "none")


# How the page names what each question of the log form keeps.
NAMED = {
    "kind": "kind",
    "day": "day",
    "pair": "pair",
    "minutes": "minutes",
    "conversations": "number of conversations",
    "time_used": "time used",
    "topics": "topics and",
    "obstacles": "obstacles",
    "others": "who else was there",
    "next_meeting": "the next meeting",
    "direction": "who observed whom",
    "conferences": "conferences",
    "cover_hours": "hours of coverage",
    "also": "whether it replaces another log, whether somebody would like to"
    " talk with the coordinator",
}


def test_every_question_of_the_log_form_is_named(program: Program) -> None:
    _, _, row = made(program).partition("Each log:")
    row = row.partition("the meeting log")[0]
    assert set(NAMED) == {q.key for q in load(MEETING_LOG).questions}
    for key, words in NAMED.items():
        assert words in row, key
