"""The sheets and forms that a program declares: their layouts and definitions,
and the values that new sheets are filled with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from forms.definition import Definition
from forms.form_file import Wording, load
from forms.form_shapes import EDITION, FEEDBACK, MEETING_LOG, PLANNING
from forms.links import url_formula
from sync.core.calendar import Event, Per, SchoolCalendar
from sync.core.model import Direction, Kind, Repair
from sync.core.presets import CHECK, PRESETS
from sync.core.rules import What
from sync.program import calendar_links
from sync.program.districts_file import DistrictSettings
from sync.program.lockfile import Lock
from sync.program.printed_calendar import printed_calendar
from sync.program.settings import Settings
from sync.program.start_page import WAYS, start_rows
from templates import layout as layouts
from templates.layout import Layout
from templates.prints import Print
from templates.program import NOTHING_WAITS
from templates.read_pairs import SAME_PAIR
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
# What the mail says that hands a pair their links.
_TO_LOG = "This link is yours. With it you log a meeting in half a minute:"
_TO_PLAN = "And with this one you plan your year, the two of you together:"
_TO_CALENDAR = "Your regular meeting, for your own calendar:"
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
        pairs,
        len(calendar_of(district).periods(Per.WEEK)),
        retired,
        words=district.words,
    )


def form_of(
    settings: Settings, pairs: Sequence[str] = (), edition: int = EDITION
) -> Definition:
    """The declared meeting log of a program, as of an edition of the forms;
    with ``pairs`` the pair is picked from these labels.
    """
    part = settings.file.form
    wording = _wording(settings, {"pair": pairs})
    own = _own(settings, part.file)
    return load(MEETING_LOG, own, part.email, wording, edition)


def planning_of(settings: Settings, edition: int = EDITION) -> Definition:
    """The declared planning form of a program."""
    part = settings.file.form
    own = _own(settings, part.planning)
    return load(PLANNING, own, part.email, _wording(settings), edition)


def feedback_of(settings: Settings, edition: int = EDITION) -> Definition:
    """The declared feedback form of a program; it collects no address,
    whatever the others do.
    """
    names = list(
        dict.fromkeys(district.name for district in settings.districts)
    )
    own = _own(settings, settings.file.form.feedback)
    wording = _wording(settings, {"district": names})
    return load(FEEDBACK, own, "none", wording, edition)


def _own(settings: Settings, name: str) -> Path | None:
    return settings.folder / name if name else None


def _wording(
    settings: Settings, lists: Mapping[str, Sequence[str]] | None = None
) -> Wording:
    """A program's own words in its forms."""
    words = {
        "example": f"{settings.districts[0].key}-12",
        "introduction": settings.file.form.first_words,
        "mentee": settings.words.mentee,
        "mentees": settings.words.mentees,
    }
    return Wording(words, lists or {})


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
    program, say = settings.file.program, settings.words.say
    return Print(
        texts=_texts(settings, district, lock, form),
        lists={
            **{k: [*map(say, some)] for k, some in _LISTS.items()},
            "schools": district.schools,
        },
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
    log_url = url_formula(lock.responder_uri, form, label)
    texts = {
        "key": district.key,
        "link": f'HYPERLINK({log_url},"log a meeting")',
        "plan_link": '""',
    }
    plan = ""
    if known := lock.forms.get("planning"):
        plan_url = url_formula(known.uri, planning_of(settings), label)
        texts["plan_link"] = f'HYPERLINK({plan_url},"plan the year")'
        plan = f'&"{_TO_PLAN}"&CHAR(10)&{plan_url}&CHAR(10)&CHAR(10)'
    texts |= _asking(district)
    event = calendar_links.event(district, names, log_url, settings.zone.key)
    texts["calendar_url"] = event
    texts["handing_over"] = (
        f'"Hello "&{names}&","&CHAR(10)&CHAR(10)&"{_TO_LOG}"&CHAR(10)&{log_url}&CHAR(10)&CHAR(10){plan}'
        f'&IF({{regular_day}}="","",IFERROR("{_TO_CALENDAR}"&CHAR(10)&{event},""))'
    )
    return texts


def _asking(district: DistrictSettings) -> dict[str, str]:
    """The texts of the mail to a teacher whose class is covered: the approver,
    in copy, and the codes to enter the absence with.
    """
    asked = district.substitutes
    copy = quote(asked.approver, safe="@")
    please = f"Please enter the absence with {' and '.join(asked.codes)}."
    # A brace would be taken for the name of a column.
    quoted = please.replace('"', '""').replace("{", '"&CHAR(123)&"')
    return {
        "approver": f'"?cc={copy}&"' if copy else '"?"',
        "codes": f'CHAR(10)&"{quoted}"' if asked.codes else '""',
    }


def program_prints(
    settings: Settings, lock: Lock, key: str, title: str
) -> Print:
    """What a sheet of the program's own is printed with."""
    program_part = settings.file.program
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
        program_part.locale,
        program_part.time_zone,
        lock.identities,
        day_first=program_part.day_first,
        mark=lock.mark(key),
    )


def title_of(settings: Settings, district: DistrictSettings) -> str:
    """The name of a district's spreadsheet."""
    return f"{district.name}: mentoring {settings.file.program.year}"


def _rules(district: DistrictSettings) -> Iterator[dict[str, Value]]:
    preset = PRESETS[district.preset]
    for rule in preset.rules:
        yield {
            "what": district.words.say(rule.what.value),
            "amount": rule.amount if rule.what.needs_amount else None,
            "per": rule.per.value if rule.what.pers else None,
            "who": rule.who.words,
            "weeks": rule.phase.words,
            "since": rule.since,
            "until": rule.until,
            "force": rule.force.value,
            "source": f"{preset.source}; {CHECK}",
        }
