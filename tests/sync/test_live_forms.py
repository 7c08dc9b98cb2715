"""What is assumed of Forms is tried as the program's own form is shared."""

from __future__ import annotations

import pytest

from sync.admin.finding import Grade
from tests.support.scene import Scene
from tests.support.trials import tried

pytestmark = pytest.mark.whole


def test_the_form_is_opened_to_whom_the_programs_own_is_open(
    scene: Scene,
) -> None:
    scene.declare("form", responders="domain:making-time.example")
    scene.decide(share="domain")
    found = {
        f.check: f.message for f in tried(scene) if f.grade is not Grade.OK
    }
    assert list(found) == ["a link fills in the pair"]
    assert (
        "It cannot be tried here: the form opens only to who is signed in."
        in found["a link fills in the pair"]
    )
