"""A program with some weeks of answers, and what a second, plain reading of
the raw answers makes of them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, TypeVar

from sync.core.model import Direction, Kind, Submission
from tests.support.program import Program, copied, served, write_program

PAIRS = 6
KINDS = {
    "We met one-on-one": Kind.ONE_ON_ONE,
    "Classroom observation": Kind.OBSERVATION,
    "We could not meet": Kind.COULD_NOT_MEET,
}
DIRECTIONS = {"The mentor observed the mentee": Direction.MENTOR_SEES_MENTEE}

T = TypeVar("T")


_FILLED: list[Path] = []


@contextmanager
def filled(folder: Path) -> Iterator[Program]:
    """A program of one district with six pairs and one of two; some weeks of
    answers, some of them nobody's.

    It is made once and copied into the folder.
    """
    if not _FILLED:
        made = folder / "made"
        made.mkdir()
        _fill(made)
        _FILLED.append(made)
    with copied(_FILLED[0], folder / "program") as program:
        yield program


def _fill(folder: Path) -> None:
    write_program(folder)
    with (folder / "districts.csv").open("a", encoding="utf-8") as file:
        file.write("NOR,Northfield,,2026-08-31,2027-06-18,weekly,\n")
    lines = "".join(
        f"Mentor{n} M,Mentee{n} N,m{n}@westbrook.example,{'yes' if n % 2 else ''},{1 + n % 3},{n if n % 3 else ''},"
        f"{'yes' if n < 5 else 'no' if n == 5 else ''}\n"
        for n in range(1, PAIRS + 1)
    )
    head = "Mentor,Mentee,Mentor e-mail"
    (folder / "rosters" / "WES.csv").write_text(
        f"{head},Mentor trained,Year in the program,Hours before,Stays next year\n{lines}",
        encoding="utf-8",
    )
    (folder / "rosters" / "NOR.csv").write_text(
        f"{head}\nOnly One,Only Two,o@north.example\nLast A,Last B,l@north.example\n",
        encoding="utf-8",
    )
    with served(folder) as made:
        made.provision()
        chance = random.Random(3)
        for number in range(1, PAIRS + 1):
            for week in range(0, 11, 1 + number // 3):
                day = date(2026, 9, 8) + timedelta(
                    days=7 * week + chance.randrange(3)
                )
                times = ["own time", "early release", "faculty meeting"]
                said: dict[str, Any] = {
                    "kind": "one-on-one",
                    "minutes": 45,
                    "time_used": chance.choice(times),
                }
                if chance.random() < 0.3:
                    said = {
                        "kind": "observation",
                        "minutes": 60,
                        "direction": "mentor_sees_mentee",
                    }
                made.log(
                    f"m{number}@westbrook.example",
                    f"WES-{number}",
                    day=day.isoformat(),
                    **said,
                )
        made.log(
            "m1@westbrook.example",
            "WES-1",
            kind="could not meet",
            day="2026-11-19",
            obstacles=["no substitute"],
        )
        made.log(
            "nobody@home.example",
            "SOU-9",
            kind="one-on-one",
            day="2026-11-18",
            minutes=20,
        )


def raw(program: Program, form: str = "") -> list[dict[str, list[str]]]:
    """Every answer as Google gives it, by the titles of the questions; nothing
    of the product's own reading.
    """
    google, form = program.google(), form or program.lock.form
    titles = {
        item["questionItem"]["question"]["questionId"]: item["title"]
        for item in google.forms.get(form)["items"]
        if "questionItem" in item
    }
    return [
        {
            titles[i]: [v["value"] for v in a["textAnswers"]["answers"]]
            for i, a in each["answers"].items()
            if i in titles
        }
        for each in sorted(
            (r for page in google.forms.responses(form, None) for r in page),
            key=lambda r: str(r["createTime"]),
        )
    ]


class Counted:
    """What a plain count of one district's raw answers gives."""

    def __init__(self, program: Program, key: str = "WES") -> None:
        self.answers = [
            {k: v[0] for k, v in a.items()}
            for a in raw(program)
            if a.get("Your pair", [""])[0].startswith(f"{key}-")
        ]
        self.met = [
            a for a in self.answers if "could not" not in a["What happened"]
        ]
        self.observed = [
            a for a in self.met if "observation" in a["What happened"]
        ]
        self.minutes = sum(map(minutes_of, self.met))
        self.when = Counter(
            a["What time did you use?"].lower()
            for a in self.met
            if "What time did you use?" in a
        )

    def of(self, number: int) -> list[dict[str, str]]:
        """The meetings of one pair."""
        return [a for a in self.met if a["Your pair"] == f"WES-{number}"]

    def submissions(self) -> list[Submission]:
        """The answers as tests/support/plain_calculator.py takes them."""
        sent = datetime(2026, 11, 20, tzinfo=UTC)
        return [
            Submission(
                str(n),
                sent,
                sent,
                "",
                a["Your pair"],
                date.fromisoformat(a["When"]),
                KINDS[a["What happened"]],
                minutes_of(a) if a in self.met else None,
                direction=DIRECTIONS.get(a.get("Who observed whom?", "")),
            )
            for n, a in enumerate(self.answers)
        ]


def in_fives(group: list[T]) -> list[T]:
    """The longest beginning of a list whose length is a multiple of five: so
    many are counted above the district.
    """
    while len(group) % 5:
        group = group[:-1]
    return group


def tenths(minutes: int) -> float:
    """Minutes as hours with one decimal, as people round."""
    return float(
        (Decimal(minutes) / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)
    )


def minutes_of(answer: dict[str, str]) -> int:
    """The minutes of a meeting or an observation."""
    return int(answer.get("Minutes altogether") or answer["Minutes"])
