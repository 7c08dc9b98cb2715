"""Next year: pairs that stay keep their numbers, no number is given twice, and
nothing of this year is lost.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from sync.admin.plan import Deed
from sync.admin.rolled import Rolled
from sync.errors import ConfigurationError, Refused
from sync.program.settings import load
from tests.support.next_year import AUGUST, JUNE, at, roll, says_who_stays
from tests.support.program import ADMIN, Program

pytestmark = pytest.mark.whole


def numbers(program: Program) -> dict[int, str]:
    """The numbers printed in Pairs, each with its mentor."""
    header, *rows = program.values("pairs")
    place = header.index("Mentor")
    return {
        int(row[0]): (row[place] if len(row) > place else "")
        for row in rows
        if row and row[0]
    }


def test_pairs_that_stay_keep_their_numbers_and_no_number_is_given_twice(
    program: Program,
) -> None:
    says_who_stays(program)
    program.log(
        "ana@westbrook.example",
        "WES-1",
        kind="one-on-one",
        day="2026-11-19",
        minutes=30,
    )
    program.run()
    before = {
        p: p.read_bytes()
        for p in program.folder.rglob("*")
        if p.is_file() and "sqlite" not in p.name
    }
    done = roll(program, JUNE)
    assert done.carried == {"WES": ["WES-1 Ana Diaz & Sam Lee"]}
    assert done.unanswered == ["WES-3 Mei Novak & Omar Patel"]
    assert (done.made, done.closed, done.opens) == (True, [], date(2027, 7, 2))
    assert {p: p.read_bytes() for p in before} == before, (
        "nothing of this year is changed"
    )
    following = at(program, done.folder)
    made, _ = following.provision()
    assert len(made.of(Deed.MAKE)) == 7, (
        "a folder, forms and sheets of its own"
    )
    assert following.lock.form != program.lock.form
    printed = numbers(following)
    assert list(printed) == [1, *range(4, 14)], "2 and 3 are gone for good"
    assert printed[1] == "Ana Diaz"
    assert not any(printed[n] for n in printed if n != 1)
    header, first = following.values("pairs")[:2]
    said = dict(zip(header, first, strict=False))
    assert (said["Year in the program"], said["Regular day"]) == (2, "Tuesday")
    assert (round(said["Regular time"], 3), said["Part of full time"]) == (
        0.625,
        "50%",
    )
    assert said["Away"] == said["Starts"] == ""
    result, _ = following.run(date(2027, 10, 4))
    (pair,) = result.standings[0].pairs
    assert (pair.pair.code, pair.pair.year, pair.pair.share) == (
        "WES-1",
        2,
        0.5,
    )
    assert following.run(date(2027, 10, 4))[0].changed == set()
    assert following.provision()[0].steps == []
    # A new pair takes a number that nobody ever had, in the schedule too.
    file = done.folder / "new.csv"
    file.write_text("Mentor,Mentee\nBea Ruiz,Ivo Sato\n", encoding="utf-8")
    from sync.admin.add_pairs import add

    assert following.does(add, file, date(2027, 10, 4), "WES").codes == (
        "WES-4",
    )
    assert following.values("schedule")[0][-11:] == [1, *range(4, 14)]


def test_a_year_later_still_none_is_given_twice(program: Program) -> None:
    says_who_stays(program)
    following = at(program, roll(program, JUNE).folder)
    following.provision()
    following.type("pairs", 2, "stays", "no")
    following.run(date(2027, 10, 4))
    again = roll(following, date(2028, 6, 8), "2028-29")
    third = at(program, again.folder)
    third.provision()
    assert list(numbers(third))[:3] == [4, 5, 6]
    third.settings.lock_path.unlink()
    third.provision()
    assert list(numbers(third)) == list(third.layout.numbers), (
        "found again as it was printed"
    )
    assert third.provision()[0].steps == []


def test_nothing_is_overwritten(program: Program, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="is not empty"):
        roll(program, JUNE, folder=taken)
    assert [p.name for p in taken.iterdir()] == ["notes.txt"]
    with pytest.raises(
        ConfigurationError, match="Run `sync rollover 2027-28`"
    ):
        roll(program, JUNE, "2028-29")


def test_a_rollover_that_was_killed_is_done_by_the_next(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.admin import rollover as module

    says_who_stays(program)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "_program_toml", killed)
        with pytest.raises(KeyboardInterrupt):
            roll(program, JUNE)
    assert not (program.folder.parent / "program-2027-28").exists()
    assert roll(program, JUNE).made
    left = [
        p.name
        for p in program.folder.parent.iterdir()
        if p.name.endswith(".partial")
    ]
    assert left == []


def test_keys_stay_where_they_are(program: Program) -> None:
    """What program.toml names beside itself is named from the new folder;
    other lines stay as they are.
    """
    (program.folder / "key.json").write_text("{}", encoding="utf-8")
    file = program.folder / "program.toml"
    text = file.read_text(encoding="utf-8").replace(
        '"local"\n', '"local" # here\ncredentials = ["key.json"]\n'
    )
    file.write_text(text, encoding="utf-8")
    done = Rolled(program.folder.parent / "next")
    from sync.admin.rollover import _program_toml
    from sync.program.settings import load

    made = _program_toml(load(file), "2027-28", done)
    assert made == text.replace('"2026-27"', '"2027-28"').replace(
        '"key.json"', '"../program/key.json"'
    )
    with closing((program.folder / "key.json").open(encoding="utf-8")) as kept:
        assert kept.read() == "{}"


@pytest.mark.parametrize(
    ("number", "stays", "ends", "carried"),
    [
        (3, "", "", "unsaid"),
        ("#3", "yes", "", "carried"),
        ("3", "Yes, both", "", "carried"),
        (3, "perhaps", "", "unsaid"),
        (3, "yes", 46559, "carried"),
        (3, "yes", 46400, ""),
        (3, "No.", "", ""),
    ],
)
def test_nobody_is_left_behind_without_a_word(
    program: Program, number: object, stays: str, ends: object, carried: str
) -> None:
    """A number typed as text, an unknown word, the last day of school as an
    end: carried over, or named.
    """
    says_who_stays(program)
    program.type("pairs", 4, "number", number, who=ADMIN)
    program.type("pairs", 4, "stays", stays)
    program.type("pairs", 4, "ends", ends)
    done = roll(program, JUNE)
    label = "WES-3 Mei Novak & Omar Patel"
    assert (label in done.carried["WES"], label in done.unanswered) == (
        carried == "carried",
        carried == "unsaid",
    )


def test_nobody_said_anything_yet(program: Program) -> None:
    with pytest.raises(Refused, match="Nobody has noted who goes on"):
        roll(program, JUNE)
    assert not (program.folder.parent / "program-2027-28").exists()
    assert not [
        p
        for p in program.folder.parent.iterdir()
        if p.name.endswith(".partial")
    ]


def test_what_the_next_provision_would_refuse_is_shown(
    program: Program,
) -> None:
    says_who_stays(program)
    program.type("pairs", 2, "regular_day", "whenever")
    program.type("pairs", 2, "mentor", "=1+1")
    done = roll(program, JUNE)
    assert any(
        "Regular day is 'whenever'" in notice for notice in done.notices
    )
    (done.folder / "rosters" / "WES.csv").write_text(
        (done.folder / "rosters" / "WES.csv")
        .read_text(encoding="utf-8")
        .replace("whenever", "Monday"),
        encoding="utf-8",
    )
    following = at(program, done.folder)
    following.provision()
    assert following.values("pairs", formulas=True)[1][1] == "=1+1", (
        "text, as it was"
    )


def test_the_wrong_year_in_place_is_refused(program: Program) -> None:
    """Whoever changes the year in program.toml instead of rolling over, loses
    nothing.
    """
    program.run()
    file = program.folder / "program.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("2026-27", "2027-28"),
        encoding="utf-8",
    )
    csv = program.folder / "districts.csv"
    text = csv.read_text(encoding="utf-8")
    csv.write_text(
        text.replace("2027-06", "2028-06").replace("2026-08", "2027-08"),
        encoding="utf-8",
    )
    for verb in (program.run, program.provision):
        with pytest.raises(Refused, match="are of 2026-27"):
            verb()


def test_forms_of_ones_own_go_along_and_one_that_is_gone_stops_nothing(
    program: Program,
) -> None:
    from forms.form_shapes import PLANNING
    from tests.support.raw_calls import api

    (program.folder / "own.toml").write_text(
        PLANNING.file().read_text(encoding="utf-8"), encoding="utf-8"
    )
    config = program.folder / "program.toml"
    config.write_text(
        config.read_text(encoding="utf-8") + '[form]\nplanning = "own.toml"\n',
        encoding="utf-8",
    )
    says_who_stays(program)
    program.run()
    done = roll(program, JUNE)
    own = load(done.folder / "program.toml").file.form.planning
    assert (done.folder / own).resolve() == program.folder / "own.toml"
    api(
        program.space,
        "DELETE",
        f"/drive/v3/files/{program.lock.forms['feedback'].id}",
    ).raise_for_status()
    closed = roll(program, AUGUST)
    assert "the feedback form could not be closed" in "".join(closed.notices)
    assert any(
        "can read, and no longer write" in what for what in closed.closed
    )


def test_a_beginner_with_another_mentor_comes_along_alone(
    program: Program,
) -> None:
    """The number is the old pair's for good, and the hours are the
    beginner's.
    """
    program.type("pairs", 2, "stays", "with another mentor")
    program.type("pairs", 3, "stays", "yes")
    program.log(
        "ana@westbrook.example",
        "WES-1",
        kind="one-on-one",
        day="2026-11-19",
        minutes=60,
    )
    program.run()
    done = roll(program, JUNE)
    assert done.carried == {
        "WES": [
            "Sam Lee, with another mentor (was WES-1)",
            "WES-2 Grace Okafor & Luis Silva",
        ]
    }
    following = at(program, done.folder)
    following.provision()
    result, _ = following.run(accept=True)
    (standing,) = result.standings
    (alone,) = standing.district.roster.alone
    assert (alone.mentee.name, alone.year) == ("Sam Lee", 2)
    assert alone.number not in (1, 2)
    assert [p.pair.number for p in standing.pairs] == [2]


@pytest.mark.parametrize(
    ("column", "answers", "said"),
    [
        ("returned", ("yes", "no", ""), "1 of 2 returned; not known for 1"),
        ("stays", ("yes", "no", "yes"), "2 of 3 go on in their pair"),
        ("stays", ("", "", ""), "not known here"),
    ],
)
def test_who_returned_is_counted_and_until_then_who_goes_on(
    program: Program, column: str, answers: tuple[str, ...], said: str
) -> None:
    for row, answer in enumerate(answers, 2):
        program.type("pairs", row, column, answer)
    program.run(JUNE)
    grid = program.values("annual")
    (item,) = [row for row in grid if "f" in row[:1]]
    assert said in str(item)
