"""What the planning form says."""

from __future__ import annotations

from typing import Any

from forms import planning_answers
from forms.form_file import load
from forms.form_items import items
from forms.form_shapes import PLANNING


def test_a_time_of_the_small_hours_is_meant_in_the_afternoon() -> None:
    form = load(PLANNING)
    day, at = form.question("regular_day"), form.question("regular_time")

    def answer(*values: tuple[str, str]) -> dict[str, Any]:
        said = {
            i: {"textAnswers": {"answers": [{"value": value}]}}
            for i, value in values
        }
        return {
            "responseId": "r",
            "createTime": "2026-09-01T12:00:00Z",
            "answers": said,
        }

    for text, meant in (
        ("02:45", "14:45"),
        ("07:30", "07:30"),
        ("14:15", "14:15"),
        ("25:00", None),
    ):
        found = planning_answers.read(
            answer((day.question_id, "Tuesday"), (at.question_id, text)), form
        )
        assert found.regular is not None
        assert (
            found.regular.at.isoformat("minutes") if found.regular.at else None
        ) == meant
    assert (
        planning_answers.read(answer((at.question_id, "14:15")), form).regular
        is None
    )
    assert (
        planning_answers.read(
            answer((day.question_id, "Caturday")), form
        ).regular
        is None
    )
    assert len(items(form)) == 7
