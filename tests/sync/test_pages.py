"""The pages and figures: each agrees with a recount over the raw answers,
names nobody above the district, and can be used.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sync.core.judge import judge
from sync.core.model import Status
from sync.core.rollup import (
    FEWEST,
    Figures,
    Frequency,
    figures_of,
    packed,
    rollup,
    unpacked,
)
from sync.program.annual_questions import asking_of
from sync.program.program_file import ProgramPart
from sync.reports import annual_report, log_pages
from sync.reports.pages import as_json, district_page, write
from tests.support.program import TODAY, Program
from tests.support.random_programs import program as random_program
from tests.support.recount import PAIRS, Counted, filled, tenths

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def pages(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Program, Path]]:
    """A program, and what is written of it."""
    with filled(folder := tmp_path_factory.mktemp("pages")) as made:
        result, _ = made.run(write=False)
        said = ProgramPart(name="Test program", year="2026-27")
        out = folder / "out"
        list(write(out, result.standings, said))
        yield made, out


@pytest.fixture(scope="module")
def with_records(pages: tuple[Program, Path]) -> Path:
    """The folder of the pages, with the annual report and the records, too."""
    program, out = pages
    result, _ = program.run(write=False)
    asking = asking_of(program.settings)
    list(annual_report.write(out, result.standings, asking, [], "2026-27"))
    signatures = program.settings.file.records.signatures
    list(log_pages.write(out, result.standings, asking, signatures, "2026-27"))
    return out


def test_every_figure_agrees_with_a_recount_of_the_raw_answers(
    pages: tuple[Program, Path],
) -> None:
    program, out = pages
    count = Counted(program)
    told = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    figures = told["districts"]["WES"]
    assert figures["Pairs"] == PAIRS
    assert figures["Meetings"] == len(count.met) - len(count.observed)
    assert figures["Mentor observes mentee"] == len(count.observed)
    assert figures["Hours"] == tenths(count.minutes)
    words = {"own time": "before or after school"}
    assert {
        words.get(k, k): n for k, n in figures["when"].items()
    } == count.when
    assert figures["obstacles"] == {}, "of fewer than five nothing is shown"
    assert sum(figures["frequency"].values()) == PAIRS
    assert sum(figures[s.value] for s in Status) == PAIRS
    alone = {"name": "", "Ask to be contacted": ""}
    assert told["total"] | alone == figures | alone
    total, row = csv.DictReader(
        io.StringIO((out / "figures.csv").read_text(encoding="utf-8-sig"))
    )
    alone = {"District": "", "Ask to be contacted": ""}
    assert total | alone == row | alone
    assert {k: row[k] for k in ("Pairs", "Meetings", "Hours")} == {
        k: str(figures[k]) for k in ("Pairs", "Meetings", "Hours")
    }
    page = (out / "index.html").read_text(encoding="utf-8")
    assert f"<b>{count.minutes / 60 + 0.001:,.0f}</b> hours together" in page
    assert f"<b>{len(count.observed)}</b> classroom observations" in page


def test_nobody_is_named_above_the_district_and_nothing_is_shown_of_few(
    pages: tuple[Program, Path],
) -> None:
    _, out = pages
    for name in ("index.html", "figures.csv", "figures.json"):
        text = (out / name).read_text(encoding="utf-8")
        assert not re.search(
            r"Mentor\d|Mentee\d|\w@\w|Only One|Last A", text
        ), name
        assert "WES-" not in text
    told = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    assert (list(told["districts"]), told["too_few"]) == (["WES"], ["NOR"])
    assert "That is Northfield." in (out / "index.html").read_text(
        encoding="utf-8"
    )
    assert "Mentor1" in (out / "WES.html").read_text(encoding="utf-8"), (
        "coordinators see their own pairs"
    )


def test_names_are_text_on_the_pages(
    pages: tuple[Program, Path], tmp_path: Path
) -> None:
    program, _ = pages
    result, _ = program.run(write=False)
    strange = '<img src=x onerror=alert(1)> & "Co"'
    said = ProgramPart(name=strange, year="2026-27")
    for path in write(tmp_path, result.standings, said):
        assert (
            "<img" not in path.read_text(encoding="utf-8")
            or path.suffix != ".html"
        )
    assert "&lt;img" in (tmp_path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", range(30))
def test_figures_add_up(seed: int) -> None:
    """The sum of districts is what their pairs sum to; of a program of small
    districts nothing at all is told.
    """
    standings = [
        judge(*random_program(seed * 7 + n)[:2], TODAY) for n in range(4)
    ]
    figures = {str(n): figures_of(s, UTC) for n, s in enumerate(standings)}
    assert {
        key: unpacked(json.loads(json.dumps(packed(f))))
        for key, f in figures.items()
    } == figures
    found = rollup(figures, {key: key for key in figures}, TODAY)
    assert len(found.districts) + len(found.small) <= len(standings)
    each = figures.values()
    assert sum((f.pairs for f in each), 0) == sum(
        p.status is not Status.ENDED for s in standings for p in s.pairs
    )
    together = sum(each, Figures())
    assert together.minutes == sum(
        p.minutes
        for s in standings
        for p in s.pairs
        if p.status is not Status.ENDED
    )
    assert sum(together.frequency.values()) <= together.pairs
    assert all(f.pairs >= FEWEST for f in found.districts.values())
    assert set(together.frequency) <= set(Frequency)
    told = json.dumps(as_json(found))
    assert not re.search(r"Mentor|@", told.replace("Mentor observes", ""))


@pytest.fixture
def opened(browser: Browser) -> Iterator[Any]:
    contexts = []

    def open_(path: Path, width: int, scheme: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1366])
@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "WES.html",
        "WES-annual.html",
        "WES-log-mentees.html",
        "WES-log-mentors.html",
    ],
)
def test_everybody_can_use_the_pages(
    with_records: Path,
    opened: Any,
    name: str,
    width: int,
    scheme: str,
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    page = opened(with_records / name, width, scheme)
    found = Axe().run(page).response["violations"]
    assert [
        (v["id"], v["impact"], [n["html"][:80] for n in v["nodes"][:2]])
        for v in found
        if v["impact"] != "minor"
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wider = "[...document.querySelectorAll('.wide')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    assert page.evaluate(wider) == 0, "nothing scrolls sideways in itself"
    # Headings belong to their cells also where rows are stacked.
    for role in ("columnheader", "rowheader"):
        assert page.get_by_role(role).count() >= 4, role


@pytest.mark.browser
@pytest.mark.parametrize("name", ["index.html", "WES.html"])
def test_a_printed_page_holds_everything(
    pages: tuple[Program, Path], opened: Any, name: str
) -> None:
    """Letter paper between its margins is 720 pixels wide."""
    page = opened(pages[1] / name, 720, "light")
    page.emulate_media(media="print")
    wide = "[...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().right > 720).length"
    assert page.evaluate(wide) == 0


def test_a_page_is_in_order_of_what_it_shows() -> None:
    """In *Status* those who asked to be contacted stand higher."""
    shown = 0
    for seed in range(12):
        district, answers, today = random_program(seed)
        asked = [
            a._replace(wants_contact=n % 3 == 0) for n, a in enumerate(answers)
        ]
        standing = judge(district, asked, today)
        html = district_page(standing, "2026-27", UTC)
        labels = [p.pair.label for p in standing.pairs]
        places = sorted(
            labels, key=lambda label: html.index(f">{escape(label)}<")
        )
        of = {p.pair.label: p for p in standing.pairs}
        keys = [
            (list(Status).index(of[x].status), of[x].pair.number)
            for x in places
        ]
        assert keys == sorted(keys)
        shown += any(p.wishes.shown for p in standing.pairs)
    assert shown
