"""What pairs hold in their hands: their links as a table and as codes that a
phone reads, and a page to print.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.program import TODAY, Program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
from tests.support.handouts import doors


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
