"""What is worth knowing about a pair beside its status, as a table of flags.

The list of flags in ``docs/how-it-decides.md`` is printed from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sync.core.activity import SETTLING_IN
from sync.core.evidence import LATELY, LONG_GAP, Evidence
from sync.core.evidence_words import (
    begun_words,
    behind_words,
    last_meeting_words,
    met_words,
)
from sync.core.flag_kinds import Flag, FlagKind, Whom
from sync.core.model import Kind
from sync.core.observations import (
    A_WEEK,
    done_words,
    talked_after,
    window_words,
)
from sync.core.phrases import asked_words
from sync.core.plan_flags import (
    meeting_not_logged,
    no_regular_time,
    nothing_planned,
    observation_not_logged,
    planned_otherwise,
)
from sync.core.rules import Force, What
from sync.core.words import day_words, many


@dataclass(frozen=True)
class FlagRow:
    """One row of the table: which pairs it is checked for, and a function that
    gives the flags if it applies.

    The docstring of ``flags`` states in words when it applies.
    """

    kind: FlagKind
    whom: Whom
    flags: Callable[[Evidence], Iterator[Flag]]

    @property
    def when(self) -> str:
        """When it applies, as the docs print it."""
        text = " ".join((self.flags.__doc__ or "").split()).rstrip(".")
        return text[:1].lower() + text[1:]


def flags_of(e: Evidence) -> Iterator[Flag]:
    """Every flag that applies to a pair, in the order a coordinator would want
    them.
    """
    begun = e.begun and not e.away
    applies_to = {
        Whom.EVERY: True,
        Whom.NOT_ENDED: not e.ended,
        Whom.BEGUN: begun,
        Whom.SETTLED: begun and not e.in_first_days and e.counted_with is None,
    }
    asked = [whom for whom, applies in applies_to.items() if applies]
    for row in FLAGS:
        if row.whom in asked:
            yield from row.flags(e)


# -- what they wish -----------------------------------------------------------


def _asks_for_a_word(e: Evidence) -> Iterator[Flag]:
    """One of them asked to be contacted, and no *Follow-up* came after it; the
    wish of a mentee whose mentor is a coordinator is not shown.
    """
    wish = e.wishes.shown
    if wish:
        yield Flag(FlagKind.ASKS_FOR_CONTACT, wish.why, wish.next)


def _in_the_way(e: Evidence) -> Iterator[Flag]:
    """They named what was in the way in the last four weeks."""
    since = e.today - LATELY
    named = sorted(
        (s.day, what)
        for s in e.answers
        if s.kind is Kind.COULD_NOT_MEET and since <= s.day <= e.today
        for what in s.obstacles
    )
    if named:
        yield Flag(
            FlagKind.IN_THE_WAY,
            f"They could not meet on {day_words(named[-1][0])}.",
            "See what you can move for them.",
            ", ".join(dict.fromkeys(what.lower() for _, what in named)),
        )


# -- how often they meet ------------------------------------------------------


def _no_meetings(e: Evidence) -> Iterator[Flag]:
    """No meeting of their own since the start."""
    if not e.own and e.days_since_begin >= SETTLING_IN:
        yield Flag(
            FlagKind.NO_MEETINGS,
            f"{e.days_since_begin} school days since they {begun_words(e)}.",
            "Ask whether they have found each other, and offer a time.",
        )


def _long_gap(e: Evidence) -> Iterator[Flag]:
    """No meeting of their own for 20 school days."""
    if e.own and e.gap >= LONG_GAP:
        yield Flag(
            FlagKind.LONG_GAP,
            f"{e.gap} school days since {last_meeting_words(e)}.",
            "Ask: did you meet and not log it, or is something in the way?",
        )


def _not_often(e: Evidence) -> Iterator[Flag]:
    """A required rule on meetings is short, seldom met or behind; or they have
    stopped meeting under any required rule.
    """
    for r in e.required if e.own else ():
        of_meetings = r.rule.what is What.MEETINGS
        late = of_meetings and e.behind(r) is not None
        if not (e.stopped(r) or e.short(r) or e.seldom(r) or late):
            continue
        why = f"Asked: {asked_words(r, e.pair)}."
        if late:
            why += f" {behind_words(e, r)}"
        elif of_meetings and len(e.recent(r)) > 1:
            why += f" {met_words(e, r)}"
        step = "Look for a time both are free, or time already set aside."
        yield Flag(FlagKind.NOT_OFTEN, why, step)


def _minutes_short(e: Evidence) -> Iterator[Flag]:
    """A required rule on minutes is behind."""
    for r in e.required:
        if r.rule.what is What.MINUTES and e.behind(r):
            yield Flag(
                FlagKind.MINUTES_SHORT,
                f"Asked: {asked_words(r, e.pair)}. {behind_words(e, r)}",
                "Look for time already set aside; brief conversations count in minutes, too.",
            )


def _whole_group_only(e: Evidence) -> Iterator[Flag]:
    """Whole-group days, and no meeting of their own, in the last 20 school
    days.
    """
    if not e.nothing_since(e.lately):
        return
    last = max((m.day for m in e.meetings if not m.own), default=date.min)
    if last >= e.lately:
        day = day_words(last)
        yield Flag(
            FlagKind.WHOLE_GROUP_ONLY,
            f"With everyone on {day}, and no one-on-one or small group in 20 school days.",
            "Ask what would help them find time for the two of them.",
        )


# -- observations -------------------------------------------------------------


def _observation_due(e: Evidence) -> Iterator[Flag]:
    """A required observation is overdue."""
    step = "Help them find a date and coverage."
    if e.practice.arranges_observations:
        step = (
            "Yours to arrange: To arrange has times; plan it in Observations."
        )
        if not e.year.teachers:
            step = (
                "Yours to arrange: pick a date in Observations, and coverage."
            )
    for o in e.observations:
        if o.due:
            more = f"{round(o.overdue, 1):g} more due by now"
            why = f"{o.direction.words}{window_words(o)}: {done_words(o)}, {more}."
            yield Flag(FlagKind.OBSERVATION_DUE, why, step)


def _cover_used_up(e: Evidence) -> Iterator[Flag]:
    """All hours of coverage are used."""
    if e.cover.given and e.cover.left <= 0:
        yield Flag(
            FlagKind.COVER_USED_UP,
            f"{e.cover.used:g} of {many(e.cover.given, 'hour')} used.",
            "Extra hours can be given in Pairs, or a colleague can step in.",
        )


def _cover_unused(e: Evidence) -> Iterator[Flag]:
    """An observation is overdue, and an hour of coverage or more is left."""
    due = any(o.due for o in e.observations)
    if e.cover.given and e.cover.left >= 1 and due:
        yield Flag(
            FlagKind.COVER_UNUSED,
            f"{many(e.cover.left, 'hour')} of coverage left.",
            "Help them find a date and coverage.",
        )


def _no_talk(e: Evidence) -> Iterator[Flag]:
    """*Rules* asks for a talk after observations, and a week after one none is
    logged.
    """
    if not e.practice.conference:
        return
    for m in e.meetings:
        if m.kind is not Kind.OBSERVATION or "after" in m.conferences:
            continue
        if e.lately <= m.day < e.until - A_WEEK and not talked_after(
            e.meetings, m.day
        ):
            yield Flag(
                FlagKind.NO_TALK,
                f"Observed on {day_words(m.day)}; no talk about it is logged.",
                "Ask whether they have talked about it; ten minutes count.",
            )


# -- what the sheet lacks -----------------------------------------------------


def _no_rule(e: Evidence) -> Iterator[Flag]:
    """Others have a rule on meetings or minutes, and they have none."""
    rules = [
        r
        for r in e.year.district.rules
        if r.what.of_frequency and r.force is Force.REQUIRED
    ]
    if rules and not any(r.who.fits(e.pair) for r in rules):
        yield Flag(
            FlagKind.NO_RULE,
            "Rules asks for meetings or minutes, but no row is for this pair.",
            "Correct Year in the program or New to in Pairs, or For whom in Rules.",
        )


def _sheet_fix(e: Evidence) -> Iterator[Flag]:
    """A cell of theirs cannot be used."""
    district = e.year.district
    for hint in (*district.roster.hints, *district.hints):
        if hint.pair == e.pair.number:
            why = f"{hint.text.rstrip('.')}."
            yield Flag(
                FlagKind.SHEET_FIX, why, "Mend it when you have a minute."
            )


FLAGS = (
    FlagRow(FlagKind.ASKS_FOR_CONTACT, Whom.EVERY, _asks_for_a_word),
    FlagRow(FlagKind.NO_MEETINGS, Whom.SETTLED, _no_meetings),
    FlagRow(FlagKind.LONG_GAP, Whom.SETTLED, _long_gap),
    FlagRow(FlagKind.NOT_OFTEN, Whom.SETTLED, _not_often),
    FlagRow(FlagKind.MINUTES_SHORT, Whom.SETTLED, _minutes_short),
    FlagRow(FlagKind.WHOLE_GROUP_ONLY, Whom.SETTLED, _whole_group_only),
    FlagRow(FlagKind.OBSERVATION_DUE, Whom.SETTLED, _observation_due),
    FlagRow(FlagKind.COVER_USED_UP, Whom.SETTLED, _cover_used_up),
    FlagRow(FlagKind.COVER_UNUSED, Whom.SETTLED, _cover_unused),
    FlagRow(FlagKind.NO_TALK, Whom.SETTLED, _no_talk),
    FlagRow(FlagKind.IN_THE_WAY, Whom.BEGUN, _in_the_way),
    FlagRow(FlagKind.NOT_LOGGED, Whom.BEGUN, meeting_not_logged),
    FlagRow(FlagKind.NOT_LOGGED, Whom.BEGUN, observation_not_logged),
    FlagRow(FlagKind.NOTHING_PLANNED, Whom.BEGUN, nothing_planned),
    FlagRow(FlagKind.NO_REGULAR_TIME, Whom.BEGUN, no_regular_time),
    FlagRow(FlagKind.PLANNED_OTHERWISE, Whom.BEGUN, planned_otherwise),
    FlagRow(FlagKind.NO_RULE, Whom.BEGUN, _no_rule),
    FlagRow(FlagKind.SHEET_FIX, Whom.NOT_ENDED, _sheet_fix),
)
