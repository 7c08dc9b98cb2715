"""Forms that were made half are found and finished."""

from __future__ import annotations

import pytest

from sync.errors import TryLater
from sync.google.forms import Forms
from tests.support.program import Program
from tests.support.provisioned_forms import forms_of
from workspace.weather import Fault

FURNISHED = {"new_forms": "furnished"}


def test_a_form_that_was_made_and_never_filled_is_found_again_and_filled(
    unprovisioned: Program,
) -> None:
    """The question of Google's is still the only thing in it: it is nobody's,
    and goes.
    """
    unprovisioned.space.access.admin.decide(FURNISHED)
    unprovisioned.space.weather.faults = [
        Fault("503", "forms.forms.batchUpdate")
    ]
    with pytest.raises(TryLater):
        unprovisioned.provision()
    unprovisioned.provision()
    titles = [
        item.get("title") for item in forms_of(unprovisioned)["log"]["items"]
    ]
    assert "Untitled Question" not in titles


def test_a_form_without_an_address_is_shown_and_done_the_next_time(
    unprovisioned: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    get = Forms.get
    monkeypatch.setattr(
        Forms,
        "get",
        lambda *a: {k: v for k, v in get(*a).items() if k != "responderUri"},
    )
    with pytest.raises(
        TryLater,
        match=r"has not given the form an address yet. Run `sync provision` again",
    ):
        unprovisioned.provision()
    monkeypatch.undo()
    unprovisioned.provision()
    assert unprovisioned.lock.responder_uri.endswith("/viewform")
