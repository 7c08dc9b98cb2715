"""The whole story on the local workspace: a program is made, its mentors log
ten weeks, and it is judged.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import requests

from forms.definition import Definition
from forms.links import pair_link
from sync.core.judge import DistrictStanding
from sync.demo.browser import Browser
from sync.demo.story import Story, story_of
from sync.demo.teaching import write_teaching
from sync.errors import Refused
from sync.program import annual_questions, cohorts_file, declared, lockfile
from sync.program.districts_file import (
    DISTRICT_COLUMNS,
    PLACE_COLUMNS,
    RATE_COLUMNS,
)
from sync.program.opened import Program
from sync.program.settings import Settings, load
from sync.reports import (
    annual_report,
    coverage_pages,
    handout,
    letter,
    link_list,
    log_pages,
    mail,
    pages,
    returned,
    tables,
)
from sync.run import other_forms

ZONE = "America/New_York"
IDENTITY = "program@making-time.example"
# An hour of coverage, and a mentor's stipend.
_RATES = (42.5, 1200)
# How substitutes are asked for.
_ASKED = ("reason_code", "budget_code", "lead_days", "avoid_days", "approver")
_SUBSTITUTES = ("MENTOR", "2110-3520", 2, "Monday;Friday")
_PROGRAM = """\
# Made by `sync demo`. It lives in the local workspace beside it; nothing of it is real.

version = 1

[program]
name = "Demo mentoring program"
year = "{year}"
time_zone = "{zone}"

[google]
endpoint = "local"
data = "workspace.sqlite"
identity = "{identity}"

[form]
email = "verified"
responders = ["anyone"]

[defaults]
preset = "weekly"
pairs = 24
"""


@dataclass(frozen=True)
class Demo:
    """A demo's folder and the story it tells."""

    settings: Settings
    stories: tuple[Story, ...]


@contextmanager
def cleared(folder: Path) -> Iterator[Callable[[], None]]:
    """Empty a folder again that was empty, if Ctrl-C comes before the demo is
    complete. Yields a function to call once it is.
    """
    empty = not folder.exists() or not any(folder.iterdir())
    done: list[bool] = []
    try:
        yield lambda: done.append(True)
    except KeyboardInterrupt:
        if done or not empty or not folder.is_dir():
            raise
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        raise


# A district of more schools is a region, and they its members.
MOST_SCHOOLS = 2


def prepare(folder: Path, seed: int, day: date, districts: int) -> Demo:
    """Write a demo program's folder: program.toml, districts.csv, rosters and
    calendars.
    """
    if (folder / "program.toml").exists():
        raise Refused(
            f"{folder} has a program already. Give another folder with --dir, or remove it."
        )
    stories = tuple(story_of(seed, place, day) for place in range(districts))
    folder.mkdir(parents=True, exist_ok=True)
    first = stories[0].first_day
    year = f"{first.year}-{(first.year + 1) % 100:02d}"
    (folder / "program.toml").write_text(
        _PROGRAM.format(year=year, zone=ZONE, identity=IDENTITY),
        encoding="utf-8",
    )
    header = [*DISTRICT_COLUMNS, *RATE_COLUMNS, *_ASKED, *PLACE_COLUMNS]
    rows = [_line(s, place) for place, s in enumerate(stories)]
    _write(folder / "districts.csv", header, rows)
    for story in stories:
        _write(
            folder / "rosters" / f"{story.key}.csv",
            list(story.roster[0]),
            [list(r.values()) for r in story.roster],
        )
        _write(
            folder / "calendars" / f"{story.key}.csv",
            list(story.calendar[0]),
            [list(r.values()) for r in story.calendar],
        )
    write_teaching(folder, stories[0])
    _write(
        folder / "cohorts.csv", [*cohorts_file.COLUMNS], [*_cohorts(stories)]
    )
    return Demo(load(folder / "program.toml"), stories)


def _line(story: Story, place: int) -> list[object]:
    """A district's line of districts.csv."""
    return [
        story.key,
        story.name,
        story.coordinator,
        story.first_day,
        story.last_day,
        story.preset,
        ";".join(story.schools),
        *_RATES,
        *_SUBSTITUTES,
        f"office@{story.coordinator.partition('@')[2]}",
        *_place(story, place),
    ]


def _cohorts(stories: Sequence[Story]) -> Iterator[list[object]]:
    """Of two years before: how many began, and how many were back."""
    for story in stories:
        for before, numbers in ((2, (9, 8, 7)), (1, (8, 7, ""))):
            first = story.first_day.year - before
            yield [story.key, f"{first}-{(first + 1) % 100:02d}", *numbers]


