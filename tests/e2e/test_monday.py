"""The Monday look, measured in a browser: how much of Status fits on a small
laptop's screen, and on a phone's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Page

from templates.layout import load
from tests.conftest import COORDINATOR, Program, write_program
from tests.workspace.test_browser import browser, page_of, pytestmark
from workspace.server import serving

__all__ = ["browser", "page_of", "pytestmark"]
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


def test_on_a_phone_at_most_half_of_the_width_stands_still() -> None:
    frozen = STATUS.columns[: STATUS.freeze_columns]
    assert {c.key for c in frozen} == {"status", "pair"}
    assert sum(c.width for c in frozen) <= PHONE["width"] / 2
