"""What people wrote is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from sync.admin.plan import Deed
from sync.errors import Refused
from tests.support.cut_tabs import does, logged, without_header_row
from tests.support.program import ADMIN, Program

pytestmark = pytest.mark.whole


@pytest.mark.parametrize("key", ["pairs", "calendar"])
def test_a_header_row_of_peoples_is_never_written_over_data(
    program: Program, key: str
) -> None:
    """They undo it, or make room for it; until then the district keeps its
    last answer.
    """
    logged(program)
    without_header_row(program, key)
    before = program.values(key)
    result, _ = program.run(read_all=True)
    assert not result.failed
    for _ in range(2):
        with pytest.raises(
            Refused,
            match=r"lost its header row: row 1 holds “(1, Ana|no school)",
        ):
            program.provision()
        assert program.values(key) == before
    tab = program.layout.tab(key)
    first = {
        "sheetId": tab.id,
        "dimension": "ROWS",
        "startIndex": 0,
        "endIndex": 1,
    }
    does(program, insertDimension={"range": first, "inheritFromBefore": False})
    program.provision()
    header, *rows = program.values(key)
    assert header[: len(tab.columns)] == [c.header for c in tab.columns]
    typed = [c.key for c in tab.columns if not c.formula]
    places = [tab.place(k) for k in typed]

    def people(line: list[Any]) -> list[Any]:
        return [line[p] if p < len(line) else "" for p in places]

    assert [people(r) for r in rows] == [people(r) for r in before]
    assert not program.run(read_all=True)[0].failed


def test_a_column_of_somebodys_own_with_our_header_is_left(
    program: Program,
) -> None:
    place = program.layout.tab("pairs").place("meets")
    area = {
        "sheetId": program.layout.tab("pairs").id,
        "startRowIndex": 1,
        "endRowIndex": 54,
        "startColumnIndex": place,
        "endColumnIndex": place + 1,
    }
    text = {"userEnteredValue": {"stringValue": "in room 12"}}
    program.edit(
        {
            "repeatCell": {
                "range": area,
                "cell": text,
                "fields": "userEnteredValue",
            }
        },
        who=ADMIN,
    )
    (notice,) = [
        n
        for n in program.provision()[0].of(Deed.NOTICE)
        if "Meets of Pairs" in n
    ]
    assert "it was left alone" in notice
    assert program.values("pairs")[1][place] == "in room 12"
