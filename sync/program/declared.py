"""A district's sheet as declared for this program: its layout, and what it is printed
with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from forms.definition import FEEDBACK, MEETING_LOG, PLANNING, Definition, load
from forms.links import link_formula
from sync.core.calendar import Event, Per, SchoolCalendar
from sync.core.model import Direction, Kind, Repair
from sync.core.presets import CHECK, PRESETS
from sync.core.rules import What
from sync.errors import ConfigurationError
from sync.program.lockfile import Lock
from sync.program.settings import DistrictSettings, Settings
from templates import layout as layouts
from templates.layout import Layout
from templates.pairs_tab import SAME_PAIR
from templates.prints import Print
from templates.program import NOTHING_WAITS
from templates.wire import Formula, Heading, Value
from templates.writing import GUESS

BOOKS = ("Mentoring in Action", "The First Years Matter")
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
_FIRST_NAME = 'LEFT({%s},FIND(" ",{%s}&" ")-1)'


def calendar_of(district: DistrictSettings) -> SchoolCalendar:
    """A district's year before anything of *Calendar* is known."""
    return SchoolCalendar(district.first_day, district.last_day)


def layout_of(
    district: DistrictSettings, pairs: int, retired: tuple[int, ...] = ()
) -> Layout:
    """The declared workbook for a district, printed with so many pair numbers, but none
    that is retired.
    """
    return layouts.load(pairs, len(calendar_of(district).periods(Per.WEEK)), retired)


def form_of(settings: Settings, pairs: Sequence[str] = ()) -> Definition:
    """The declared meeting log of a program; with ``pairs`` the pair is picked from
    these labels.
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
    return load(PLANNING, _own(settings, said.planning), said.email, _example(settings))


def feedback_of(settings: Settings) -> Definition:
    """The declared feedback form of a program; it collects no address, whatever the
    others do.
    """
    names = list(dict.fromkeys(district.name for district in settings.districts))
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
    """What a district's sheet is printed with; ``rows`` are those of its roster and
    calendar files.
    """
    label = f'"{district.key}-"&{{number}}&" "&{_FIRST_NAME % ("mentor", "mentor")}&" & "&{_FIRST_NAME % ("mentee", "mentee")}'
    link = link_formula(lock.responder_uri, form, label, "log a meeting")
    plan = '""'
    if known := lock.forms.get("planning"):
        plan = link_formula(known.uri, planning_of(settings), label, "plan the year")
    calendar = calendar_of(district)
    given = {"rules": list(_rules(district)), **rows}
    own = list(rows.get("calendar", ()))
    if not any(row.get("event") == Event.NO_SCHOOL.value for row in own):
        given["calendar"] = [*printed_calendar(settings, district), *own]
    given["start"] = list(_start(settings, district, lock))
    return Print(
        texts={"key": district.key, "link": link, "plan_link": plan},
        lists={
            "schools": district.schools,
            "directions": [d.words for d in Direction],
            "events": [e.value for e in Event],
            "obstacles": _OBSTACLES,
            "whats": [w.value for w in What],
            "pers": [p.value for p in Per],
            "repairs": [*(r.value for r in Repair), SAME_PAIR],
            "kinds": [k.value for k in Kind],
        },
        rows=given,
        weeks=[week.first for week in calendar.periods(Per.WEEK)],
        title=title_of(settings, district),
        locale=settings.file.program.locale,
        time_zone=settings.file.program.time_zone,
        editors=lock.identities,
        schools=district.schools,
    )


def program_prints(settings: Settings, lock: Lock, title: str) -> Print:
    """What a sheet of the program's own is printed with."""
    said = settings.file.program
    rows: dict[str, Sequence[Mapping[str, Value]]] = {
        "waiting": [NOTHING_WAITS],
        "ways": [{"text": way} for way in WAYS],
    }
    return Print({}, {}, rows, (), title, said.locale, said.time_zone, lock.identities)


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


def printed_calendar(
    settings: Settings, district: DistrictSettings
) -> list[dict[str, Value]]:
    """What *Calendar* is printed with where no file says when there is no school."""
    country, subdivision = (
        settings.file.defaults.country,
        settings.file.defaults.subdivision,
    )
    try:
        return list(_calendar(district, country, subdivision))
    except NotImplementedError as error:
        raise ConfigurationError(
            f"{settings.path}: defaults.country {country!r} with subdivision {subdivision!r} is not known. "
            'Use codes such as "US" and "MA", or "" for the subdivision.'
        ) from error


