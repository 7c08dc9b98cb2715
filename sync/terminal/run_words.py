"""A run, a status and a demo as a terminal shows them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sync.terminal.say import err, out, safe, shown

if TYPE_CHECKING:
    from rich.table import Table

    from sync.core.judge import PairStanding
    from sync.demo.play import Played
    from sync.program.settings import Settings
    from sync.run.result import RunResult

_COLORS = {
    "Reach out": "bold red",
    "Check in": "yellow",
    "In touch": "blue",
    "On track": "green",
}
# Characters of a line where nobody looks on, and below which two columns are
# one.
_WIDTH, _NARROW = 150, 110


def show_run(
    settings: Settings, result: RunResult, calls: Mapping[str, int]
) -> None:
    """What a run did, district by district."""
    from sync.core.words import many

    if not result.summaries and not result.failed:
        out("This shard has no districts.")
        return
    counts = [many(len(result.new), "new answer"), f"{result.counted} counted"]
    for form, word in (("planning", "plan"), ("feedback", "opinion")):
        if number := result.new_responses[form]:
            counts.append(many(number, word))
    day = f"{result.day:%A, %B} {result.day.day}, {result.day.year}"
    out(f"{', '.join(counts)}. As of {day}:")
    for key, summary in result.summaries.items():
        _show_district(result, key, summary)
    show_rest(settings, result)
    spent = ", ".join(f"{n} {kind}" for kind, n in calls.items() if n)
    out(f"Calls to Google: {spent}.")


def _show_district(
    result: RunResult, key: str, summary: Mapping[str, Any]
) -> None:
    mark = "written" if key in result.changed else "nothing to write"
    if result.differences.get(key):
        mark = "would be written"
    out(f"  {summary['name']}: {summary['headline']} [{mark}]")
    for question in summary["questions"]:
        out(f"    ? {question}")
    for line in result.differences.get(key, ()):
        out(f"    {line}")


def show_rest(settings: Settings, result: RunResult) -> None:
    """What waits for somebody: answers of no district, unreadable ones,
    notices.
    """
    from sync.core.words import day_words, first_of
    from sync.run.meeting_log import sentence

    for answer in result.unplaced:
        what = sentence(answer, settings)
        err(
            f"needs your answer: {what}. Ask for it again with the pair's own link, or add the district."
        )
    for summary in result.summaries.values():
        for wish in summary.get("withheld", ()):
            day = date.fromisoformat(wish["day"])
            err(
                f"needs your answer: {wish['pair']}: {' and '.join(wish['by'])} asked to be contacted on {day_words(day)}. The mentor coordinates, so no"
                " sheet of the district shows it. Call them, and write to nobody else."
            )
    for problem in result.unreadable:
        err(f"needs your answer: {problem}")
    for sentence_ in first_of(result.resting.values()):
        err(sentence_)
    for notice in result.notices:
        err(f"notice: {notice}")


def show_failures(result: RunResult) -> int:
    """Print what failed in a run; returns its exit code (0, 4 or 8)."""
    for key, error in result.failed.items():
        err(f"{key}: {error}")
    if result.guarded:
        whose = ", ".join(sorted(result.guarded))
        err(
            f"{whose}: Pairs lost many pairs at once, so what it said before still holds. Undo it in the sheet, or, if it"
            " is meant, run `sync run --accept`."
        )
    if result.kept_answers:
        err(result.kept_answers)
    if result.failed or result.notices:
        return 4
    return 8 if result.guarded or result.kept_answers else 0


# -- status -------------------------------------------------------------------


def show_status(
    settings: Settings, result: RunResult, everybody: bool = False
) -> None:
    """Print the pairs of each district as a table, its headline last.

    Pairs on track that need nothing are only counted, unless ``everybody``.
    """
    from rich.console import Console
    from rich.text import Text

    from templates.status_rows import headline

    width = None if sys.stdout.isatty() else _WIDTH
    console = Console(width=width, highlight=False)
    for standing in result.standings:
        name = safe(standing.district.name)
        listed = [
            p for p in standing.pairs if everybody or not needs_nothing(p)
        ]
        console.print(Text(f"\n{name}", style="bold"))
        if listed:
            console.print(_table(listed, console.width < _NARROW))
        if folded := len(standing.pairs) - len(listed):
            console.print(
                Text(f"and {folded} more, who need nothing (--all)", "dim")
            )
        if not standing.pairs:
            console.print(
                Text(
                    shown(
                        "  No pairs yet: fill in Pairs, or `sync roster add`."
                    )
                )
            )
        for question in standing.questions:
            console.print(Text(shown(f"  ? {question}")))
        day = f"{standing.day:%A, %B} {standing.day.day}"
        line = Text(f"{name} as of {day}: ", style="bold")
        line.append(safe(headline(standing)), style="not bold")
        console.print(line)
    show_rest(settings, result)


def needs_nothing(p: PairStanding) -> bool:
    """Whether a pair is on track, and nothing more is to be done."""
    asks = p.wishes.shown or p.further
    return p.status.value == "On track" and not asks


def _table(pairs: Sequence[PairStanding], narrow: bool) -> Table:
    from rich.table import Table

    table = Table(
        box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim"
    )
    columns = [("Status", 11), ("Pair", 24)]
    if narrow:
        columns += [("Why, and the next step", 30)]
    else:
        columns += [("Met", 12), ("Why", 30), ("Next step", 24)]
    for name, least in columns:
        table.add_column(name, min_width=least, overflow="fold")
    for p in pairs:
        table.add_row(*_cells(p, narrow))
    return table


def _cells(p: PairStanding, narrow: bool) -> list[Any]:
    from rich.text import Text

    from sync.core.ratio_words import ratio_words
    from templates.status_rows import step_of, why_of

    status = Text(p.status.value, style=_COLORS.get(p.status.value, ""))
    why, step = why_of(p), step_of(p)
    if narrow:
        text = f"{why} → {step}" if step else why
        return [status, Text(safe(p.pair.label)), Text(shown(text))]
    texts = [
        Text(safe(p.pair.label)),
        *(Text(shown(each)) for each in (why, step)),
    ]
    return [status, texts[0], ratio_words(p.rules), *texts[1:]]


# -- the demo -----------------------------------------------------------------


def show_demo(settings: Settings, played: Played) -> None:
    """What the demo made, how its pairs stand, and what to open."""
    first, second = played.runs
    out(
        f"Made a program of {len(first.standings)} districts in {settings.folder}, and sent {played.sent} answers through the forms' pages."
    )
    out(f"First run: {len(first.new)} new answers, {first.counted} counted.")
    show_status(settings, first)
    wrote = ", ".join(sorted(second.changed)) or "nothing to write"
    calls = played.calls[1]
    out(
        f"\nSecond run: {wrote} ({sum(calls.values())} calls, {calls['sheets.write']} of them writes)."
    )
    out(
        f"\nTo see forms and sheets: `making-time workspace serve --data {settings.data_path}`"
    )
    places, first_one = played.places, first.standings[0].district
    reader = min(first_one.coordinators)
    pair = first.standings[0].pairs[0].pair.code
    out(f"To read why one pair stands where it does: `sync explain {pair}`")
    out("Look first at")
    for where, what in (
        (
            f"the sheet “{first_one.name}”, signed in as {reader}",
            "Status with its links; then Schedule, Observations, Follow-up and Log",
        ),
        (f"{places['report']}/index.html", "the program in counts"),
        (
            f"{places['handouts']}/{first_one.key}.html",
            "what each pair gets at the first meeting",
        ),
        (
            f"{places['records']}/{first_one.key}-log-mentees.html",
            "what each of them signs",
        ),
        (f"{places['letters']}", "the weekly letters to coordinators"),
    ):
        out(f"  {where}: {what}")
