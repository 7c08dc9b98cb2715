"""Teaching schedules that cannot be read are named."""

from __future__ import annotations

import pytest

from tests.support.obstacles import SCHEDULES, Obstacle, assert_named, name_of
from tests.support.scene import Scene

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("obstacle", SCHEDULES, ids=name_of)
def test_what_stands_in_the_way_is_named(
    scene: Scene, obstacle: Obstacle
) -> None:
    assert_named(scene, obstacle)
