"""Problems of one kind are one question, whatever people paste."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.core.problems import Problem, like_ones_together


def said(*problems: Problem) -> list[str]:
    return [str(problem) for problem in like_ones_together(problems)]


def test_rows_that_need_the_same_are_one_question() -> None:
    rows = [
        Problem(f"Follow-up A{n}", "there is no date", "Enter one")
        for n in range(7, 21)
    ]
    assert said(*rows) == [
        "Follow-up A7-A20 (14 rows): there is no date. Enter one"
    ]


def test_gaps_and_other_texts_are_reported() -> None:
    rows = [
        Problem(f"Pairs D{n}", f"“{n}” is no address", "Enter an address")
        for n in (4, 5, 8)
    ]
    assert said(*rows) == [
        "Pairs D4-D5, D8 (3 rows): “4” is no address, and the like. Enter an address"
    ]
    lines = [
        Problem(f"Pairs, row {n}", "no number", "Move it") for n in (3, 9)
    ]
    assert said(*lines) == ["Pairs, rows 3, 9 (2 rows): no number. Move it"]


def test_what_is_alone_is_shown_as_it_is() -> None:
    problems = [
        Problem("Pairs D4", "“x” is no address", "Enter an address"),
        Problem("the tab Rules", "it was deleted", "Undo it"),
        Problem("Pairs E4", "“x” is no address", "Enter an address"),
    ]
    assert said(*problems, problems[0]) == [str(p) for p in problems]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"), st.integers(1, 500), st.sampled_from("pq")
        ),
        max_size=200,
    )
)
def test_every_cell_is_in_one_question_and_no_question_is_long(
    cells: list[tuple[str, int, str]],
) -> None:
    problems = [
        Problem(f"Pairs {column}{row}", "odd", f"Mend {remedy}")
        for column, row, remedy in cells
    ]
    told = list(like_ones_together(problems))
    assert len(told) == len({(column, remedy) for column, _, remedy in cells})
    assert all(len(str(problem)) < 120 for problem in told)
