"""What *Start here* says: how it works, ways districts made time, who can see
the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sync.program.districts_file import DistrictSettings
from sync.program.lockfile import Lock
from sync.program.settings import Settings
from templates.reading_list import reading_list
from templates.wire import Formula, Heading, Value

_HOW = (
    (Heading("How this works"), None),
    (
        "1.  Pairs: fill in a mentor and a mentee beside the next free number. Their own link to the form is in the row.",
        "#gid=103",
    ),
    (
        "2.  Schedule: at the first meeting, give every pair time to fill in when they will meet. A regular day is enough.",
        "#gid=104",
    ),
    (
        "3.  Mentors log a meeting in the form in half a minute, brief conversations and small groups included.",
        None,
    ),
    (
        "4.  Status: look here once a week. The tool says who may need you, why it thinks so, and what to do next.",
        "#gid=102",
    ),
    (
        "5.  Follow-up: note when you were in touch. Log shows every answer; Corrections puts one right.",
        "#gid=107",
    ),
    (
        "6.  Calendar and Rules are yours: you decide what is asked. Nothing is asked in weeks without school.",
        "#gid=106",
    ),
)
WAYS = (
    "Set time aside for pairs on early-release days, in faculty meetings, at orientation and on PD days.",
    "Keep one-on-one minutes inside the trainings that mentors and mentees attend anyway.",
    "Bring all mentors and mentees together a few times a year, for pairs to meet and for shared topics.",
    "Hand out a blank schedule at the first meeting of all pairs, with time to fill it in.",
    "Value the brief conversation in the corridor: many good ones are shorter than an hour.",
    "Ask a pair that is not meeting what is in the way, and move what you can.",
    "Set substitute hours aside for each pair in advance, so that an observation needs no special request.",
)
_FURTHER = (
    (
        "planning",
        "The planning form, for the first meeting of all pairs. A pair's own link is in Pairs.",
    ),
    (
        "feedback",
        "The feedback form, for everybody who takes part. It collects no address.",
    ),
)


_APART = "This sheet is for the program's coordinators, and never for anyone who evaluates a mentor or a mentee."
_EVALUATE = "This sheet is for the program's coordinators. Some of them evaluate teachers: the form says so."
_WHO_CAN_SEE = (
    Heading("Who can see this"),
    "Please write nothing about students here, and nothing of what mentors and mentees talk about.",
)
_FORM = "The form, without a pair filled in. A pair's own links are in Pairs."


def start_rows(
    settings: Settings,
    district: DistrictSettings,
    lock: Lock,
    weeks: Sequence[date],
) -> Iterator[dict[str, Value]]:
    """The rows of *Start here*: texts, the links beside them, the Mondays of
    the year.
    """
    texts = _texts(settings, district, lock)
    for place in range(max(len(texts), len(weeks))):
        text, target = texts[place] if place < len(texts) else (None, None)
        row: dict[str, Value] = {"text": text}
        if isinstance(text, str) and not isinstance(text, Heading):
            row["text"] = settings.words.say(text)
        if target:
            row["link"] = Formula(f'=HYPERLINK("{target}","open")')
        if place < len(weeks):
            row["week"] = weeks[place]
        yield row


def _texts(
    settings: Settings, district: DistrictSettings, lock: Lock
) -> list[tuple[str, str | None]]:
    """The texts of *Start here*, each with what it is linked to."""
    program = settings.file.program
    evaluate = settings.file.form.coordinators_evaluate
    forms = [
        (words, lock.forms[name].uri)
        for name, words in _FURTHER
        if name in lock.forms
    ]
    return [
        (Heading(f"{district.name}, {program.year}"), None),
        ("", None),
        *_HOW,
        ("", None),
        (Heading("Ways districts made time"), None),
        *((f"•  {way}", None) for way in WAYS),
        ("", None),
        (Heading("Worth reading"), None),
        *((f"•  {b.words}", b.link or None) for b in reading_list()),
        ("", None),
        (_WHO_CAN_SEE[0], None),
        (_EVALUATE if evaluate else _APART, None),
        *((text, None) for text in _WHO_CAN_SEE[1:]),
        ("", None),
        (f"Questions about this sheet: whoever runs {program.name}.", None),
        (_FORM, lock.responder_uri),
        *forms,
    ]
