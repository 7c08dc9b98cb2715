"""Responses as Google sends them, read without guessing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forms.definition import Definition
from forms.form_file import Wording, load
from forms.submissions import LONGEST, clean, moment, read
from sync.core.model import Direction, Kind, Submission
from tests.support.form_responses import EARLIER, FORM

ZONE = ZoneInfo("America/New_York")


def response(form: Definition = FORM, **said: Any) -> dict[str, Any]:
    """What somebody sends on the pages of the kind that was chosen."""
    kind = form.question("kind").meaning(said.get("kind", ""))
    seen = {
        q.key: q.question_id for page in form.way(kind) for q in page.questions
    }
    answers = {}
    for key, values in said.items():
        question = seen.get(key, form.question(key).question_id)
        texts = values if isinstance(values, list) else [values]
        answers[question] = {
            "questionId": question,
            "textAnswers": {"answers": [{"value": t} for t in texts]},
        }
    return {
        "responseId": "r1",
        "createTime": "2026-11-20T01:30:00.055Z",
        "lastSubmittedTime": "2026-11-20T01:30:00.055199Z",
        "answers": answers,
    }


def submission(**said: Any) -> Submission:
    return read(response(**said), FORM, ZONE)


def test_an_answer_with_everything() -> None:
    one = submission(
        pair="WES-12 Ana & Sam",
        day="2026-11-18",
        kind="We had one or more brief conversations",
        minutes="15",
        conversations="3",
        topics=["Families", "Well-being and balance"],
        time_used="Early release",
        others="4, 7",
        next_meeting="2026-11-25",
        also=["This replaces our log of that day", "Please contact me"],
    )
    assert (one.day, one.kind, one.minutes, one.conversations) == (
        date(2026, 11, 18),
        Kind.BRIEF,
        15,
        3,
    )
    assert (one.topics, one.time_used, one.others) == (
        ("families", "well-being"),
        "early release",
        "4, 7",
    )
    assert (one.replaces, one.wants_contact, one.next_meeting) == (
        True,
        True,
        date(2026, 11, 25),
    )


def test_an_empty_day_is_the_day_it_was_sent_where_the_program_is() -> None:
    assert submission(kind="We met one-on-one").day == date(2026, 11, 19)


def test_an_observation_has_its_own_minutes() -> None:
    one = submission(
        kind="Classroom observation",
        direction="The mentor observed the mentee",
        minutes="45",
        conferences=["After the lesson"],
    )
    assert (one.minutes, one.direction, one.conferences) == (
        45,
        Direction.MENTOR_SEES_MENTEE,
        ("after",),
    )


@pytest.mark.parametrize("kind", ["", "We flew a kite", "We met 1:1"])
def test_an_answer_of_an_unknown_kind_keeps_all_that_it_says(
    kind: str,
) -> None:
    one = submission(
        pair="WES-1",
        kind=kind,
        minutes="30",
        direction="The mentor observed the mentee",
        obstacles="Too much on our plates",
    )
    assert (one.kind, one.pair_text, one.minutes) == (
        Kind.UNKNOWN,
        "WES-1",
        30,
    )
    assert one.unread == (("kind", kind),)
    assert (one.direction, one.obstacles) == (
        Direction.MENTOR_SEES_MENTEE,
        ("workload",),
    )


@pytest.mark.parametrize(
    ("key", "text", "part", "value"),
    [
        ("minutes", "about 30, then 45", "minutes", None),
        ("minutes", "1 hour", "minutes", None),
        ("minutes", "1.5", "minutes", None),
        ("minutes", "30-45", "minutes", None),
        ("minutes", "12345678", "minutes", None),
        ("conversations", "2 or 3", "conversations", 1),
        ("cover_hours", "2 half days", "cover_hours", None),
        ("time_used", "Early dismissal", "time_used", ""),
        ("topics", "Lab safety", "topics", ()),
        ("conferences", "In between", "conferences", ()),
        ("also", "It does not replace anything", "replaces", False),
        ("also", "No need to call", "wants_contact", False),
        ("obstacles", "Snow", "obstacles", ("Snow",)),
        ("day", "last Tuesday", "day", date(2026, 11, 19)),
        ("next_meeting", "soon", "next_meeting", None),
    ],
)
def test_what_is_not_known_is_left_out_and_kept_as_it_was_said(
    key: str, text: str, part: str, value: object
) -> None:
    one = submission(kind="We met one-on-one", **{key: text})
    assert getattr(one, part) == value
    assert one.unread == ((key, text),)


@pytest.mark.parametrize("direction", ["", "The mentor watched"])
def test_an_observation_says_who_observed_whom_or_is_unclear(
    direction: str,
) -> None:
    one = submission(kind="Classroom observation", direction=direction)
    assert (one.direction, one.unread) == (None, (("direction", direction),))


@pytest.mark.parametrize(
    ("key", "text", "part", "value"),
    [
        ("minutes", "35", "minutes", 35),
        ("minutes", "60 minutes", "minutes", 60),
        ("minutes", "45 Min.", "minutes", 45),
        ("conversations", "7", "conversations", 7),
        ("cover_hours", "1.5", "cover_hours", 1.5),
        ("cover_hours", "2 hours", "cover_hours", 2),
        ("cover_hours", "half an hour", "cover_hours", 0.5),
    ],
)
def test_a_number_and_nothing_else_is_understood(
    key: str, text: str, part: str, value: float
) -> None:
    one = submission(kind="We met one-on-one", **{key: text})
    assert (getattr(one, part), one.unread) == (value, ())


@pytest.mark.parametrize(
    ("text", "micro"),
    [
        ("2026-11-20T01:30:00Z", 0),
        ("2026-11-20T01:30:00.5Z", 500_000),
        ("2026-11-20T01:30:00.055199123Z", 55_199),
    ],
)
def test_times_have_any_number_of_digits(text: str, micro: int) -> None:
    assert moment(text) == datetime(2026, 11, 20, 1, 30, 0, micro, tzinfo=UTC)


def test_a_strangers_text_is_one_line_of_a_length_to_read() -> None:
    assert clean("a\nb\x00\u202e  c") == "a b c"
    assert len(clean("x" * 10_000)) == LONGEST


def test_an_observation_says_on_its_own_page_what_a_meeting_says_on_its() -> (
    None
):
    one = submission(
        kind="Classroom observation",
        direction="The mentor observed the mentee",
        also=[
            "This replaces our log of that day",
            "Please contact me",
        ],
    )
    assert (one.replaces, one.wants_contact, one.unread) == (True, True, ())


def test_who_could_not_meet_says_when_they_will() -> None:
    one = submission(kind="We could not meet", next_meeting="2026-12-01")
    assert one.next_meeting == date(2026, 12, 1)


def test_a_programs_own_form_without_the_later_questions_is_read() -> None:
    """A copy of the first edition, made before some were asked."""
    later = ("a000012", "a000013", "a000014")
    pages = tuple(
        replace(
            page,
            questions=tuple(q for q in page.questions if q.id not in later),
        )
        for page in EARLIER.pages
    )
    form = replace(EARLIER, pages=pages)
    one = read(response(form, kind="We met one-on-one"), form, ZONE)
    assert (one.replaces, one.wants_contact, one.unread) == (False, False, ())


def _first_edition(**said: str) -> Submission:
    """An answer to the first edition's form, by the ids of its questions."""
    answers = {
        f"2{id_}": {"textAnswers": {"answers": [{"value": text}]}}
        for id_, text in said.items()
    }
    sent = "2026-11-20T01:30:00Z"
    response = {"responseId": "r1", "createTime": sent, "answers": answers}
    return read(response, EARLIER, ZONE)


