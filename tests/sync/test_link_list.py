"""The pairs' links as a table."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from sync.program import declared
from sync.reports import link_list
from tests.support.program import Program

if TYPE_CHECKING:
    pass
from tests.support.handouts import doors


def test_links_are_a_table_that_opens_without_harm(
    written: tuple[Program, Path], tmp_path: Path
) -> None:
    program, _ = written
    program.type("pairs", 2, "mentor", '=HYPERLINK("x")')
    result, _ = program.run(write=False)
    form = declared.form_of(program.settings)
    rows = list(
        csv.DictReader(
            io.StringIO(link_list.table(result.standings, doors(program)))
        )
    )
    assert [r["Code"] for r in rows] == ["WES-1", "WES-2"]
    assert rows[0]["Mentor"] == '\'=HYPERLINK("x")'
    assert parse_qs(urlsplit(rows[1]["Link"]).query)[
        f"entry.{form.question('pair').entry}"
    ][0].startswith("WES-2 Grace")
    assert parse_qs(urlsplit(rows[1]["Planning link"]).query).keys() == {
        "usp",
        "entry.721420289",
    }
    made = [
        p.name
        for p in link_list.qr_codes(
            tmp_path / "qr", result.standings, doors(program)
        )
    ]
    assert made == [
        "WES-1.svg",
        "WES-1-plan.svg",
        "WES-2.svg",
        "WES-2-plan.svg",
    ]
    assert (
        (tmp_path / "qr" / "WES-1.svg")
        .read_text(encoding="utf-8")
        .startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    )
