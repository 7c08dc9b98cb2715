"""The Monday look, measured in a browser: how much of Status fits on a small
laptop's screen, and on a phone's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Page

from templates.layout import load
from tests.support.program import COORDINATOR, Program, write_program
from workspace.server import serving

pytestmark = pytest.mark.browser
LAPTOP, PHONE = {"width": 1366, "height": 620}, {"width": 390, "height": 780}
STATUS = load(60, 42).tab("status")
PAIRS = 40
LAST = (
    "Whitfield",
    "Delgado",
    "Kowalski",
    "Andersen",
    "Whitaker",
    "Baptiste",
    "Rinaldi",
    "Alvarez",
)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """Forty pairs, and nothing logged."""
    folder = tmp_path / "program"
    write_program(folder)
    rows = [
        f"Grace {LAST[n % 8]},Marcus {LAST[n // 8]},mentor{n}@westbrook.example,mentee{n}@westbrook.example"
        for n in range(PAIRS)
    ]
    (folder / "rosters" / "WES.csv").write_text(
        "\n".join(["Mentor,Mentee,Mentor e-mail,Mentee e-mail", *rows]),
        encoding="utf-8",
    )
    with (
        serving(folder / "workspace.sqlite") as space,
        closing(Program(folder, space)) as made,
    ):
        made.provision()
        made.run()
        yield made


def shown(page: Page, text: str) -> list[FloatRect]:
    """Where cells and links with a text lie, as far as they are whole on the
    screen, above the row of tabs.
    """
    found = page.get_by_text(text, exact=True)
    boxes = [found.nth(n).bounding_box() for n in range(found.count())]
    size = page.viewport_size
    assert size
    tabs = page.get_by_role("link", name="Corrections").first.bounding_box()
    bottom = min(size["height"], tabs["y"] if tabs else size["height"])
    return [
        b
        for b in boxes
        if b
        and b["x"] + b["width"] <= size["width"]
        and b["y"] >= 0
        and b["y"] + b["height"] <= bottom
    ]


def test_five_pairs_and_their_links_are_on_a_small_screen(
    program: Program, page_of: Callable[..., Page]
) -> None:
    page = page_of(COORDINATOR, LAPTOP)
    page.goto(f"{program.lock.sheets['WES'].url}?gid={STATUS.id}")
    assert len(shown(page, "Reach out")) >= 5
    for link in (
        "write to Grace",
        "write to Marcus",
        "write to both",
    ):
        assert len(shown(page, link)) >= 5, link


def test_of_120_pairs_check_in_begins_on_the_second_screen(
    program: Program, page_of: Callable[..., Page]
) -> None:
    """Where one in ten is to be reached out to: twelve rows, each as high as
    the highest here.
    """
    page = page_of(COORDINATOR, LAPTOP)
    page.goto(f"{program.lock.sheets['WES'].url}?gid={STATUS.id}")
    rows = page.get_by_text("Reach out", exact=True)
    tops = [box["y"] for n in range(13) if (box := rows.nth(n).bounding_box())]
    highest = max(b - a for a, b in pairwise(tops))
    assert tops[0] + 12 * highest < 2 * LAPTOP["height"]


def test_on_a_phone_at_most_half_of_the_width_stands_still() -> None:
    frozen = STATUS.columns[: STATUS.freeze_columns]
    assert {c.key for c in frozen} == {"status", "pair"}
    assert sum(c.width for c in frozen) <= PHONE["width"] / 2


def test_the_week_of_five_pairs_is_twenty_actions(
    program: Program, page_of: Callable[..., Page]
) -> None:
    """Five mails, and five follow-ups that the next run takes: an action is a
    click, or what is typed into one cell.
    """
    page = page_of(COORDINATOR, LAPTOP)
    page.goto(f"{program.lock.sheets['WES'].url}?gid={STATUS.id}")
    actions = 0
    five = range(5)
    mails = page.get_by_role("link", name="write to both")
    codes = []
    for n in five:
        assert str(mails.nth(n).get_attribute("href")).startswith("mailto:")
        actions += 1  # the click that opens the mail
        pair = mails.nth(n).locator("xpath=ancestor::tr").locator("td").nth(1)
        codes.append(pair.inner_text().split()[0])
    page.get_by_role("link", name="note it").first.click()
    actions += 1
    page.wait_for_url("**gid=107**")
    for code in codes:
        for text in ("11/23/2026", code):
            page.keyboard.type(text)
            page.keyboard.press("Tab")
            page.wait_for_timeout(30)
            actions += 1
        for key in ("Home", "ArrowDown"):
            page.keyboard.press(key)
    at = program.layout.tab("follow_up").place("pair")
    for _ in range(100):  # a cell is shown before the workspace holds it
        rows = program.values("follow_up")[1:6]
        noted = [str(row[at]).split()[0] for row in rows if row[at:]]
        if noted == codes:
            break
        page.wait_for_timeout(50)
    assert noted == codes
    assert actions <= 20
    program.run()
    status = {
        str(row[1]).split()[0]: row[0]
        for row in program.values("status")[4:44]
    }
    assert [status[code] for code in codes] == ["In touch"] * 5
