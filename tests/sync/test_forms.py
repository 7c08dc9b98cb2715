"""Forms through the wire."""

from __future__ import annotations

import pytest

from forms import definition, form_items
from tests.support.program import Program
from tests.support.provisioned_forms import declared_forms, forms_of


@pytest.mark.parametrize("new_forms", ["bare", "furnished"])
def test_whatever_a_new_form_comes_with_it_becomes_what_is_declared(
    unprovisioned: Program, new_forms: str
) -> None:
    """A question of Google's, signed-in addresses, no public address before it
    is published.
    """
    unprovisioned.space.access.admin.decide({"new_forms": new_forms})
    unprovisioned.provision()
    declared = declared_forms(unprovisioned)
    for name, form in forms_of(unprovisioned).items():
        assert [item["itemId"] for item in form["items"]] == [
            i["itemId"] for i in form_items.items(declared[name])
        ]
        assert (
            form["settings"]["emailCollectionType"]
            == definition.EMAIL[declared[name].email]
        )
        assert form["responderUri"].endswith("/viewform")
    assert (
        unprovisioned.lock.forms["feedback"].uri
        == forms_of(unprovisioned)["feedback"]["responderUri"]
    )
    again, calls = unprovisioned.provision()
    assert not again.changes
    assert (
        calls["forms.write"],
        calls["sheets.write"],
        calls["drive.write"],
    ) == (
        0,
        0,
        0,
    )
