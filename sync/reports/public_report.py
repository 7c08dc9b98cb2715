"""What anybody may see: how many districts, never whose numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sync.core.public_counts import THRESHOLD, PublicTable, public_table
from sync.core.rollup import Frequency
from sync.core.unit_record import ASIDE, NO, YES, UnitRecord
from sync.program import csv_files, private_files
from sync.reports.page_templates import template_of

_NO_REGION = "no region"
WITHHELD = "withheld"


class PublicQuestion(NamedTuple):
    """A question of the public, and how many districts answer it how."""

    title: str
    table: PublicTable


def tables(units: Iterable[UnitRecord]) -> list[PublicQuestion]:
    """The public's tables: districts by how often their pairs usually meet, by
    whether every beginner has a trained mentor, and by time set aside.
    """
    every = [u for u in units if u.reported]

    def table(
        title: str,
        bands: Sequence[str],
        placed: Iterable[tuple[str, str | None]],
    ) -> PublicQuestion:
        known = [(r or _NO_REGION, b) for r, b in placed if b is not None]
        return PublicQuestion(title, public_table(known, bands))

    return [
        table(
            "How often mentors and mentees meet",
            [f.value for f in Frequency],
            ((u.region, u.band) for u in every),
        ),
        table(
            "Every beginner has a trained mentor",
            (YES, NO),
            ((u.region, u.every_beginner) for u in every if u.beginners),
        ),
        table(
            "Meetings in time that schools set aside",
            tuple(ASIDE),
            ((u.region, u.aside) for u in every),
        ),
    ]


def rows(questions: Sequence[PublicQuestion]) -> Iterator[Sequence[object]]:
    """The tables as CSV has them, a row for each group and band."""
    yield ("Question", "Districts in", "Answer", "Districts")
    for title, table in questions:
        for group, counts in (
            ("all regions", table.all),
            *table.groups.items(),
        ):
            if counts is None:
                yield title, group, WITHHELD, WITHHELD
            else:
                yield from (
                    (title, group, band, number)
                    for band, number in counts.items()
                )


def text_of(questions: Sequence[PublicQuestion]) -> str:
    """The tables as CSV."""
    return csv_files.written(list(rows(questions)))


def write(
    folder: Path, questions: Sequence[PublicQuestion], year: str, state: str
) -> Iterator[Path]:
    """Write the tables and a page with their bars; gives the paths."""
    private_files.folder(folder)
    html = template_of("public").render(
        year=year,
        state=state,
        threshold=THRESHOLD,
        questions=[_shown(question) for question in questions],
    )
    for name, text, encoding in (
        ("public.csv", text_of(questions), "utf-8-sig"),
        ("public.html", html, "utf-8"),
    ):
        private_files.write(folder / name, text, encoding)
        yield folder / name


def _shown(question: PublicQuestion) -> dict[str, object]:
    """A question as the page shows it: bars of all, and a table by region."""
    title, table = question
    number = sum(table.sizes.values())
    largest = max((table.all or {"": 1}).values()) or 1
    regions = table.groups if len(table.groups) > 1 else {}
    return {
        "title": title,
        "number": number,
        "bars": [
            {"band": band, "number": n, "part": round(100 * n / largest)}
            for band, n in (table.all or {}).items()
        ],
        "bands": table.bands,
        "regions": [
            {"name": name, "size": table.sizes[name], "counts": counts}
            for name, counts in regions.items()
        ],
    }
