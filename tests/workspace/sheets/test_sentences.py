"""The sentence of an error says which function failed and why."""

from __future__ import annotations

from typing import Any

from tests.support.evaluated_books import NOON, book
from workspace.sheets.evaluation import Evaluation
from workspace.sheets.model import Model


class Counting(Model):
    """A model that counts what it is asked aside."""

    asked = 0

    def ask(self, *of: Any) -> list[Any]:
        self.asked += 1
        return super().ask(*of)


def test_sentences_of_many_errors_take_few_evaluations() -> None:
    rows: list[list[Any]] = [
        [f'=XLOOKUP("z{n}",D:D,E:E)', f"=MATCH({n}&1,D:D,0)"]
        for n in range(1, 200)
    ]
    model = Counting()
    now = Evaluation(book(rows), NOON, model)
    found = [now.extended(0, r, c) for r in range(199) for c in (0, 1)]
    assert all(f and "errorValue" in f for f in found)
    assert found[0] == {
        "errorValue": {
            "type": "N_A",
            "message": "Did not find value 'z1' in XLOOKUP evaluation.",
        }
    }
    assert model.asked <= 25
