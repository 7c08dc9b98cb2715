"""What must hold before a command touches what was made."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from sync.admin.provision import plan
from sync.errors import SyncError
from tests.support.obstacles import (
    a_disk_that_is_nearly_full,
    a_state_of_another_program,
    a_year_changed_in_place,
    examined,
    no_lock_file,
    nothing_provisioned,
    sheets_of_an_edition_before,
)
from tests.support.scene import Scene

pytestmark = pytest.mark.whole


def test_a_full_disk_stops_nothing_that_looks_or_takes_away(
    scene: Scene,
) -> None:
    scene.provisioned()
    scene.program.run()
    a_disk_that_is_nearly_full(scene)
    assert scene.program.run(write=False)[0].standings
    assert scene.program.does(lambda opened: plan(opened)).refused == []
    key = scene.program.settings.districts[0].key
    assert scene.program.does(
        lambda opened: opened.program().spreadsheet(key).id
    )


def test_a_disk_that_does_not_say_its_size_is_believed(scene: Scene) -> None:
    scene.provisioned()
    disk = SimpleNamespace(free=0, total=0)
    scene.patch.setattr("shutil.disk_usage", lambda _: disk)
    assert scene.program.run()[0].failed == {}


@pytest.mark.parametrize(
    "happens",
    [
        sheets_of_an_edition_before,
        a_year_changed_in_place,
        a_state_of_another_program,
        no_lock_file,
        nothing_provisioned,
        a_disk_that_is_nearly_full,
    ],
)
def test_what_a_run_refuses_doctor_says_in_the_same_words(
    scene: Scene, happens: Callable[[Scene], None]
) -> None:
    happens(scene)
    said = {f"{f.message} {f.remedy}".strip() for f in examined(scene)}
    with pytest.raises(SyncError) as refused:
        scene.program.run()
    assert str(refused.value) in said
