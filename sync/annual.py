"""What a state asks a district for at the end of a year: item by item, as a table and as a page to print."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from sync import csvfiles
from sync.core.model import Direction, Person, same_person
from sync.core.standing import DistrictStanding, PairStanding

Row = Sequence[object]
_MENTEES = ("Beginning teacher", "E-mail", "School", "Year in the program", "Mentors", "Hours", "Observed by a mentor")
_MENTORS = ("Mentor", "E-mail", "Trained", "Mentees", "Hours", "Observations made")


@dataclass(frozen=True)
class Item:
    """One item: its mark and words, a number (None: nothing here knows it), and those whom it counts."""

    mark: str
    words: str
    number: object
    head: Row = ()
    people: Sequence[Row] = ()


def items(standing: DistrictStanding, trained: Mapping[int, bool], state: str) -> list[Item]:
    """A district's answers to what a state asks. ``trained`` says of each pair's number whether its mentor is."""
    mentees = list(_people(standing.pairs, mentee=True))
    beginners = [(who, pairs) for who, pairs in mentees if any(p.pair.new_to != "the district" for p in pairs)]
    experienced = [each for each in mentees if each not in beginners]
    mentors = list(_people(standing.pairs, mentee=False))
    able = [(who, pairs) for who, pairs in mentors if any(trained.get(p.pair.number) for p in pairs)]
    found: dict[str, tuple[object, Row, list[Row]]] = {
        "beginners": (len(beginners), _MENTEES, [_mentee(*each) for each in beginners]),
        "experienced": (len(experienced), _MENTEES, [_mentee(*each) for each in experienced]),
        "mentors": (len(mentors), _MENTORS, [_mentor(*each, trained) for each in mentors]),
        "trained_mentors": (len(able), _MENTORS, [_mentor(*each, trained) for each in able]),
        "observations": (sum(_observed(p) for p in standing.pairs), (), []),
        "hours": (f"{sum(p.minutes for _, pairs in beginners for p in pairs) / 60:,.1f}", (), []),
        "none": (None, (), []),
    }
    return [Item(i["mark"], i["words"], *found[i["figure"]]) for i in asked(state)["items"]]


def asked(state: str) -> Any:
    """What a state asks for; what most do where it has no list here."""
    lists = tomllib.loads((files("templates") / "annual.toml").read_text(encoding="utf-8"))
    return lists.get(state) or lists["other"]


def _people(pairs: Iterable[PairStanding], mentee: bool) -> Iterator[tuple[Person, list[PairStanding]]]:
    """Everybody once, with all their pairs of the year, those that ended included."""
    found: list[tuple[Person, list[PairStanding]]] = []
    for p in sorted(pairs, key=lambda p: p.pair.number):
        person = p.pair.mentee if mentee else p.pair.mentor
        same = next((mine for known, mine in found if same_person(known, person)), None)
        if same is None:
            found.append((person, [p]))
        else:
            same.append(p)
    return iter(sorted(found, key=lambda each: each[0].name.casefold()))


def _observed(p: PairStanding) -> int:
    return sum(m.direction is Direction.MENTOR_SEES_MENTEE for m in p.meetings)


def _mentee(who: Person, pairs: Sequence[PairStanding]) -> Row:
    return (
        who.name, next(iter(who.addresses), ""), pairs[-1].pair.school, pairs[-1].pair.year or 1,
        ", ".join(dict.fromkeys(p.pair.mentor.name for p in pairs)), round(sum(p.minutes for p in pairs) / 60, 1),
        sum(map(_observed, pairs)),
    )  # fmt: skip


def _mentor(who: Person, pairs: Sequence[PairStanding], trained: Mapping[int, bool]) -> Row:
    minutes = {(m.submission or (m.day, m.kind)): m.minutes for p in pairs for m in p.meetings}
    return (
        who.name, next(iter(who.addresses), ""), "yes" if any(trained.get(p.pair.number) for p in pairs) else "",
        ", ".join(dict.fromkeys(p.pair.mentee.name for p in pairs)), round(sum(minutes.values()) / 60, 1),
        sum(map(_observed, pairs)),
    )  # fmt: skip


def write(
    folder: Path,
    standings: Sequence[DistrictStanding],
    trained: Mapping[str, Mapping[int, bool]],
    state: str,
    year: str,
) -> Iterator[Path]:
    """Write each district's report as a table and a page into a folder; gives the paths."""
    from jinja2 import Environment

    folder.mkdir(parents=True, exist_ok=True)
    page = (files("sync") / "pages" / "annual.html").read_text(encoding="utf-8")
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(page)
    for standing in standings:
        key, day = standing.district.key, standing.day
        found, state_asks = items(standing, trained.get(key, {}), state), asked(state)
        rows: list[Row] = [("Item", "Asked", "Answer")]
        for item in found:
            rows.append((item.mark, item.words, "" if item.number is None else item.number))
            rows += [("", *item.head), *(("", *person) for person in item.people)] if item.people else []
        html = template.render(
            name=standing.district.name, year=year, state=state_asks["name"], source=state_asks["source"], items=found,
            day=f"{day:%B} {day.day}, {day.year}",
        )  # fmt: skip
        for ending, text, encoding in (("csv", csvfiles.written(rows), "utf-8-sig"), ("html", html, "utf-8")):
            path = folder / f"{key}-annual.{ending}"
            path.write_text(text, encoding=encoding)
            yield path