def test_a_form_of_the_first_edition_is_read_as_it_was() -> None:
    """It had a page for all meetings, and a question for each box."""
    word = "I would like a word with the coordinator"
    met = _first_edition(
        a000003="We had one or more brief conversations",
        a000004="15",
        a000005="3",
        a000015="This was with everyone I mentor",
        a00000a="This replaces what we logged for that day",
        a00000b=word,
    )
    assert (met.kind, met.minutes, met.conversations) == (Kind.BRIEF, 15, 3)
    assert (met.everyone, met.replaces, met.wants_contact) == (True,) * 3
    seen = _first_edition(
        a000003="Classroom observation",
        a00000c="The mentor observed the mentee",
        a00000d="45",
        a000013=word,
    )
    assert (seen.minutes, seen.wants_contact) == (45, True)
    could_not = _first_edition(
        a000003="We could not meet",
        a000010="No substitute or cover",
        a000014="2026-12-01",
    )
    assert could_not.obstacles == ("no substitute",)
    assert could_not.next_meeting == date(2026, 12, 1)
    assert not any(each.unread for each in (met, seen, could_not))


def test_the_word_for_mentees_is_the_programs_and_both_are_understood() -> (
    None
):
    form = load(wording=Wording({"mentee": "intern"}))
    said = [option.say for option in form.question("direction").options]
    assert said[0] == "The mentor observed the intern"
    for text in (said[0], "The mentor observed the mentee"):
        one = read(
            response(form, kind="Classroom observation", direction=text),
            form,
            ZONE,
        )
        assert one.direction is Direction.MENTOR_SEES_MENTEE


def test_minutes_of_a_page_that_was_left_again_do_not_count() -> None:
    """Should Google ever keep them; a wish on it is kept all the same."""
    left = response(
        kind="We met one-on-one", minutes="30", also="Please contact me"
    )
    here = response(
        kind="Classroom observation",
        direction="The mentor observed the mentee",
        minutes="60",
    )
    both = here | {"answers": left["answers"] | here["answers"]}
    one = read(both, FORM, ZONE)
    assert (one.kind, one.minutes) == (Kind.OBSERVATION, 60)
    assert one.wants_contact


def test_an_own_form_without_observations_takes_an_unknown_kind() -> None:
    """It asks for no direction anywhere, and nothing ends in a bug."""
    pages = tuple(p for p in FORM.pages if p.key != "observation")
    form = replace(FORM, pages=pages)
    one = read(response(form, kind="We flew a kite", minutes="30"), form, ZONE)
    assert (one.kind, one.minutes, one.direction) == (Kind.UNKNOWN, 30, None)
