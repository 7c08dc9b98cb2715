"""*Rules* as a coordinator fills it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sync.core.calendar import Per, SchoolCalendar
from sync.core.problems import Problem
from sync.core.rule_texts import audience_in, phase_in
from sync.core.rules import ALWAYS, EVERYONE, Force, Rule, What
from templates.cells import Cells, cells_of
from templates.found import Found

# The largest amount of a rule on meetings or minutes (True), or on others.
MOST = {True: 30_000, False: 1_000}
_WHATS = {what.value: what for what in What}
_PERS = {per.value: per for per in Per}
_FORCES = {force.value: force for force in Force}


def rules(
    found: Found, year: SchoolCalendar, problems: list[Problem]
) -> Iterator[Rule]:
    """The rows that can be counted in a school year."""
    for c in cells_of(found, problems, year):
        what, amount = c.choice("what", _WHATS), c.amount("amount")
        per, force = c.choice("per", _PERS), c.choice("force", _FORCES)
        since, until = c.day("since"), c.day("until")
        who, phase = audience_in(c.text("who")), phase_in(c.text("weeks"))
        if who is None:
            remedy = "Write year 1, new to the district or part time"
            c.problem("who", f"“{c.text('who')[:40]}” cannot be read", remedy)
        if phase is None:
            remedy = "Write first 4 weeks, after 4 weeks, or months"
            c.problem(
                "weeks", f"“{c.text('weeks')[:40]}” cannot be read", remedy
            )
        if what is None:
            if not c.problems:
                c.problem(
                    "what",
                    "a rule without What",
                    "Choose one, or clear the row",
                )
            continue
        rule = Rule(
            what,
            amount or 0,
            per or Per.YEAR,
            force or Force.REQUIRED,
            since,
            until,
            who or EVERYONE,
            phase or ALWAYS,
        )
        if not c.problems:
            _check(c, rule, per)
        if not c.problems:
            yield _all_year(c, rule)


def _all_year(c: Cells, rule: Rule) -> Rule:
    """A rule per two weeks or month that waits for the first weeks to pass is
    asked all year: those weeks have a rule of their own.
    """
    if rule.per is Per.WEEK or not rule.phase.after_weeks:
        return rule
    what = f"weeks are counted for a rule per week; this one, per {rule.per}, is asked all year"
    c.problem("weeks", what, "Clear Which weeks, or write months")
    return replace(rule, phase=replace(rule.phase, after_weeks=0))


def _check(c: Cells, rule: Rule, per: Per | None) -> None:
    """Note the first reason why a rule cannot be counted as it stands."""
    for is_so, key, what, remedy in _REASONS:
        if is_so(c, rule, per):
            choices = ", ".join(rule.what.pers)
            words = what.format(
                what=rule.what, per=per, amount=f"{rule.amount:g}"
            )
            c.problem(key, words, remedy.format(pers=choices))
            return


def _backwards(_c: Cells, r: Rule, _per: Per | None) -> bool:
    return bool(r.since and r.until and r.until < r.since)


def _in_no_weeks(c: Cells, r: Rule, per: Per | None) -> bool:
    by_weeks = r.what.of_frequency and per not in (Per.SEMESTER, Per.YEAR)
    return bool(c.text("weeks")) and not by_weeks


def _first_of_longer(_c: Cells, r: Rule, per: Per | None) -> bool:
    return bool(r.phase.first_weeks) and per is not Per.WEEK


def _without_amount(_c: Cells, r: Rule, _per: Per | None) -> bool:
    return r.what.needs_amount and not r.amount


def _without_period(_c: Cells, r: Rule, per: Per | None) -> bool:
    return bool(r.what.pers) and per is None


def _of_another_period(_c: Cells, r: Rule, per: Per | None) -> bool:
    return bool(r.what.pers) and per not in r.what.pers


def _open_window(_c: Cells, r: Rule, per: Per | None) -> bool:
    return per is Per.WINDOW and (r.since is None or r.until is None)


def _in_parts(_c: Cells, r: Rule, _per: Per | None) -> bool:
    of_visits = r.what.direction is not None and not r.what.in_hours
    return bool(r.amount % 1) and (r.what is What.MEETINGS or of_visits)


def _no_day_of_month(_c: Cells, r: Rule, _per: Per | None) -> bool:
    of_logs = r.what is What.LOGS_DUE
    return of_logs and (not 1 <= r.amount <= 31 or bool(r.amount % 1))


def _too_much(_c: Cells, r: Rule, _per: Per | None) -> bool:
    parts_of_minutes = r.what is What.BRIEF_ADD_UP and bool(r.amount % 1)
    return r.amount > MOST[r.what.of_frequency] or parts_of_minutes


# Why a rule cannot be counted: when it is so, the column, what to say, and
# what to do.
_REASONS: tuple[
    tuple[Callable[[Cells, Rule, Per | None], bool], str, str, str], ...
] = (
    (
        _backwards,
        "until",
        "Until is before From",
        "Put the dates the right way round",
    ),
    (
        _in_no_weeks,
        "weeks",
        "“{what}” cannot be asked in some weeks only",
        "Clear Which weeks, or use From and Until",
    ),
    (
        _first_of_longer,
        "weeks",
        "“first … weeks” fits a rule per week, and not one per {per}",
        "Write months, or use From and Until",
    ),
    (
        _without_amount,
        "amount",
        "“{what}” needs a number",
        "Fill in Amount, or clear the row",
    ),
    (_without_period, "per", "“{what}” needs a period", "Choose {pers}"),
    (
        _of_another_period,
        "per",
        "“{what}” cannot be asked per {per}",
        "Choose {pers}",
    ),
    (
        _open_window,
        "until",
        "a rule from - until needs both dates, in order",
        "Fill in From and Until",
    ),
    (
        _in_parts,
        "amount",
        "{amount} is not a whole number",
        "Ask for a whole number, or for minutes or hours",
    ),
    (
        _no_day_of_month,
        "amount",
        "{amount} is not a day of a month",
        "Use 1 to 31",
    ),
    (
        _too_much,
        "amount",
        "{amount} cannot be right",
        "Enter what is asked of one pair, in whole minutes or hours",
    ),
)
