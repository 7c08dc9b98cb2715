"""Whether a district's logs come at the end of the month, so that *Rules* had
better say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from sync.core.rules import Rule, What
from sync.core.words import many
from sync.core.year import Year

# The row of *Rules* that is offered: logs are in by this day of the next month.
BY_THE_MONTH = Rule(What.LOGS_DUE, 5)
# The end of a month: its last three days, and the first five of the next one.
LAST_DAYS = timedelta(days=3)
# A habit: this many logs at this many month ends, and two in three of all.
FEWEST_LOGS, FEWEST_ENDS = 20, 2


def logs_at_month_ends(year: Year) -> tuple[int, int] | None:
    """How many logs were sent at the end of a month, and how many in all,
    where that is most of them.

    None where it is not, or where *Rules* has a row about it, also one that
    is off.
    """
    if any(r.what is What.LOGS_DUE for r in year.district.rules):
        return None
    sent = Counter(o.submission.submitted.date() for o in year.intake.outcomes)
    ends = {day: end for day in sent if (end := _end_of(day)) is not None}
    late, in_all = sum(sent[day] for day in ends), sent.total()
    enough = late >= FEWEST_LOGS and len(set(ends.values())) >= FEWEST_ENDS
    return (late, in_all) if enough and late * 3 >= in_all * 2 else None


def _end_of(day: date) -> date | None:
    """The first of the month at whose beginning, or just before which, a day
    lies.
    """
    near = (day + LAST_DAYS).replace(day=1)
    days = int(BY_THE_MONTH.amount)
    return near if -LAST_DAYS.days <= (day - near).days < days else None


def offer_words(logs: Sequence[int], pairs: int) -> str:
    """The one question: what was seen, what to add, and what it changes."""
    return (
        f"{logs[0]} of {logs[1]} logs came at the end of a month. Do your mentors log by the month? "
        f"Then add a row to Rules: “{BY_THE_MONTH.what}”, {BY_THE_MONTH.amount:g}. "
        f"{many(pairs, 'pair')} would be asked about only after that day. If not, add the row as off."
    )
