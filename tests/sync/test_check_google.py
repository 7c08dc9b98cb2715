"""What Google refuses before anything is opened is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.admin.doctor import examine
from sync.program.settings import Settings
from tests.support.obstacles import (
    GOOGLE,
    Obstacle,
    assert_named,
    assert_nothing_left,
    examined,
    name_of,
)
from tests.support.scene import Scene

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("obstacle", GOOGLE, ids=name_of)
def test_what_stands_in_the_way_is_named(
    scene: Scene, obstacle: Obstacle
) -> None:
    assert_named(scene, obstacle)


def test_a_probe_of_a_doctor_who_was_killed_is_cleared_away(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.google.drive import Drive

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    trash = Drive.trash
    monkeypatch.setattr(Drive, "trash", killed)
    with pytest.raises(KeyboardInterrupt):
        examined(scene)
    monkeypatch.setattr(Drive, "trash", trash)
    examined(scene)
    examined(scene)
    assert_nothing_left(scene)


@pytest.mark.parametrize("stop", ["lost", "closed"])
def test_no_probe_is_left_by_a_lost_answer_or_by_somebody_who_stops(
    scene: Scene, stop: str
) -> None:
    if stop == "lost":
        scene.internal(
            "faults",
            kind="503",
            method="drive.files.create",
            applied=True,
            times=1,
        )
        examined(scene)
    else:

        @contextmanager
        def serve(_: Settings) -> Iterator[str]:
            yield scene.space.url

        looking = examine(
            scene.folder / "program.toml",
            serve,
            Path("/opt/making-time/bin/sync"),
        )
        while next(looking).check != "making a sheet":
            pass
        looking.close()  # type: ignore[attr-defined]
    probes = scene.space.store.db.execute(
        "SELECT trashed FROM files WHERE name LIKE '%probe%'"
    ).fetchall()
    assert probes
    assert all(trashed for (trashed,) in probes)
    assert_nothing_left(scene)
