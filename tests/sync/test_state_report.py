"""What a state is given, and what anybody may see."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from sync.core.district import District, Place
from sync.core.judge import judge
from sync.core.model import Kind, Submission
from sync.core.people import Person
from sync.core.rollup import Frequency
from sync.errors import ConfigurationError, Refused
from sync.program.settings import load
from sync.reports import public_report, state_report
from sync.reports.state_report import StateFile
from templates.annual_items import ANNUAL, asked
from tests.support.command import command
from tests.support.program import Program
from tests.support.random_programs import program as random_program

pytestmark = pytest.mark.whole

MA = asked("MA")
Made = tuple[District, list[Submission], date]


def made(number: int) -> Made:
    """One of many made districts, with a code and one of eight regions."""
    district, answers, today = random_program(number)
    place = Place(f"{number:04}", f"region {number % 8}")
    named = replace(district, name=f"District {number}", place=place)
    return named, answers, today


def report_of(districts: list[Made], names: bool = False) -> StateFile:
    standings = [judge(*each) for each in districts]
    report = state_report.collected(standings, MA, [], "2026-27", names)
    return replace(report, as_of="2026-11-23")


@pytest.fixture(scope="module")
def four_hundred() -> tuple[list[Made], StateFile]:
    districts = [made(number) for number in range(400)]
    return districts, report_of(districts)


def test_four_hundred_districts_agree_with_a_recount(
    four_hundred: tuple[list[Made], StateFile],
) -> None:
    """By the raw answers that count, and the roster: how many observations of
    mentees, who has reported, how many beginners, and who has a mentor.
    """
    districts, report = four_hundred
    assert len(report.units) == 400
    for (district, answers, today), unit in zip(
        districts, report.units, strict=True
    ):
        standing = judge(district, answers, today)
        kept = [o.submission for o in standing.outcomes if o.counted]
        talked = [s for s in kept if s.kind is not Kind.COULD_NOT_MEET]
        whole_group = any(
            m.kind is Kind.WHOLE_GROUP
            for p in standing.pairs
            for m in p.meetings
        )
        assert unit.reported is bool(talked or whole_group)
        people: dict[str, bool] = {}
        for pair in district.pairs:
            ended = pair.ends is not None and pair.ends < today
            if not ended and pair.new_to != "the district":
                who = " ".join(sorted(_known_as(pair.mentee)))
                people[who] = people.get(who, False) or pair.trained
        alone = [
            p
            for p in district.roster.alone
            if p.ends is None or p.ends >= today
        ]
        assert unit.beginners == len(people) + len(alone)
        assert unit.with_trained_mentor == sum(people.values())


def _known_as(person: Person) -> tuple[str, ...]:
    return person.addresses or (person.name.casefold(),)


def test_the_public_tables_are_a_recount_of_what_is_shown(
    four_hundred: tuple[list[Made], StateFile],
) -> None:
    _, report = four_hundred
    (often, _, _) = public_report.tables(report.units)
    bands = Counter(u.band for u in report.units if u.reported and u.band)
    assert often.table.all == {f.value: bands[f.value] for f in Frequency}
    shown = [g for g, c in often.table.groups.items() if c]
    assert shown
    text = public_report.text_of([often])
    assert not any(unit.name in text for unit in report.units)


def test_several_files_merged_equal_one_program_with_all(
    four_hundred: tuple[list[Made], StateFile], tmp_path: Path
) -> None:
    _, whole = four_hundred
    parts = []
    for number in range(4):
        units = whole.units[100 * number : 100 * number + 100]
        path = tmp_path / f"{number}.json"
        list(state_report.write(path, replace(whole, units=units)))
        parts.append(path)
    together = state_report.merged(parts)
    assert replace(together, files=()) == whole
    assert public_report.text_of(
        public_report.tables(together.units)
    ) == public_report.text_of(public_report.tables(whole.units))
    assert [len(f.sha256) for f in together.files] == [64] * 4
    with pytest.raises(Refused, match=r"is in .*0\.json and in .*0\.json"):
        state_report.merged([parts[0], parts[1], parts[0]])


def test_files_of_two_years_and_others_are_refused(tmp_path: Path) -> None:
    report = report_of([made(1)])
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    list(state_report.write(one, report))
    other = replace(report, year="2027-28", units=())
    list(state_report.write(two, other))
    with pytest.raises(Refused, match="2027-28"):
        state_report.merged([one, two])
    raw = json.loads(one.read_text(encoding="utf-8"))
    broken = [
        raw | {"version": 9},
        raw | {"as_of": 5},
        raw | {"files": [{}]},
        raw | {"units": [raw["units"][0] | {"name": None}]},
        raw | {"units": [raw["units"][0] | {"beginners": "x"}]},
        raw | {"units": [raw["units"][0] | {"band": ["x"]}]},
    ]
    texts = [json.dumps(each) for each in broken]
    for text in ("", "[]", "{}", '{"version": 1}', "[" * 200_000, *texts):
        two.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigurationError, match=r"two\.json"):
            state_report.merged([one, two])
    with pytest.raises(ConfigurationError, match="another ending"):
        list(state_report.write(tmp_path / "x.txt", report))


def test_a_code_decides_and_else_the_name(tmp_path: Path) -> None:
    report = report_of([made(1), made(2)])
    one, two = report.units
    for first, second, same in (
        (replace(one, code="1"), replace(one, code="2"), False),
        (replace(one, code="1"), replace(two, code="1"), True),
        (replace(one, code=""), replace(one, code="2"), True),
        (replace(one, code=""), replace(two, code=""), False),
    ):
        paths = []
        for name, unit in (("a", first), ("b", second)):
            path = tmp_path / f"{name}.json"
            list(state_report.write(path, replace(report, units=(unit,))))
            paths.append(path)
        if same:
            with pytest.raises(Refused):
                state_report.merged(paths)
        else:
            assert len(state_report.merged(paths).units) == 2


def test_a_name_from_elsewhere_forges_no_line() -> None:
    report = report_of([made(1)])
    forged = "Nowhere\nEvery beginner has a trained mentor: yes."
    unit = replace(report.units[0], name=forged)
    lines = list(state_report.lines_of(replace(report, units=(unit,))))
    assert not any("\n" in line for line in lines)


def test_a_beginner_of_no_member_is_in_the_report() -> None:
    """Also one without a mentor; and nobody new to the district alone."""
    district, answers, today = made(1)
    pair = replace(
        district.pairs[0], school="Ash", trained=True, new_to="", ends=None
    )
    alone = tuple(
        replace(
            pair,
            number=number,
            mentor=Person(""),
            mentee=Person(f"Lone {number}"),
            school=school,
            new_to=new_to,
        )
        for number, school, new_to in (
            (90, "Typo School", ""),
            (91, "Ash", "the district"),
        )
    )
    region = replace(
        district,
        roster=replace(district.roster, pairs=(pair,), alone=alone),
        place=Place("", "North", (("Ash", "1"), ("Birch", "2"))),
    )
    ash, birch, rest = report_of([(region, answers, today)], names=True).units
    assert (ash.beginners, birch.beginners, rest.beginners) == (1, 0, 1)
    assert rest.every_beginner == "no"
    assert [p["name"] for p in rest.items[0].people] == ["Lone 90"]


def test_a_region_is_counted_by_its_members() -> None:
    district, answers, today = next(
        made(n)
        for n in range(50)
        if len({p.school for p in made(n)[0].pairs}) > 1
    )
    schools = sorted({p.school for p in district.pairs if p.school})
    members = tuple((school, f"00{n}") for n, school in enumerate(schools))
    region = replace(district, place=Place("", "", members))
    whole = report_of([(district, answers, today)]).units[0]
    units = report_of([(region, answers, today)]).units
    assert [u.name for u in units[: len(schools)]] == schools
    assert sum(u.pairs for u in units) == whole.pairs
    assert all(u.of == district.name for u in units)
    nowhere = [p for p in district.pairs if p.school not in schools]
    assert (len(units) > len(schools)) is bool(nowhere)


def test_names_are_in_it_only_where_they_were_asked_for() -> None:
    districts = [
        m
        for m in map(made, range(5))
        if any(p.new_to != "the district" for p in m[0].pairs)
    ]
    name = next(
        p.mentee.name
        for p in districts[0][0].pairs
        if p.new_to != "the district"
    )
    without, with_names = (
        "\n".join(state_report.lines_of(report_of(districts, names)))
        for names in (False, True)
    )
    assert name not in without
    assert name in with_names


def test_each_figure_says_where_it_comes_from() -> None:
    """Every item of every state has a source, and stands in the state's
    order.
    """
    assert ANNUAL.exists()
    for state in ("MA", "elsewhere"):
        asking = asked(state)
        assert all(item.source for item in (*asking.items, *asking.form))
    text = "\n".join(state_report.lines_of(report_of([made(3)])))
    marks = [f"\n  {item.mark}. " for item in (*MA.items, *MA.form)]
    assert [text.index(mark) for mark in marks] == sorted(
        text.index(mark) for mark in marks
    )


def test_the_commands_write_and_merge(
    program: Program, tmp_path: Path
) -> None:
    path = program.folder / "districts.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        f"{header},member_codes,region\n{line},0010;0011,West\n",
        encoding="utf-8",
    )
    config, file = program.folder / "program.toml", tmp_path / "wes.json"
    done = command("report", "--config", config, "--state", file)
    assert done.returncode == 0, done.stderr
    raw = json.loads(file.read_text(encoding="utf-8"))
    assert [(u["code"], u["name"]) for u in raw["units"]] == [
        ("0010", "Hill School"),
        ("0011", "River School"),
    ]
    assert "Has not reported a meeting: 2 districts." in file.with_suffix(
        ".txt"
    ).read_text(encoding="utf-8")
    out = tmp_path / "public"
    for more in (["--public"], ["--merge", file, "--state", file]):
        done = command(
            "report", "--config", config, "--district", "WES", *more
        )
        assert done.returncode == 2
    done = command("report", "--merge", file, "--public", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "withheld" in (out / "public.csv").read_text(encoding="utf-8-sig")
    for wrong in (["--merge", file], ["--public", "--names"]):
        assert command("report", "--config", config, *wrong).returncode == 2


@pytest.mark.parametrize(
    ("codes", "named"),
    [
        ("0010", "1 member_codes for 2 schools"),
        ("1;1", "stands twice"),
        ("1;0009", "the code 0009 is of Westbrook and of River School"),
    ],
)
def test_codes_that_do_not_fit_are_named(
    program: Program, codes: str, named: str
) -> None:
    path = program.folder / "districts.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        f"{header},member_codes,state_code\n{line},{codes},0009\n",
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError, match=named):
        load(program.folder / "program.toml")


def test_days_until_a_mentor_are_school_days() -> None:
    district, answers, today = made(2)
    pair = replace(
        district.pairs[0],
        starts=district.calendar.first + timedelta(days=7),
        new_to="",
        ends=None,
    )
    roster = replace(district.roster, pairs=(pair,), alone=())
    one = replace(district, roster=roster)
    [unit] = report_of([(one, answers, today)]).units
    days = one.calendar.days_of(pair.school)
    assert unit.days == days.count(
        one.calendar.first, one.calendar.first + timedelta(days=6)
    )
