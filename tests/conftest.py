"""The fixtures of all tests: a workspace, and a small program in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.browser import CHROMIUM, FLAGS, LAPTOP, MISSING
from tests.support.commands import demo
from tests.support.program import Program, copied, served, write_program
from workspace.server import serving
from workspace.space import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Without Chromium, tests that need it are passed over, but in CI."""
    for item in items if MISSING else ():
        if item.get_closest_marker("browser"):
            reason = "needs Debian's chromium: apt-get install chromium"
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace of its own, served for the length of a test."""
    with serving(tmp_path / "workspace.sqlite", control=True) as served:
        yield served


@pytest.fixture(scope="session")
def provisioned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a program that was provisioned once, to be copied."""
    folder = tmp_path_factory.mktemp("provisioned")
    write_program(folder)
    with served(folder) as made:
        made.provision()
    return folder


@pytest.fixture
def program(provisioned: Path, tmp_path: Path) -> Iterator[Program]:
    """A provisioned program of one district and three pairs."""
    with copied(provisioned, tmp_path / "program") as opened:
        yield opened


@pytest.fixture
def unprovisioned(space: Workspace, tmp_path: Path) -> Iterator[Program]:
    """A program's folder, and nothing in the workspace yet."""
    write_program(tmp_path / "program")
    with closing(Program(tmp_path / "program", space)) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started once for a module of tests."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "CI must have chromium: .ci/run installs it"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS
        )
        yield opened
        opened.close()


@pytest.fixture
def page_of(
    browser: Browser, program: Program
) -> Iterator[Callable[..., Page]]:
    """Somebody's window; whatever a page complains of fails the test."""
    complaints: list[str] = []
    opened = []

    def open_(who: str, size: Any = LAPTOP) -> Page:
        context = browser.new_context(viewport=size)
        opened.append(context)
        context.add_cookies(
            [{"name": "identity", "value": who, "url": program.space.url}]
        )
        page = context.new_page()
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if "status of 4" not in said.text
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def demo_json(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What ``sync demo`` prints with --json, of one demo for all tests."""
    return demo(tmp_path_factory.mktemp("demo") / "d")
