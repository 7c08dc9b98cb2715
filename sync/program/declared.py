"""A district's sheet as declared for this program: its layout, and what it is
printed with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from forms.definition import Definition
from forms.form_file import load
from forms.form_shapes import FEEDBACK, MEETING_LOG, PLANNING
from forms.links import link_formula
from sync.core.calendar import Event, Per, SchoolCalendar
from sync.core.model import Direction, Kind, Repair
from sync.core.presets import CHECK, PRESETS
from sync.core.rules import What
from sync.program.districts_file import DistrictSettings
from sync.program.lockfile import Lock
from sync.program.printed_calendar import printed_calendar
from sync.program.settings import Settings
from sync.program.start_page import WAYS, start_rows
from templates import layout as layouts
from templates.layout import Layout
from templates.pairs_tab import SAME_PAIR
from templates.prints import Print
from templates.program import NOTHING_WAITS
from templates.wire import Value

_OBSTACLES = (
    "no common time",
    "no substitute",
    "absence",
    "workload",
    "different buildings",
    "time taken",
    "met, not logged",
    "something else",
)
# What the dropdowns of a district's sheet offer.
_LISTS: Mapping[str, Sequence[str]] = {
    "directions": [direction.words for direction in Direction],
    "events": [event.value for event in Event],
    "obstacles": _OBSTACLES,
    "whats": [what.value for what in What],
    "pers": [per.value for per in Per],
    "repairs": [*(repair.value for repair in Repair), SAME_PAIR],
    "kinds": [kind.value for kind in Kind.to_choose()],
}
_FIRST_NAME = 'LEFT({%s},FIND(" ",{%s}&" ")-1)'


def calendar_of(district: DistrictSettings) -> SchoolCalendar:
    """A district's year before anything of *Calendar* is known."""
    return SchoolCalendar(
        district.first_day, district.last_day, day_first=district.day_first
    )


def layout_of(
    district: DistrictSettings, pairs: int, retired: tuple[int, ...] = ()
) -> Layout:
    """The declared workbook for a district, printed with so many pair numbers,
    but none that is retired.
    """
    return layouts.load(
        pairs, len(calendar_of(district).periods(Per.WEEK)), retired
    )


def form_of(settings: Settings, pairs: Sequence[str] = ()) -> Definition:
    """The declared meeting log of a program; with ``pairs`` the pair is picked
    from these labels.
    """
    said = settings.file.form
    return load(
        MEETING_LOG,
        _own(settings, said.file),
        said.email,
        _example(settings),
        {"pair": pairs},
    )


def planning_of(settings: Settings) -> Definition:
    """The declared planning form of a program."""
    said = settings.file.form
    return load(
        PLANNING, _own(settings, said.planning), said.email, _example(settings)
    )


def feedback_of(settings: Settings) -> Definition:
    """The declared feedback form of a program; it collects no address,
    whatever the others do.
    """
    names = list(
        dict.fromkeys(district.name for district in settings.districts)
    )
    return load(
        FEEDBACK,
        _own(settings, settings.file.form.feedback),
        "none",
        lists={"district": names},
    )


def _own(settings: Settings, name: str) -> Path | None:
    return settings.folder / name if name else None


def _example(settings: Settings) -> str:
    return f"{settings.districts[0].key}-12"


def prints_of(
    settings: Settings,
    district: DistrictSettings,
    lock: Lock,
    form: Definition,
    rows: Mapping[str, Sequence[Mapping[str, Value]]],
) -> Print:
    """What a district's sheet is printed with; ``rows`` are those of its
    roster and calendar files.
    """
    calendar = calendar_of(district)
    weeks = [week.first for week in calendar.periods(Per.WEEK)]
    given = {"rules": list(_rules(district)), **rows}
    own = list(rows.get("calendar", ()))
    if not any(row.get("event") == Event.NO_SCHOOL.value for row in own):
        given["calendar"] = [*printed_calendar(settings, district), *own]
    given["start"] = list(start_rows(settings, district, lock, weeks))
    program = settings.file.program
    return Print(
        texts=_texts(settings, district, lock, form),
        lists={**_LISTS, "schools": district.schools},
        rows=given,
        weeks=weeks,
        title=title_of(settings, district),
        locale=program.locale,
        time_zone=program.time_zone,
        editors=lock.identities,
        schools=district.schools,
        day_first=program.day_first,
        mark=lock.mark(district.key),
    )


def _texts(
    settings: Settings,
    district: DistrictSettings,
    lock: Lock,
    form: Definition,
) -> dict[str, str]:
    """The texts that formulas of *Pairs* name: the key, and a pair's own
    links.
    """
    names = f'{_FIRST_NAME % ("mentor", "mentor")}&" & "&{_FIRST_NAME % ("mentee", "mentee")}'
    label = f'"{district.key}-"&{{number}}&" "&{names}'
    plan = '""'
    if known := lock.forms.get("planning"):
        planning = planning_of(settings)
        plan = link_formula(known.uri, planning, label, "plan the year")
    link = link_formula(lock.responder_uri, form, label, "log a meeting")
    return {"key": district.key, "link": link, "plan_link": plan}


def program_prints(
    settings: Settings, lock: Lock, key: str, title: str
) -> Print:
    """What a sheet of the program's own is printed with."""
    said = settings.file.program
    rows: dict[str, Sequence[Mapping[str, Value]]] = {
        "waiting": [NOTHING_WAITS],
        "ways": [{"text": way} for way in WAYS],
    }
    return Print(
        {},
        {},
        rows,
        (),
        title,
        said.locale,
        said.time_zone,
        lock.identities,
        day_first=said.day_first,
        mark=lock.mark(key),
    )


def title_of(settings: Settings, district: DistrictSettings) -> str:
    """The name of a district's spreadsheet."""
    return f"{district.name}: mentoring {settings.file.program.year}"


def _rules(district: DistrictSettings) -> Iterator[dict[str, Value]]:
    preset = PRESETS[district.preset]
    for rule in preset.rules:
        yield {
            "what": rule.what.value,
            "amount": rule.amount if rule.what.needs_amount else None,
            "per": rule.per.value if rule.what.pers else None,
            "who": rule.who.words,
            "weeks": rule.phase.words,
            "since": rule.since,
            "until": rule.until,
            "force": rule.force.value,
            "source": f"{preset.source}; {CHECK}",
        }
