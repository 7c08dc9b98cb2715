"""Everybody's own hours once a month: to the person alone, true to the answers,
and never twice, whatever ends in between.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from unittest.mock import patch

import pytest

from sync.core.judge import judge
from sync.core.people import Pair, Person
from sync.errors import TryLater
from sync.program.opened import Opened
from sync.reports.link_list import LOG, PairLinks
from sync.reports.mail import NoMailbox, Uncertain
from sync.reports.statements import (
    Statements,
    of_district,
    write_statements,
)
from sync.run.one_run import run
from sync.run.options import RunOptions
from tests.support.command import sync
from tests.support.program import COORDINATOR, Program, prepared, write_program
from tests.support.random_programs import program as random_program

pytestmark = pytest.mark.whole

DECEMBER, JANUARY = date(2026, 12, 3), date(2027, 1, 4)
Sent = Callable[[str, EmailMessage], None]


def logged(program: Program) -> None:
    """November: two meetings of Ana's and Sam's, and one in October."""
    for day, minutes in (
        ("2026-10-29", 25),
        ("2026-11-05", 30),
        ("2026-11-19", 45),
    ):
        program.log(
            "ana@westbrook.example",
            "WES-1 Ana & Sam",
            kind="one-on-one",
            day=day,
            minutes=minutes,
        )
    program.run()


program = prepared(logged)


class Links(PairLinks):
    """Where pairs go in, by their numbers."""

    def __init__(self) -> None:
        self.evaluated = False
        self.forms = {}

    def of(self, pair: Pair) -> dict[str, str]:
        return {LOG: f"link-{pair.number}"}


class Box:
    """Who got what; from the ``fails``-th on it does as it is told."""

    def __init__(self, error: BaseException | None = None, at: int = 99):
        self.mails: list[EmailMessage] = []
        self.error, self.at = error, at

    def send(self, _: str, message: EmailMessage) -> None:
        if len(self.mails) + 1 == self.at and self.error:
            error, self.error = self.error, None
            if not isinstance(error, TryLater):
                self.mails.append(message)  # it may have gone, and has
            raise error
        self.mails.append(message)

    @property
    def to(self) -> Counter[str]:
        return Counter(str(mail["To"]) for mail in self.mails)


def send(program: Program, send_: Sent, day: date = DECEMBER) -> Statements:
    def write(opened: Opened) -> Statements:
        result = run(opened, day, RunOptions(write=False))
        return write_statements(
            opened.program(), result.standings, send_, "us@school.example"
        )

    return program.does(write)


def test_everybody_gets_their_own_of_last_month(program: Program) -> None:
    box = Box()
    done = send(program, box.send)
    assert done.month == "November 2026"
    assert set(box.to.values()) == {1}
    texts = {str(m["To"]): m.get_content() for m in box.mails}
    ana = texts["ana@westbrook.example"]
    assert "In November you had 2 meetings: 1 h 15." in ana
    assert "This school year: 1 h 40." in ana
    assert re.search(r"with Sam \w+: http", ana)
    others = [t for who, t in texts.items() if "ana@" not in who]
    assert any(
        "No meeting of yours is logged for November." in t for t in others
    )
    assert {mail["Reply-To"] for mail in box.mails} == {COORDINATOR}
    for who, text in texts.items():
        assert not {w for w in texts if w != who and w in text}


def test_once_a_month(program: Program) -> None:
    box = Box()
    send(program, box.send)
    first = len(box.mails)
    again = send(program, box.send, date(2026, 12, 17))
    assert (len(box.mails), again.had) == (first, {"WES": first})
    send(program, box.send, JANUARY)
    assert set(box.to.values()) == {2}


@pytest.mark.parametrize("at", range(1, 5))
@pytest.mark.parametrize("error", [KeyboardInterrupt(), Uncertain("?")])
def test_ended_in_the_middle_nobody_gets_two(
    program: Program, at: int, error: BaseException
) -> None:
    whole = Box()
    done = send(program, whole.send, JANUARY)
    everybody = set(whole.to)
    box = Box(error, at)
    february = date(2027, 2, 2)
    if isinstance(error, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            send(program, box.send, february)
    else:
        send(program, box.send, february)
    done = send(program, box.send, february)
    assert box.to == Counter(everybody)
    if isinstance(error, KeyboardInterrupt):
        assert done.uncertain.keys() == {"WES"}
    assert send(program, box.send, february).uncertain == {}
    assert box.to == Counter(everybody)


def test_what_certainly_did_not_go_goes_the_next_time(
    program: Program,
) -> None:
    box = Box(TryLater("busy", "later"), 3)
    done = send(program, box.send)
    assert done.failed.keys() == {"WES"}
    send(program, box.send)
    assert set(box.to.values()) == {1}
    assert len(box.mails) == len(box.to) > 3


def test_a_lost_state_sends_nothing_twice(program: Program) -> None:
    box = Box()
    send(program, box.send)
    for path in program.folder.glob("state.sqlite*"):
        path.unlink()
    program.run()
    done = send(program, box.send)
    assert done.uncertain == {"WES": ["everybody"]}
    assert set(box.to.values()) == {1}


def test_one_address_that_is_no_mailbox_stops_nobody(
    program: Program,
) -> None:
    box = Box()

    def send_(key: str, message: EmailMessage) -> None:
        if "ana@" in message["To"]:
            raise NoMailbox("No mailbox.", "Correct it.")
        box.send(key, message)

    for _ in range(2):
        done = send(program, send_)
        assert done.nobody == {"WES": ["m1"]}
        assert done.failed == {}
    assert set(box.to.values()) == {1}
    assert len(box.mails) >= 3
    send(program, box.send)
    assert box.to["ana@westbrook.example"] == 1, "once it is corrected"


def test_an_earlier_month_is_over_once_a_later_one_has_gone(
    program: Program,
) -> None:
    box = Box()
    send(program, box.send)
    first = len(box.mails)
    earlier = send(program, box.send, date(2026, 11, 10))
    assert earlier.later == ["WES"]
    send(program, box.send)
    assert len(box.mails) == first
    for path in program.folder.glob("state.sqlite*"):
        path.unlink()
    program.run()
    assert send(program, box.send, date(2026, 11, 10)).later == ["WES"]
    assert len(box.mails) == first


def test_a_corrected_address_gets_no_second_one(program: Program) -> None:
    box = Box()
    send(program, box.send)
    program.type("pairs", 2, "mentor_email", "ana.diaz@westbrook.example")
    program.run(read_all=True)
    send(program, box.send)
    assert not [m for m in box.mails if "ana.diaz@" in m["To"]]


def test_what_ends_before_anything_was_sent_goes_on(program: Program) -> None:
    box = Box(KeyboardInterrupt(), 1)
    from sync.google.drive import Drive

    with (
        patch.object(Drive, "note", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        send(program, box.send)
    box.error = None
    assert send(program, box.send).uncertain == {}
    assert set(box.to.values()) == {1}


@pytest.mark.parametrize("seed", range(80))
def test_each_address_is_one_persons_and_gets_what_is_theirs(
    seed: int,
) -> None:
    """Whoever shares a name or an address: nobody gets another one's hours or
    link.
    """
    chance = random.Random(seed)
    district, answers, today = random_program(seed)
    names = ("Ana Diaz", "Bo Kim", "Cy Lund")
    addresses = [(), ("a@x.example",), ("b@x.example",), ("c@x.example",)]

    def person() -> Person:
        return Person(chance.choice(names), chance.choice(addresses))

    pairs = tuple(
        replace(p, mentor=person(), mentee=person()) for p in district.pairs
    )
    roster = replace(district.roster, pairs=pairs)
    district = replace(
        district,
        roster=roster,
        coordinators=frozenset({"a@x.example", "group:g@x.y"}),
    )
    standing = judge(district, answers, today)
    found, shared = of_district(standing, Links())
    assert len({s.address for s in found}) == len(found)
    parts = [part for s in found for part in s.parts] + shared
    assert len(parts) == len(set(parts))
    for s in found:
        mine = [
            p
            for p in pairs
            for who in (p.mentor, p.mentee)
            if s.address in who.addresses
        ]
        for number in re.findall(r"link-(\d+)", s.text):
            assert int(number) in {p.number for p in mine}
        mentors = {
            a
            for p in mine
            if s.address in p.mentee.addresses
            for a in p.mentor.addresses
        }
        assert mentors.isdisjoint(s.reply_to)


def test_a_month_without_school_has_none(program: Program) -> None:
    box = Box()
    done = send(program, box.send, date(2026, 8, 3))
    assert (box.mails, done.sent, done.had) == ([], {}, {})


def test_they_are_off_until_the_settings_say_so(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    write_program(folder)
    assert sync(folder, "provision").returncode == 0
    as_of = ("--as-of", "2026-12-03")
    file = folder / "program.toml"
    text = file.read_text(encoding="utf-8")
    letter = '\n[letter]\nsmtp = "127.0.0.1:9"\nsender = "us@school.example"\n'
    file.write_text(text + letter, encoding="utf-8")
    off = sync(folder, "letter", "--statements", *as_of)
    assert (off.returncode, "statements are off" in off.stderr) == (6, True)
    shown = sync(folder, "letter", "--statements", "--dry-run", *as_of)
    assert "To: ana@westbrook.example" in shown.stdout, shown.stderr
    file.write_text(text + letter + "statements = true\n", encoding="utf-8")
    made = sync(folder, "letter", "--statements", "--out", "mails", *as_of)
    assert (made.returncode, made.stderr) == (0, "")
    mails = list((folder / "mails").iterdir())
    assert len(mails) > 2
    assert all(path.stat().st_mode & 0o077 == 0 for path in mails)
    again = sync(folder, "letter", "--statements", "--out", "two", *as_of)
    assert f"{len(mails)} were sent before" in again.stdout
    assert list((folder / "two").iterdir()) == []
