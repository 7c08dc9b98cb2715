"""What pairs hold in their hands: their links as a table and as codes that a
phone reads, and a page to print.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from sync.program import declared
from sync.program.opened import Program as Provisioned
from sync.reports import handout, link_list
from tests.support.program import TODAY, Program
from tests.workspace.test_browser import CHROMIUM, browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IN_BROWSER = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("CI"), reason="needs chromium"
)
__all__ = ["browser"]


def doors(program: Program) -> link_list.Doors:
    """Where the pairs of a program go in."""
    with program.state() as (state, google):
        return link_list.Doors(Provisioned(program.settings, google, state))


@pytest.fixture
def written(program: Program, tmp_path: Path) -> tuple[Program, Path]:
    """The handouts of a district with one strange name, one pair that has
    ended, and a planned meeting.
    """
    program.type("pairs", 3, "mentee", '<b>Lu&"is</b>')
    program.type("pairs", 4, "ends", 46300)
    schedule = program.layout.tab("schedule")
    where = {
        "sheetId": schedule.id,
        "rowIndex": 12,
        "columnIndex": len(schedule.columns),
    }
    cell = {"userEnteredValue": {"stringValue": "Tue 2:45"}}
    program.edit(
        {
            "updateCells": {
                "start": where,
                "rows": [{"values": [cell]}],
                "fields": "userEnteredValue",
            }
        }
    )
    result, _ = program.run(write=False)
    said = program.settings.file.program
    path, *_ = handout.write(
        tmp_path / "out", result.standings, doors(program), said
    )
    return program, path


def test_a_handout_has_what_is_asked_the_weeks_and_the_books(
    written: tuple[Program, Path],
) -> None:
    text = written[1].read_text(encoding="utf-8")
    assert re.findall(r'<h1 id="(.*?)">(.*?)</h1>', text) == [
        ("WES-1", "WES-1 Ana Diaz &amp; Sam Lee"),
        (
            "WES-2",
            "WES-2 Grace Okafor &amp; &lt;b&gt;Lu&amp;&#34;is&lt;/b&gt;",
        ),
    ]
    assert "<p>1 meeting a week.</p>" in text
    assert "<p>Mentor observes mentee once a year.</p>" in text
    assert "<strong>Your regular time:</strong> Tuesday" in text
    assert "Tue Nov 3 2:45" in text
    for book in (
        "Mentoring in Action, by Carol Pelletier Radford",
        "The First Years Matter, by Carol Pelletier Radford",
    ):
        assert text.count(f"<cite>{book}</cite>") == 2
    assert not re.search(r'(src|href)="', text), "the page needs nothing else"


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


@pytest.fixture
def pages(browser: Browser) -> Iterator[Any]:
    opened = []

    def open_(path: Path, width: int = 1280) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 900})
        opened.append(page)
        page.goto(path.as_uri())
        return page

    yield open_
    for page in opened:
        page.close()


@pytest.mark.browser
@IN_BROWSER
def test_a_phone_reads_the_codes_and_every_pair_has_one_printed_page(
    written: tuple[Program, Path], pages: Any
) -> None:
    import zxingcpp
    from PIL import Image

    program, path = written
    page = pages(path)
    pairs = program.run(TODAY, write=False)[0].standings[0].district.pairs[:2]
    wanted = [
        link for pair in pairs for link in doors(program).of(pair).values()
    ]
    for place, link in enumerate(wanted):
        image = Image.open(
            io.BytesIO(page.locator("figure").nth(place).screenshot())
        )
        (code,) = zxingcpp.read_barcodes(image)
        assert code.text == link
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 2


@pytest.mark.browser
@IN_BROWSER
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_the_handouts(
    written: tuple[Program, Path], pages: Any, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    page = pages(written[1], width)
    found = Axe().run(page).response["violations"]
    assert [
        (v["id"], v["impact"])
        for v in found
        if v["impact"] in ("serious", "critical", "moderate")
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
