"""The annual report of each district: a table and a page to print; from June
on its items stand in the sheet, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.core.annual import Asking
from sync.core.feedback import Opinion
from sync.core.judge import DistrictStanding
from sync.core.reporting_units import all_units
from sync.program import csv_files, private_files
from sync.program.annual_questions import items
from sync.reports.page_templates import template_of


def write(
    folder: Path,
    standings: Sequence[DistrictStanding],
    asking: Asking,
    opinions: Sequence[Opinion],
    year: str,
) -> Iterator[Path]:
    """Write each district's report as a table and a page into a folder, those
    of a region for each member; gives the paths.
    """
    private_files.folder(folder)
    template = template_of("annual")
    for unit in all_units(standings):
        standing = unit.standing
        day, found = standing.day, items(standing, asking, opinions)
        rows: list[Sequence[object]] = [("Item", "Asked", "Answer")]
        for item in found:
            rows.append(
                (
                    item.mark,
                    item.words,
                    "" if item.number is None else item.number,
                )
            )
            rows += [("", *item.head.values())] if item.people else []
            rows += [
                ("", *(person[key] for key in item.head))
                for person in item.people
            ]
        html = template.render(
            name=standing.district.name,
            year=year,
            state=asking.name,
            source=asking.source,
            items=found,
            day=f"{day:%B} {day.day}, {day.year}",
        )
        html = standing.district.words.page(html)
        for ending, text, encoding in (
            ("csv", csv_files.written(rows), "utf-8-sig"),
            ("html", html, "utf-8"),
        ):
            member = f"-{unit.code or 'others'}" if unit.of else ""
            name = f"{standing.district.key}{member}-annual.{ending}"
            path = folder / name
            private_files.write(path, text, encoding)
            yield path
