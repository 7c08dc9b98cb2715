"""A program that a release made goes on after every later change: it is
upgraded by one ``provision``, and nothing in it is lost.

Each folder of ``tests/files/releases`` is a small program as that version left
it: three pairs, two answers, one planned observation; on November 23, 2026.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sync.errors import SyncError
from tests.support.program import EVENING, Program, rebase, unattended
from tests.support.quiet_programs import caught_up
from workspace.server import serving

RELEASES = Path(__file__).parents[1] / "files" / "releases"
PACKED = ("state.sqlite", "workspace.sqlite")


@pytest.fixture(params=sorted(p.name for p in RELEASES.iterdir()))
def released(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Program]:
    """The program of a release, in a workspace of its own."""
    folder = tmp_path / "program"
    shutil.copytree(RELEASES / request.param, folder)
    for name in PACKED:
        packed = folder / f"{name}.gz"
        (folder / name).write_bytes(gzip.decompress(packed.read_bytes()))
        packed.unlink()
    with serving(folder / "workspace.sqlite", control=True) as space:
        space.store.set_now(EVENING)
        rebase(folder, space)
        with closing(Program(folder, space)) as program:
            yield program


def page_ids(program: Program) -> list[str]:
    """The pages of the live meeting log: they stay until the next school
    year.
    """
    form = program.google().forms.get(program.lock.form)
    return [
        item["itemId"] for item in form["items"] if "pageBreakItem" in item
    ]


def test_a_released_program_is_upgraded_once_and_loses_nothing(
    released: Program,
) -> None:
    pages = page_ids(released)
    if released.lock.is_of_before:
        with pytest.raises(SyncError, match="Run `sync provision` once"):
            released.run()
    else:
        released.run()  # without a change that takes another edition
    released.provision()
    done, _ = released.provision()
    assert done.steps == []
    assert page_ids(released) == pages
    result, _ = released.run()
    [standing] = result.standings
    assert {o.submission.kind.value for o in standing.outcomes} == {
        "one-on-one",
        "brief conversation",
    }
    assert all(o.counted for o in standing.outcomes)
    assert [p.label for p in standing.district.pairs] == [
        "WES-1 Ana Diaz & Sam Lee",
        "WES-2 Grace Okafor & Luis Silva",
        "WES-3 Mei Novak & Omar Patel",
    ]
    assert [(p.pair, str(p.day)) for p in standing.district.plans] == [
        (1, "2026-12-04")
    ]
    caught_up(released)
    result, calls = unattended(released)
    assert calls == {"forms.read": 1, "drive.read": 1}
    assert not result.changed
