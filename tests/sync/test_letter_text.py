"""What the weekly letter says."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from sync.program.program_file import LetterPart
from sync.reports.mail import by_smtp
from tests.support import plain_calculator as plain
from tests.support.letters import letters
from tests.support.postbox import SENDER, Postbox
from tests.support.program import COORDINATOR, TODAY, Program
from tests.support.recount import Counted, filled

pytestmark = pytest.mark.whole


def test_a_letter_says_what_is_new_and_nothing_else(
    program: Program, box: tuple[Postbox, LetterPart]
) -> None:
    post, part = box
    send = by_smtp(part, "")
    assert letters(program, send).sent == ["WES"]
    (first,) = post.letters
    assert (first["To"], first["From"]) == (COORDINATOR, SENDER)
    assert first["Subject"] == "Westbrook, mentoring: 3 to reach out to"
    text = first.get_content().replace("\r\n", "\n")
    assert "Newly on the list:" in text
    for name in (
        "WES-1 Ana Diaz & Sam Lee",
        "WES-2 Grace Okafor & Luis Silva",
        "WES-3 Mei Novak & Omar Patel",
    ):
        assert (
            f"- {name} (to reach out to): No one-on-one or small group logged"
            in text
        )
    assert program.lock.sheets["WES"].url in text
    # A week later nothing is new; then one of them has met again, and another
    # would like a word.
    assert letters(program, send, TODAY + timedelta(days=7)).nothing == ["WES"]
    for day in ("2026-11-24", "2026-12-01", "2026-12-08"):
        program.log(
            "ana@westbrook.example",
            "WES-1",
            kind="one-on-one",
            day=day,
            minutes=30,
        )
    program.log(
        "mei@westbrook.example",
        "WES-3",
        kind="one-on-one",
        day="2026-12-08",
        minutes=30,
        also=["contact"],
    )
    assert letters(program, send, date(2026, 12, 14)).sent == ["WES"]
    text = post.letters[-1].get_content().replace("\r\n", "\n")
    assert "Please contact:\n- WES-3 Mei Novak & Omar Patel" in text
    assert "WES-2" not in text.partition("\n\nStill on the list")[0], (
        "that was said before"
    )
    assert "Still on the list: WES-2 Grace Okafor & Luis Silva" in text


def test_every_figure_agrees_with_a_recount_of_the_raw_answers(
    tmp_path: Path, box: tuple[Postbox, LetterPart]
) -> None:
    post, part = box
    with filled(tmp_path) as program:
        program.log(
            "m2@westbrook.example",
            "WES-77",
            kind="one-on-one",
            day="2026-11-18",
            minutes=30,
        )
        program.log(
            "m2@westbrook.example",
            "WES-2",
            kind="one-on-one",
            day="2026-11-18",
            minutes=30,
            also=["contact"],
        )
        assert letters(program, by_smtp(part, "")).sent == ["WES"]
        count = Counted(program)
        (standing,) = program.run(write=False, only="WES")[0].standings
        known = [a for a in count.submissions() if a.pair_text != "WES-77"]
        judged = plain.judged(standing.district, known, TODAY)
    statuses = Counter(p["status"] for p in judged.values())
    (said,) = post.letters
    text = said.get_content().replace("\r\n", "\n")
    going = sum(
        statuses[s] for s in ("Reach out", "Check in", "In touch", "On track")
    )
    assert text.startswith(
        f"Good morning. {statuses['On track']} of {going} pairs are on track as of Nov 23."
    )
    newly = (
        text.partition("Newly on the list:\n")[2]
        .partition("\n\n")[0]
        .splitlines()
    )
    assert {line[2:].split()[0] for line in newly} == {
        f"WES-{n}"
        for n, p in judged.items()
        if p["status"] in ("Reach out", "Check in")
    }
    wishes = [
        a["Your pair"]
        for a in count.answers
        if "contact" in a.get("Anything else?", ())
    ]
    assert text.partition("Please contact:\n")[2].startswith(f"- {wishes[0]} ")
    assert len(wishes) == 1
    assert (
        f"{sum(a['Your pair'] == 'WES-77' for a in count.answers)} entry in Log needs your answer"
        in text
    )
    words = {"Reach out": "to reach out to", "Check in": "to check in with"}
    parts = [
        f"{statuses[s]} {word}" for s, word in words.items() if statuses[s]
    ]
    assert said["Subject"] == f"Westbrook, mentoring: {', '.join(parts)}"


def test_a_row_to_mend_is_named_without_what_is_in_it(
    program: Program, box: tuple[Postbox, LetterPart]
) -> None:
    program.type("pairs", 3, "mentee_email", "luis at home")
    program.run()
    letters(program, by_smtp(box[1], ""))
    text = box[0].letters[-1].get_content().replace("\r\n", "\n")
    assert "Rows to mend, as Status says:\n- WES-2 Grace Okafor" in text
    assert "luis at home" not in text
