"""The fixtures of all tests: a workspace, and a small program in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.program import Program, copied, served, write_program
from workspace.server import serving
from workspace.space import Workspace


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
