"""What stands in Status: the lines above the table, and a row for each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sync.core.explain import note
from sync.core.flag_kinds import FlagKind
from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Direction, Kind, Status
from sync.core.pair_plans import arranged_words, dates_words
from sync.core.ratio_words import ratio_words
from sync.core.wishes import pairs_of_coordinators
from sync.core.words import day_words, hours_of, many, some_of
from templates.mail_drafts import NO_MAIL, draft
from templates.wire import Value

# Lines between the figures and the table of Status: so many fit into their
# row. Others stand below the table, with a bound.
LINES, LINES_BELOW = 5, 40
# Of coverage to arrange, and of what was in the way, so many are named.
MOST_FACTS = 5
# Answers that wait, of which so many are named.
MOST_WAITING = 3
# Flags that Why shows by more than their names.
_IN_FULL = (FlagKind.ASKS_FOR_CONTACT, FlagKind.SHEET_FIX)
# What the line above Status always counts, and what it counts where there is
# some.
_ALWAYS = (Status.REACH_OUT, Status.CHECK_IN, Status.ON_TRACK)
_SOMETIMES = (Status.IN_TOUCH, Status.NOT_STARTED)


def standing_words(standing: DistrictStanding) -> str:
    """How many pairs stand where: ``3 to reach out to, 5 to check in with``."""
    counts = standing.counts
    statuses = [*_ALWAYS, *(status for status in _SOMETIMES if counts[status])]
    return ", ".join(f"{counts[status]} {status.words}" for status in statuses)


def headline(standing: DistrictStanding) -> str:
    """The first line of Status: who needs you, and what else is for the
    coordinator.
    """
    parts = [standing_words(standing)]
    wishes = sum(bool(p.wishes.shown) for p in standing.pairs)
    if wishes:
        parts.append(
            f"{wishes} ask{'s' if wishes == 1 else ''} to be contacted"
        )
    if standing.waiting:
        need = "entries need" if standing.waiting > 1 else "entry needs"
        parts.append(f"{standing.waiting} {need} your answer in Log")
    if standing.questions:
        parts.append(f"{many(len(standing.questions), 'question')} below")
    fixes = sum(
        any(f.kind is FlagKind.SHEET_FIX for f in p.flags)
        for p in standing.pairs
    )
    if fixes:
        parts.append(f"{many(fixes, 'row')} to mend")
    if to_arrange := len(standing.cover_to_arrange):
        parts.append(f"coverage to arrange, next 10 school days: {to_arrange}")
    return " · ".join(parts)


def lines_of(
    standing: DistrictStanding, news: Iterable[str] = ()
) -> tuple[str | None, list[dict[str, Value]]]:
    """The text above Status's table, None for nothing, and the rows below it.

    Above: news, questions, answers that wait, things to arrange. Below: what
    does not fit above, and what is good to know.
    """
    questions = [f"•  {q}" for q in standing.questions]
    lines = [*news, *questions, *_waiting(standing), *_to_do(standing)]
    shown, others = lines, []
    if len(lines) > LINES:
        shown, others = lines[: LINES - 1], lines[LINES - 1 :]
        shown.append(f"and {len(others)} more, below the table")
    left = len(others) - LINES_BELOW
    if left > 0:
        others = [
            *others[:LINES_BELOW],
            f"and {left} more. They come up as these are done.",
        ]
    below = [
        *_below("Further questions", others),
        *_below("Good to know", list(_facts(standing))),
    ]
    return "\n".join(shown) or None, below


def _below(title: str, lines: Sequence[str]) -> Iterator[dict[str, Value]]:
    """Lines as rows below the table, the first with what they are."""
    for place, line in enumerate(lines):
        row: dict[str, Value] = {"why": line}
        if place == 0:
            row["pair"] = title
        yield row


def _waiting(standing: DistrictStanding) -> Iterator[str]:
    """The answers that wait, newest first, each by its code, with the pair
    that it may be of.
    """
    waiting = sorted(
        (o for o in standing.outcomes if o.waits),
        key=lambda o: (o.submission.submitted, o.code),
        reverse=True,
    )
    for o in waiting[:MOST_WAITING]:
        known = standing.district.by_number
        labels = [known[n].label for n in sorted(o.likely) if n in known]
        of = f", perhaps of {some_of(labels, 2)}" if labels else ""
        sent = f"sent {day_words(o.submission.submitted.date())}"
        yield f"•  Log entry {o.code} needs your answer, {sent}{of}"
    if len(waiting) > MOST_WAITING:
        yield f"•  and {len(waiting) - MOST_WAITING} more: in Log, filter view “Needs your answer”"


def _to_do(standing: DistrictStanding) -> Iterator[str]:
    """That school is over, coverage to arrange, and whose mentor reads this."""
    last = standing.district.calendar.last
    if standing.day > last:
        yield f"–  School ended on {day_words(last)}: this is how things stood on that day. What is logged late still counts."
    for plan in standing.cover_to_arrange[:MOST_FACTS]:
        pair = standing.district.by_number.get(plan.pair)
        who = pair.label if pair else str(plan.pair)
        day = f"{plan.day:%a %b} {plan.day.day}"
        whose = f", for {plan.for_class}" if plan.for_class else ""
        yield f"–  Coverage to arrange: {who}, {day}, {plan.hours:g} h{whose}"
    district = standing.district
    for pair in pairs_of_coordinators(
        district.pairs, district.coordinators, standing.day
    ):
        yield (
            f"–  {pair.mentor.name} coordinates, and mentors {pair.code}. If {pair.mentee.name} asks to be contacted, it is shown to your admin"
            " alone. Agree on somebody else for them to turn to."
        )


def _facts(standing: DistrictStanding) -> Iterator[str]:
    """What was in the way, and the use of time that was set aside."""
    if standing.obstacles:
        obstacles = list(standing.obstacles.items())[:MOST_FACTS]
        named = "; ".join(
            _obstacle(what, schools) for what, schools in obstacles
        )
        yield f"In the way in the last four weeks: {named}"
    used, meetings = standing.set_aside
    if used:
        share = f"{used} of {meetings} meetings ({used / meetings:.0%})"
        yield f"Time set aside by the school was used in {share}"


def _obstacle(what: str, schools: Counter[str]) -> str:
    """One obstacle, how often it was named, and in which schools."""
    where = ", ".join(
        f"{school} {times}" for school, times in sorted(schools.items())
    )
    return f"{what} {schools.total()} ({where})"


def status_row(
    standing: DistrictStanding, p: PairStanding, link: str = ""
) -> dict[str, Value]:
    """A pair's row of *Status*, by column key; ``link`` is its own to the
    meeting log.
    """
    wish = p.wishes.shown
    return {
        "status": p.status.value,
        "pair": p.pair.label,
        "why": why_of(p),
        "next": step_of(p) or None,
        **_figures(standing, p),
        "word": ", ".join(wish.by) if wish else None,
        "needs": "yes" if wish or p.status.to_ask_after else None,
        "follow_up": p.last_follow_up,
        "school": p.pair.school,
        "number": p.pair.number,
        "mentor": p.pair.mentor.name,
        "mentee": p.pair.mentee.name,
        **_addresses(p),
        "letter": draft(p, link),
        "seen": p.pair.seen,
        "explained": note(standing, p),
    }


def _addresses(p: PairStanding) -> dict[str, Value]:
    """The addresses for the mail links. While somebody asks to be contacted,
    only theirs; none for a pair that is paused, ended or not started.
    """
    people = {"mentor": p.pair.mentor, "mentee": p.pair.mentee}
    everybody = () if p.status in NO_MAIL else tuple(people)
    asked = p.wishes.shown.by if p.wishes.shown else everybody
    return {
        f"{role}_email": next(iter(person.addresses), None)
        if role in asked
        else None
        for role, person in people.items()
    }


def _figures(standing: DistrictStanding, p: PairStanding) -> dict[str, Value]:
    """What a pair held, planned and observed."""
    arranged = standing.district.arranged.get(p.pair.number)
    observed = {
        o.direction: _ratio(o.done, o.asked)
        for o in p.observations
        if o.asked or o.done
    }
    planned = p.planned
    has_cover = p.cover.given or p.cover.used
    return {
        "last_met": p.last_met,
        "ratio": ratio_words(p.rules),
        "meetings": sum(m.kind is not Kind.OBSERVATION for m in p.meetings),
        "hours": hours_of(p.minutes),
        "plan": arranged_words(arranged) if arranged else None,
        "plan_dates": dates_words(arranged) if arranged else None,
        "planned": f"{len(planned.days)} / {len(planned.held)}"
        if planned.days
        else None,
        "mentor_sees": observed.get(Direction.MENTOR_SEES_MENTEE),
        "mentee_sees": observed.get(Direction.MENTEE_SEES_MENTOR),
        "mentee_sees_other": observed.get(Direction.MENTEE_SEES_OTHER),
        "cover_left": p.cover.left if has_cover else None,
    }


def _ratio(done: float, asked: float) -> str:
    return f"{round(done, 1):g} / {round(asked, 1):g}"


def step_of(p: PairStanding) -> str:
    """The one next step: whoever asks to be contacted comes first."""
    steps = [p.next, *(f.next for f in p.further)]
    if wish := p.wishes.shown:
        steps.insert(0, wish.next)
    return next(filter(None, steps), "")


def why_of(p: PairStanding) -> str:
    """Who asks to be contacted; the first reason, and the names of what else
    there is. The whole stands in the note of the status, and in ``explain``.
    """
    wish = p.wishes.shown
    names = dict.fromkeys(f.name for f in p.further if f.kind not in _IN_FULL)
    also = f"Also: {', '.join(names)}." if names else ""
    asks = f"Asks to be contacted. {wish.why}" if wish else ""
    # What cannot be read is shown as it stands: it is to be found and mended.
    fixes = (f.why for f in p.further if f.kind is FlagKind.SHEET_FIX)
    return " ".join(filter(None, [asks, p.why, also, *fixes]))
