"""Takes the pictures of the docs: the demo's forms, sheets and pages in
Debian's Chromium, as people see them.

Run with ``make pictures``; the fixed seed and day give the same pictures but
for the fonts of the machine.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

IMAGES = Path(__file__).resolve().parent / "images"
DAY = "2026-11-23"
WHO, ADMIN = "coordinator@westbrook.example", "program@making-time.example"
# Name, tab's number in the address, width and height of the window.
TABS = (
    ("start", 101, 1180, 760),
    ("status", 102, 1366, 620),
    ("pairs", 103, 1366, 420),
    ("schedule", 104, 1366, 420),
    ("observations", 105, 1366, 300),
    ("arrange", 112, 1366, 420),
    ("calendar", 106, 1366, 420),
    ("follow-up", 107, 1366, 300),
    ("rules", 108, 1366, 300),
    ("corrections", 109, 1366, 300),
    ("log", 110, 1366, 420),
)
# The same of the program's own sheet.
PROGRAM = (
    ("districts", 201, 1366, 360),
    ("months", 208, 1000, 300),
    ("frequency", 202, 1560, 640),
    ("feedback", 205, 1000, 420),
)
# The forms as a phone shows them, and how tall they are.
FORMS = (("planning", 2110), ("feedback", 1260))
# Pages of the demo's folder.
FILES = (
    ("page", "report/index.html", 1180, 900),
    ("page-of-a-district", "report/WES.html", 1180, 900),
    ("annual", "report/WES-annual.html", 900, 900),
    ("handout", "handouts/WES.html", 860, 1100),
    ("record", "records/WES-log-mentees.html", 900, 790),
    ("coverage", "handouts/WES-coverage.html", 900, 620),
)


def main() -> None:
    """Make the demo, open its pages, and photograph them."""
    from playwright.sync_api import sync_playwright

    from forms.form_file import load
    from forms.links import pair_link
    from workspace.server import serving

    program = Path(sys.executable).with_name("sync")
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
    ):
        demo = Path(folder) / "demo"
        made_demo = json.loads(
            subprocess.check_output(  # noqa: S603
                [
                    program,
                    "demo",
                    "--dir",
                    str(demo),
                    "--as-of",
                    DAY,
                    "--json",
                ],
                text=True,
            )
        )
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with serving(demo / "workspace.sqlite") as space:
            old = made_demo["form_url"].partition("/forms/")[0]
            context = chromium.new_context(
                viewport={"width": 1366, "height": 620}
            )
            context.add_cookies(
                [{"name": "identity", "value": WHO, "url": space.url}]
            )
            page = context.new_page()
            for name, tab, width, height in TABS:
                page.set_viewport_size({"width": width, "height": height})
                page.goto(
                    f"{made_demo['sheets']['WES'].replace(old, space.url)}?gid={tab}"
                )
                _photograph(page, name)
            page.set_viewport_size({"width": 400, "height": 1180})
            context.add_cookies(
                [
                    {
                        "name": "identity",
                        "value": "amir.larsen@westbrook.example",
                        "url": space.url,
                    }
                ]
            )
            page.goto(
                pair_link(
                    made_demo["form_url"].replace(old, space.url),
                    load(),
                    "WES-1 Amir & Sam",
                )
            )
            _photograph(page, "form")
            for name, tall in FORMS:
                page.set_viewport_size({"width": 400, "height": tall})
                page.goto(made_demo["forms"][name].replace(old, space.url))
                _photograph(page, f"form-{name}")
            context.add_cookies(
                [{"name": "identity", "value": ADMIN, "url": space.url}]
            )
            for name, tab, width, height in PROGRAM:
                page.set_viewport_size({"width": width, "height": height})
                page.goto(
                    f"{made_demo['program_sheet'].replace(old, space.url)}?gid={tab}"
                )
                _photograph(page, name)
            for name, file, width, height in FILES:
                page.set_viewport_size({"width": width, "height": height})
                page.goto((demo / file).as_uri())
                _photograph(page, name)
            page.set_viewport_size({"width": 900, "height": 1180})
            page.goto(_public(demo / "public").as_uri())
            _photograph(page, "public")
        chromium.close()


def _public(folder: Path) -> Path:
    """The page for everybody, of 291 districts that are made up: the demo has
    too few for it.
    """
    from sync.core.unit_record import ASIDE, UnitRecord
    from sync.reports import public_report

    often = (
        ["weekly"] * 184
        + ["every two weeks"] * 52
        + ["monthly"] * 31
        + ["more than weekly"] * 17
        + ["less"] * 7
    )
    regions = ("Berkshires", "Central", "Coast", "North", "South")
    units = [
        UnitRecord(
            code=f"{n:04}",
            name=f"District {n}",
            of="",
            region="Islands" if n < 4 else regions[n % 5],
            reported=True,
            beginners=3,
            with_trained_mentor=3 if n % 9 else 2,
            days=4,
            pairs=3,
            meetings=60,
            hours=50.0,
            observations=6,
            band=band,
            aside=list(ASIDE)[n * 7 % 4],
        )
        for n, band in enumerate(often)
    ]
    questions = public_report.tables(units)
    for path in public_report.write(
        folder, questions, "2026-27", "made-up districts"
    ):
        page = path
    return page


def _photograph(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(IMAGES / f"{name}.png"))


if __name__ == "__main__":
    main()
