"""A form that carries another mark is not read."""

from __future__ import annotations

import pytest

from sync.errors import Refused
from tests.support.program import Program, prepared
from tests.support.two_districts import two

pytestmark = pytest.mark.whole


districts = prepared(two)


def test_a_form_that_was_made_as_another_is_not_read(
    districts: Program,
) -> None:
    lock = districts.lock
    lock.forms["planning"].id = lock.forms["feedback"].id
    lock.save(districts.settings.lock_path)
    result, _ = districts.run(read_all=True)
    assert any("marked as" in each for each in result.notices)
    with pytest.raises(Refused, match="is marked as"):
        districts.provision()