def _place(story: Story, place: int) -> tuple[str, str, str]:
    """A district's code and region; of a region of tiny districts the codes of
    its members.
    """
    if len(story.schools) > MOST_SCHOOLS:
        numbers = range(1, len(story.schools) + 1)
        codes = ";".join(f"{place:02}{n:02}" for n in numbers)
        return "", story.name, codes
    return f"{place:02}00", "Inland", ""


def _write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def send_answers(demo: Demo, base: str, say: Callable[..., None]) -> int:
    """Send every answer of the story through the forms' pages, each signed in
    as its sender, at its own time.
    """
    lock, settings = lockfile.load(demo.settings.lock_path), demo.settings
    forms = {
        "log": (lock.responder_uri, declared.form_of(settings)),
        "planning": (
            lock.forms["planning"].uri,
            declared.planning_of(settings),
        ),
        "feedback": (
            lock.forms["feedback"].uri,
            declared.feedback_of(settings),
        ),
    }
    answers = sorted(
        answer for story in demo.stories for answer in story.answers
    )
    with closing(Browser(lock.responder_uri)) as browser:
        for place, answer in enumerate(answers):
            if place % 25 == 0:
                say("answers", place, len(answers))
            move_clock(base, answer.sent, browser.session)
            uri, form = forms[answer.form]
            link = pair_link(uri, form, answer.label) if answer.label else uri
            browser.sign_in(answer.sender)
            browser.fill(link, fields_of(form, answer.says))
    return len(answers)


def fields_of(
    form: Definition, says: Mapping[str, object]
) -> dict[str, list[str]]:
    """What a person would click and type, as the page's fields; choices are
    given by what they mean, or by words of their own.
    """
    fields: dict[str, list[str]] = {}
    seen = {
        question.key: question
        for page in form.way(says.get("kind"))
        for question in page.questions
    }
    for key, value in says.items():
        question = seen[key]
        if isinstance(value, dict):
            fields |= {
                f"entry.{row.entry}": value[int(row.key)]
                for row in question.rows
                if int(row.key) in value
            }
            continue
        values = value if isinstance(value, list) else [value]
        if question.options and question.type != "scale":
            by_meaning = {o.means: o.say for o in question.options}
            values = [by_meaning.get(v, v) for v in values]
        fields[f"entry.{question.entry}"] = [str(v) for v in values]
    return fields


def hand_out(
    program: Program, standings: Sequence[DistrictStanding]
) -> dict[str, Path]:
    """Write what people hold in their hands into the demo's folder: pages,
    handouts, records, letters and links; gives what lies where.
    """
    settings, folder = program.settings, program.settings.folder
    fields_of, doors = settings.file.program, link_list.PairLinks(program)
    places = {
        name: folder / name
        for name in ("report", "handouts", "records", "letters", "links.csv")
    }
    opinions = other_forms.opinions(program)
    asking = annual_questions.asking_of(settings)
    for _ in (
        *pages.write(places["report"], standings, fields_of),
        *tables.write_all(places["report"], standings),
        *returned.write(places["report"], program, standings),
        *annual_report.write(
            places["report"],
            standings,
            asking,
            opinions,
            fields_of.year,
        ),
        *handout.write(places["handouts"], standings, doors, fields_of),
        *coverage_pages.write(places["handouts"], standings, fields_of.year),
        *log_pages.write(
            places["records"],
            standings,
            asking,
            settings.file.records.signatures,
            fields_of.year,
        ),
    ):
        pass
    letter.write_letters(
        program, standings, mail.into(places["letters"]), IDENTITY
    )
    places["links.csv"].write_text(
        link_list.table(standings, doors), encoding="utf-8-sig"
    )
    return places


def move_clock(
    base: str, moment: datetime, session: requests.Session | None = None
) -> None:
    """Set the local workspace's clock."""
    post = session.post if session else requests.post
    post(
        f"{base}/_internal/clock", json={"now": moment.isoformat()}, timeout=10
    ).raise_for_status()


def afternoon(day: date) -> datetime:
    """Half past four in the demo's time zone, when everything of a day has
    happened.
    """
    return datetime.combine(day, time(16, 30), ZoneInfo(ZONE))


def morning_before(demo: Demo) -> datetime:
    """Before anything happened: when the demo's program is provisioned."""
    return afternoon(demo.stories[0].first_day - timedelta(days=7))
