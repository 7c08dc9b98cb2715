"""What a district's letter says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sync.core.flag_kinds import FlagKind
from sync.core.judge import DistrictStanding
from sync.core.model import Status
from sync.core.words import day_words, many

# Those who need you.
WANTED = (Status.REACH_OUT, Status.CHECK_IN)


def letter_text(
    standing: DistrictStanding, before: Mapping[str, str], url: str
) -> str:
    """The letter's text; empty where there is nothing to say. ``before`` are
    the statuses of the last letter, by number.
    """
    parts = list(_parts(standing, before))
    if not parts:
        return ""
    counts = standing.counts
    going = sum(
        counts[s]
        for s in (
            Status.REACH_OUT,
            Status.CHECK_IN,
            Status.IN_TOUCH,
            Status.ON_TRACK,
        )
    )
    head = f"Good morning. {counts[Status.ON_TRACK]} of {many(going, 'pair')} are on track as of {day_words(standing.day)}."
    tail = (
        f"Everything else is in the sheet: {url}\n\nA reply to this letter"
        " reaches whoever runs the program. Only this district's coordinators"
        " got it."
    )
    text = "\n\n".join([head, *parts, tail]) + "\n"
    return standing.district.words.say(text)


def _parts(
    standing: DistrictStanding, before: Mapping[str, str]
) -> Iterator[str]:
    """The letter's paragraphs, those without anything to list left out."""
    yield from _changes(standing, before)
    asking = [(p.pair.label, p.wishes.shown) for p in standing.pairs]
    if wishes := [f"{label}: {wish.why}" for label, wish in asking if wish]:
        yield _listed("Please contact", wishes)
    if cover := list(_cover(standing)):
        yield _listed("Coverage to arrange in the next ten school days", cover)
    if standing.waiting:
        one = standing.waiting == 1
        need = "entry in Log needs" if one else "entries in Log need"
        yield f"{standing.waiting} {need} your answer, each with its reason."
    if mending := [
        p.pair.label
        for p in standing.pairs
        if any(f.kind is FlagKind.SHEET_FIX for f in p.flags)
    ]:
        yield _listed("Rows to mend, as Status says", mending)
    if standing.questions:
        yield _listed("Questions that stand in Status", standing.questions)


def _listed(what: str, lines: Iterable[str]) -> str:
    return "\n".join([f"{what}:", *(f"- {line}" for line in lines)])


def _changes(
    standing: DistrictStanding, before: Mapping[str, str]
) -> Iterator[str]:
    """Who came onto the list since the last letter, who is back, and who is
    still on.
    """
    was = {
        p.pair.number: before.get(str(p.pair.number), "")
        for p in standing.pairs
    }
    wanted = [p for p in standing.pairs if p.status.to_ask_after]
    newly = [p for p in wanted if was[p.pair.number] != p.status.value]
    if newly:
        lines = (
            " ".join(
                filter(
                    None,
                    [f"{p.pair.label} ({p.status.words}):", p.why, p.next],
                )
            )
            for p in newly
        )
        yield _listed("Newly on the list", lines)
    needed = {status.value for status in (*WANTED, Status.IN_TOUCH)}
    on_track = (p for p in standing.pairs if p.status is Status.ON_TRACK)
    back = [p.pair.label for p in on_track if was[p.pair.number] in needed]
    if back:
        yield _listed("Back on track", back)
    still = [p.pair.label for p in wanted if p not in newly]
    if still and (newly or back):
        yield "Still on the list: " + ", ".join(still)


def _cover(standing: DistrictStanding) -> Iterator[str]:
    """The planned observations whose coverage nobody has arranged, by day."""
    names = {p.pair.number: p.pair.label for p in standing.pairs}
    for plan in sorted(standing.cover_to_arrange, key=lambda plan: plan.day):
        at = f", {plan.at:%H:%M}" if plan.at else ""
        whose = plan.for_class or names.get(plan.pair, str(plan.pair))
        yield f"{day_words(plan.day)}{at}: {many(plan.hours, 'hour')} for {whose}"
