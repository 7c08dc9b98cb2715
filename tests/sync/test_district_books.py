"""A district's sheet is made good where it is the tool's."""

from __future__ import annotations

import pytest

from sync.admin.plan import Deed
from sync.errors import SyncError
from tests.support.cut_tabs import logged, without_header_row
from tests.support.program import Program

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("key", ["status", "log"])
def test_a_header_row_of_the_tools_is_put_back_and_nothing_is_doubled(
    program: Program, key: str
) -> None:
    logged(program)
    before = program.values(key)
    without_header_row(program, key)
    with pytest.raises(SyncError, match="has lost its header row"):
        program.run(read_all=True)
    done, _ = program.provision()
    title = program.layout.tab(key).title
    assert f"Westbrook: the header row of {title}" in done.of(Deed.MEND)
    program.run(read_all=True)
    assert program.values(key) == before
    assert not program.run(read_all=True)[0].changed
