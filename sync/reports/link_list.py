"""Every pair's own links, to the meeting log and to the planning form: as a
table, and as QR codes for paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from forms.links import pair_link, qr_code
from sync.core.judge import DistrictStanding
from sync.core.model import Status
from sync.core.people import Pair
from sync.program import csv_files, private_files
from sync.program.opened import Program

LOG, PLAN = "log", "plan"
# A pair's links: LOG for the meeting log and, once it is provisioned, PLAN for
# the planning form.
Links = Mapping[str, str]


class PairLinks:
    """Makes the personal links of a program's pairs: to the meeting log and,
    once it is provisioned, to the planning form. ``evaluated``: coordinators
    evaluate teachers.
    """

    def __init__(self, program: Program) -> None:
        self.evaluated = program.settings.file.form.coordinators_evaluate
        self.forms = {
            LOG: (
                program.lock.responder_uri,
                program.meeting_log,
            )
        }
        if planning := program.lock.forms.get("planning"):
            self.forms[PLAN] = (planning.uri, program.planning)

    def of(self, pair: Pair) -> Links:
        """A pair's own links."""
        return {
            name: pair_link(uri, form, pair.short_label)
            for name, (uri, form) in self.forms.items()
        }


def _pairs(
    standings: Iterable[DistrictStanding],
) -> Iterator[tuple[str, Pair]]:
    """The pairs that have not ended, in order of number."""
    for standing in standings:
        for p in sorted(standing.pairs, key=lambda p: p.pair.number):
            if p.status is not Status.ENDED:
                yield standing.district.name, p.pair


def table(standings: Sequence[DistrictStanding], doors: PairLinks) -> str:
    """A row for each pair, with both addresses and the links, as CSV."""
    rows: list[Sequence[object]] = [
        (
            "District",
            "Code",
            "Mentor",
            "Mentor e-mail",
            "Mentee",
            "Mentee e-mail",
            "Link",
            "Planning link",
        )
    ]
    for name, pair in _pairs(standings):
        people = [
            text
            for who in (pair.mentor, pair.mentee)
            for text in (who.name, next(iter(who.addresses), ""))
        ]
        links = doors.of(pair)
        rows.append(
            (name, pair.code, *people, links[LOG], links.get(PLAN, ""))
        )
    return csv_files.written(rows)


def qr_codes(
    folder: Path, standings: Sequence[DistrictStanding], doors: PairLinks
) -> Iterator[Path]:
    """Write each link as an SVG, named by the pair's code (and -plan); gives
    the paths.
    """
    private_files.folder(folder)
    for _, pair in _pairs(standings):
        for name, link in doors.of(pair).items():
            path = (
                folder / f"{pair.code}{'' if name == LOG else f'-{name}'}.svg"
            )
            private_files.write(path, qr_code(link))
            yield path