def _calendar(
    district: DistrictSettings, country: str, subdivision: str
) -> Iterator[dict[str, Value]]:
    """Public holidays and the usual vacations of a year, each marked as a guess to
    check.
    """
    import holidays

    def closed(first: date, last: date, name: str) -> dict[str, Value]:
        return {
            "event": Event.NO_SCHOOL.value,
            "first": first,
            "last": last if last != first else None,
            "note": f"{name} {GUESS}",
        }

    first, last = district.first_day, district.last_day
    public = holidays.country_holidays(
        country, subdiv=subdivision or None, years=range(first.year, last.year + 1)
    )
    for day in sorted(d for d in public if first <= d <= last and d.weekday() < 5):
        name = public[day]
        yield closed(day, day, name)
        if "Thanksgiving" in name:
            yield closed(
                day + timedelta(days=1),
                day + timedelta(days=1),
                "Day after Thanksgiving",
            )
        monday = day - timedelta(days=day.weekday())
        if "Washington" in name or "President" in name:
            yield closed(monday, monday + timedelta(days=4), "February vacation")
        if "Patriots" in name:
            yield closed(monday, monday + timedelta(days=4), "April vacation")
        if "Christmas" in name and day.month == 12:
            yield closed(
                date(day.year, 12, 24), date(day.year, 12, 31), "Winter vacation"
            )


_HOW = (
    (Heading("How this works"), None),
    (
        "1.  Pairs: fill in a mentor and a mentee beside the next free number. Their own link to the form is in the row.",
        "#gid=103",
    ),
    (
        "2.  Schedule: at the first meeting, give every pair time to fill in when they will meet. A regular day is enough.",
        "#gid=104",
    ),
    (
        "3.  Mentors log a meeting in the form in half a minute, brief conversations and small groups included.",
        None,
    ),
    (
        "4.  Status: look here once a week. The tool says who may need a word, why it thinks so, and what to do next.",
        "#gid=102",
    ),
    (
        "5.  Follow-up: note when you were in touch. Log shows every answer; Corrections puts one right.",
        "#gid=107",
    ),
    (
        "6.  Calendar and Rules are yours: weeks without school ask nothing of anybody, and you decide what is asked.",
        "#gid=106",
    ),
)
WAYS = (
    "Set time aside for pairs on early-release days, in faculty meetings, at orientation and on PD days.",
    "Keep one-on-one minutes inside the trainings that mentors and mentees attend anyway.",
    "Bring all mentors and mentees together a few times a year, for pairs to meet and for shared topics.",
    "Hand out a blank schedule at the first meeting of everybody, and the time to fill it in.",
    "Value the brief conversation in the corridor: many good ones are shorter than an hour.",
    "Ask a pair that is not meeting what is in the way, and move what you can.",
    "Set substitute hours aside for each pair in advance, so that an observation needs no special request.",
)
_BOOKS = (Heading("Worth reading"), *(f"•  {book}" for book in BOOKS))

_FURTHER = (
    (
        "planning",
        "The planning form, for the first meeting of all pairs. A pair's own link is in Pairs.",
    ),
    (
        "feedback",
        "The feedback form, for everybody who takes part. It collects no address.",
    ),
)


def _start(
    settings: Settings, district: DistrictSettings, lock: Lock
) -> Iterator[dict[str, Value]]:
    whom = settings.file.program.name
    texts: list[tuple[str, str | None]] = [
        (Heading(f"{district.name}, {settings.file.program.year}"), None),
        ("", None),
        *_HOW,
        ("", None),
        (Heading("Ways districts made time"), None),
        *((f"•  {way}", None) for way in WAYS),
        ("", None),
        *((t, None) for t in _BOOKS),
        ("", None),
        (Heading("Who can see this"), None),
        (
            "This sheet is for the program's coordinators, and never for anyone who evaluates a mentor or a mentee.",
            None,
        ),
        (
            "Please write nothing about students here, and nothing of what mentors and mentees talk about.",
            None,
        ),
        ("", None),
        (f"Questions about this sheet: whoever runs {whom}.", None),
        (
            "The form, without a pair filled in. A pair's own links are in Pairs.",
            lock.responder_uri,
        ),
        *(
            (words, lock.forms[name].uri)
            for name, words in _FURTHER
            if name in lock.forms
        ),
    ]
    weeks = [week.first for week in calendar_of(district).periods(Per.WEEK)]
    for place in range(max(len(texts), len(weeks))):
        text = texts[place][0] if place < len(texts) else None
        row: dict[str, Value] = {"text": text}
        if place < len(texts) and (target := texts[place][1]):
            row["link"] = Formula(f'=HYPERLINK("{target}","open")')
        if place < len(weeks):
            row["week"] = weeks[place]
        yield row
