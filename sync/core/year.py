"""What is worked out once for all pairs of a district: school days, who logged when, what was planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sync.core.activity import Activity, activity
from sync.core.calendar import Per, Period, SchoolDays, monday_of
from sync.core.district import District
from sync.core.intake import Intake
from sync.core.model import FollowUp, Pair, Submission

SILENCE_NEEDS_PAIRS = 5


class Year:
    """What is worked out once for all pairs of a district."""

    def __init__(self, district: District, intake: Intake, today: date) -> None:
        self.district = district
        self.intake = intake
        self.today = today
        self.periods = {per: district.calendar.periods(per) for per in Per}
        self._school: dict[str, SchoolDays] = {}
        self._activity: dict[tuple[object, ...], Activity] = {}
        self.logged: dict[date, set[int]] = defaultdict(set)
        for o in intake.outcomes:
            if o.pair is not None and o.submission.day <= today:
                self.logged[monday_of(o.submission.day)].add(o.pair)
        held = (e for e in district.calendar.entries if e.held and e.first <= today)
        self.gathered = {monday_of(e.first) for e in held}
        self.answers: dict[int, list[Submission]] = defaultdict(list)
        for o in intake.outcomes:
            if o.counted and o.pair is not None:
                self.answers[o.pair].append(o.submission)
        self.follow_ups: dict[int, list[FollowUp]] = defaultdict(list)
        for f in district.follow_ups:
            if f.day <= today:
                self.follow_ups[f.pair].append(f)
        self.planned: Mapping[int, list[date]] = defaultdict(list)
        for p in district.schedule:
            self.planned[p.pair].append(p.day)

    def school(self, name: str) -> SchoolDays:
        """The school days of one school."""
        if name not in self._school:
            self._school[name] = self.district.calendar.days_of(name)
        return self._school[name]

    def activity(self, pair: Pair) -> Activity:
        """When a pair is active; pairs that began and rest alike share the answer."""
        key = (pair.school, pair.starts, pair.ends, pair.away)
        if key not in self._activity:
            self._activity[key] = activity(pair, self.school(pair.school))
        return self._activity[key]

    def begun(self, week: Period) -> bool:
        """Whether anything is expected of any pair in a week."""
        return any(self.activity(p).expected.count(week.first, week.last) for p in self.district.pairs)

    def silent(self, week: Period, pair: int | None = None) -> bool:
        """Whether nobody else in a district of five pairs or more logged anything in a week.

        A pair's own log is left out, so that one more meeting never makes a week count against it.
        """
        if len(self.district.pairs) < SILENCE_NEEDS_PAIRS or week.first in self.gathered:
            return False
        return not self.logged.get(week.first, set()) - {pair}

    def not_expected(self, pair: Pair, period: Period) -> str:
        """Why a week does not count for this pair although it has enough school days, if so."""
        if period.per is not Per.WEEK:
            return ""
        planned = [d for d in self.planned[pair.number] if d in period]
        if not planned and pair.regular is not None:
            planned = [period.first + timedelta(days=pair.regular.weekday)]
        if planned and not any(d in self.school(pair.school) for d in planned):
            return "no school on their day"
        if period.last < self.today and self.silent(period, pair.number):
            return "no log from anyone else"
        return ""
