"""Each pair's own link to the form: a table to mail from, and QR codes for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from forms.definition import Definition
from forms.links import pair_link, qr_code
from sync import csvfiles
from sync.core.model import Pair, Status
from sync.core.standing import DistrictStanding


def _pairs(standings: Iterable[DistrictStanding]) -> Iterator[tuple[str, Pair]]:
    """The pairs that have not ended, in order of number."""
    for standing in standings:
        for p in sorted(standing.pairs, key=lambda p: p.pair.number):
            if p.status is not Status.ENDED:
                yield standing.district.name, p.pair


def table(standings: Sequence[DistrictStanding], form: Definition, uri: str) -> str:
    """A row for each pair, with both addresses and the link, as CSV."""
    rows: list[Sequence[object]] = [("District", "Code", "Mentor", "Mentor e-mail", "Mentee", "Mentee e-mail", "Link")]
    rows += [
        (
            name, pair.code, pair.mentor.name, next(iter(pair.mentor.addresses), ""), pair.mentee.name,
            next(iter(pair.mentee.addresses), ""), pair_link(uri, form, pair.label),
        )
        for name, pair in _pairs(standings)
    ]  # fmt: skip
    return csvfiles.written(rows)


def qr_codes(folder: Path, standings: Sequence[DistrictStanding], form: Definition, uri: str) -> Iterator[Path]:
    """Write each link as an SVG, named by the pair's code; gives the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for _, pair in _pairs(standings):
        path = folder / f"{pair.code}.svg"
        path.write_text(qr_code(pair_link(uri, form, pair.label)), encoding="utf-8")
        yield path
