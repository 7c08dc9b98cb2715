"""The model of a spreadsheet: brought from state to state it gives what a
model made anew gives.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from workspace.sheets.a1 import moved
from workspace.sheets.book import Book, Tab, new_book, sheet_properties
from workspace.sheets.model import Model, State

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SIZE = 6
# By the tab that they stand on: a number, texts, formulas over the other tab,
# open sides, names, the time, links, mistakes.
VALUES: tuple[Any, ...] = (
    None,
    4,
    "words",
    True,
    "=A1+1",
    '=Other!B2&"x"',
    "=SUM(A2:A)",
    "=COUNTA(Other!A:A)",
    "=TODAY()",
    "=NOW()-1",
    '=HYPERLINK("https://x.example/"&A1,"there")',
    '=IF(B1="","blank",B1)',
    "=spot*2",
    "=1/0",
    "=)(",
    '="TODAY()"',
    "=SEQUENCE(2)",
    "=A1:A2",
)


def entered(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, bool):
        kind = "boolValue"
    elif isinstance(value, str):
        kind = "formulaValue" if value.startswith("=") else "stringValue"
    else:
        kind = "numberValue"
    return {"userEnteredValue": {kind: value}}


def blank_book() -> Book:
    book = new_book("book", "Book")
    book.tabs.append(Tab(sheet_properties(7, "Other", 1)))
    for tab in book.tabs:
        tab.grid.update(rowCount=SIZE, columnCount=SIZE)
    book.named = [
        {
            "name": "spot",
            "range": {"sheetId": 0, "endRowIndex": 2, "endColumnIndex": 1},
        }
    ]
    return book


def seen(model: Model, state: State) -> list[Any]:
    """All that a state gives, cell by cell: values and where links lead."""
    places = [
        (tab.id, r, c)
        for tab in state.book.tabs
        for r in range(SIZE)
        for c in range(SIZE)
    ]
    return [
        (model.value(state, *place), model.target(state, *place))
        for place in places
    ]


CHANGES = st.one_of(
    st.tuples(
        st.just("put"),
        st.integers(0, 1),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from(VALUES),
    ),
    st.tuples(st.just("wait"), st.integers(1, 3000)),
    st.tuples(st.just("grow")),
    st.tuples(st.just("rename")),
    st.tuples(st.just("swap")),
    st.tuples(st.just("back")),
    st.tuples(st.just("keep")),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=25))
def test_a_model_that_moves_gives_what_a_new_one_gives(
    changes: list[tuple[Any, ...]],
) -> None:
    book, moment, model = blank_book(), NOON, Model()
    states = [State(book, moment)]
    for kind, *what in changes:
        book = book.copy()
        tab = book.tabs[0]
        if kind == "put":
            place, row, column, value = what
            book.tabs[place].put(row, column, entered(value))
        elif kind == "wait":
            moment += timedelta(minutes=what[0])
        elif kind == "grow":
            tab.grid["rowCount"] += 1
        elif kind == "rename":
            tab.properties["title"] += "'s"
        elif kind == "swap":
            rows = {SIZE - 1 - r: dict(row) for r, row in tab.rows.items()}
            tab.rows = rows
        elif kind == "keep":
            book = states[-1].book
            kept = None
            if not any(map(model.spreading, book.tabs)):
                kept = model.entered(book)
            if kept:
                model = Model()
                model.resume(kept, book)
        states.append(states[0] if kind == "back" else State(book, moment))
        assert seen(model, states[-1]) == seen(Model(), states[-1])


def test_a_tab_may_have_any_name() -> None:
    model, book = Model(), blank_book()
    book.tabs[1].put(0, 0, entered(41))
    book.tabs[0].put(0, 0, entered("=Other!A1+1"))
    for title in ("Sheet1", "new 0", "new 1", "Sheet1"):
        book = book.copy()
        book.tabs[0].properties["title"] = title
        assert model.value(State(book, NOON), 0, 0, 0) == 42


def test_a_formula_that_was_replaced_leaves_no_link() -> None:
    model, book = Model(), blank_book()
    book.tabs[0].put(0, 0, entered('=HYPERLINK("https://x.example/","there")'))
    first = State(book, NOON)
    assert model.target(first, 0, 0, 0) == "https://x.example/"
    after = book.copy()
    after.tabs[0].put(0, 0, entered("=1+1"))
    second = State(after, NOON)
    assert (model.value(second, 0, 0, 0), model.target(second, 0, 0, 0)) == (
        2,
        None,
    )
    assert model.target(first, 0, 0, 0) == "https://x.example/", (
        "whoever still looks at what was sees it"
    )


def test_what_is_asked_aside_stands_in_no_cell() -> None:
    model, book = Model(), blank_book()
    book.tabs[0].put(0, 0, entered(3))
    state = State(book, NOON)
    assert model.ask(state, book.tabs[0], [moved("=A1*2", 0, 0)]) == [6]
    assert [each for each in seen(model, state) if each[0] is not None] == [
        (3, None)
    ]
