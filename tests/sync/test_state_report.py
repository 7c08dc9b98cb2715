"""What a state is given, and what anybody may see."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sync.core.judge import judge
from sync.core.model import Kind
from sync.core.people import Person
from sync.errors import ConfigurationError, Refused
from sync.reports import public_report, state_report
from sync.reports.state_report import StateFile
from templates.annual_items import ANNUAL, asked
from tests.support.command import command
from tests.support.program import Program
from tests.support.state_files import MA, Made, made, report_of

pytestmark = pytest.mark.whole


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
    assert "Without a reported meeting: 2 districts." in file.with_suffix(
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
