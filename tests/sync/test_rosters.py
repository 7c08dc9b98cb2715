"""A roster that shrinks is believed, or asked about."""

from __future__ import annotations

from tests.support.program import Program, prepared
from tests.support.quiet_programs import (
    empty_five_rows,
    twelve_pairs,
)

many = prepared(twelve_pairs)


def test_a_roster_that_lost_a_third_is_not_believed_until_somebody_says_so(
    many: Program,
) -> None:
    empty_five_rows(many)
    result, _ = many.run()
    assert (len(result.standings[0].pairs), result.guarded) == (12, {"WES"})
    assert "Pairs: 5 of 12 pairs are gone since it was last read" in "\n".join(
        result.standings[0].questions
    )
    assert many.run()[0].guarded == {"WES"}, (
        "not believed the second time either"
    )
    accepted, _ = many.run(accept=True)
    assert (len(accepted.standings[0].pairs), accepted.guarded) == (7, set())
    assert many.run()[0].guarded == set()


def test_a_few_pairs_fewer_are_believed(many: Program) -> None:
    area = {
        "sheetId": 103,
        "startRowIndex": 10,
        "endRowIndex": 13,
        "startColumnIndex": 1,
        "endColumnIndex": 3,
    }
    many.edit(
        {
            "repeatCell": {
                "range": area,
                "cell": {},
                "fields": "userEnteredValue",
            }
        }
    )
    result, _ = many.run()
    assert (len(result.standings[0].pairs), result.guarded) == (9, set())
