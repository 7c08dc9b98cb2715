"""A trial of an assumption says what stands in its way."""

from __future__ import annotations

import pytest

from sync.admin.finding import Grade
from tests.support.program import ADMIN
from tests.support.scene import Scene
from tests.support.trials import tried

pytestmark = pytest.mark.whole


def test_what_a_domain_forbids_is_not_taken_for_an_assumption_that_is_wrong(
    scene: Scene,
) -> None:
    """And it is asked once: what builds on it says the same without another
    call.
    """
    scene.decide(share="domain")
    found = {f.check: f for f in tried(scene) if f.grade is not Grade.OK}
    assert set(found) == {
        "a responder is a permission",
        "a link fills in the pair",
    }
    for each in found.values():
        assert each.message.startswith(
            "It cannot be tried here: Google refused while sharing the file "
        )
        assert 'responders = ["domain:your.domain"]' in each.remedy
    refused = [
        c
        for c in scene.space.wire.calls
        if c["method"] == "drive.permissions.create" and c["code"] == 403
    ]
    assert len(refused) == 1


def test_without_a_second_identity_it_is_shown_how_to_try(
    scene: Scene,
) -> None:
    told = {
        f.check: f.message
        for f in tried(scene, ADMIN)
        if f.grade is not Grade.OK
    }
    assert set(told) == {
        "changes tell of edits by others",
        "an editor may insert rows but in Pairs",
    }
    assert all(
        "It cannot be tried here: it takes a second identity" in said
        for said in told.values()
    )
