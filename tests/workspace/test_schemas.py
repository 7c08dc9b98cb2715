"""Law 8: whatever Google's discovery documents allow to be asked, the
workspace answers, and never breaks.

Bodies and parameters are made from the schemas themselves; what holds after
each is that nothing broke, that every answer was of its schema (the workspace
checks each before it is sent), and that what was changed can still be read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.program import ADMIN
from workspace import discovery
from workspace.forms.editing import KINDS as FORM_KINDS
from workspace.sheets.requests import KINDS as SHEET_KINDS
from workspace.space import Workspace

LONG = os.environ.get("LONG", "")
FEW = settings(
    max_examples=int(LONG) if LONG else 3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=not LONG,
)
TEXTS = (
    "",
    "A1",
    "Sheet1!A1:B2",
    "A:A",
    "x",
    "=A1+1",
    "=SUM(A1:B2)",
    "Two",
    "Ä 'q'",
    "0000000a",
    "2026-01-05",
    "5",
    "entry",
    "en_US",
    "Europe/Berlin",
    "\n",
    "=",
    "https://x.example/",
    "R1C1",
    "1",
)
MASKS = (
    "*",
    "*",
    "*",
    "*",
    "",
    "title",
    "userEnteredValue",
    "userEnteredFormat.backgroundColor",
    "range",
    "pixelSize",
)
# Names that a request hardly does without, ids of what every fresh book has,
# and what is refused here by name.
LIKELY = frozenset(
    (
        "range",
        "ranges",
        "fields",
        "source",
        "destination",
        "properties",
        "rule",
        "filter",
        "namedRange",
        "bandedRange",
        "protectedRange",
        "chart",
        "spec",
        "position",
        "newPosition",
        "overlayPosition",
        "anchorCell",
        "dimensionGroup",
        "dimensions",
        "dimension",
        "startIndex",
        "endIndex",
        "developerMetadata",
        "metadataKey",
        "visibility",
        "location",
        "dataFilter",
        "dataFilters",
        "gridRange",
        "booleanRule",
        "condition",
        "type",
        "rows",
        "values",
        "cell",
        "find",
        "allSheets",
        "rowProperties",
        "firstBandColor",
        "basicChart",
        "chartType",
        "series",
        "sourceRange",
        "sources",
        "name",
        "start",
        "sortSpecs",
        "namedRangeId",
        "bandedRangeId",
        "filterViewId",
        "filterId",
        "protectedRangeId",
        "chartId",
        "objectId",
        "item",
        "questionItem",
        "question",
        "choiceQuestion",
        "options",
        "value",
        "updateMask",
        "info",
        "settings",
        "originalLocation",
        "newLocation",
        "sheetId",
    )
)
IDS = (
    "namedRangeId",
    "bandedRangeId",
    "filterViewId",
    "filterId",
    "protectedRangeId",
    "chartId",
    "objectId",
    "metadataId",
)
ELSEWHERE = (
    "tableId",
    "dataSource",
    "visible",
    "foregroundColor",
    "filteredRowsIncluded",
    "bubbleChart",
    "candlestickChart",
    "histogramChart",
    "orgChart",
    "scorecardChart",
    "treemapChart",
    "waterfallChart",
    "columnReference",
    "quizSettings",
    "pivotTable",
    "relativeDate",
    "chipRuns",
    "effective",
    "formattedValue",
    "hyperlink",
    "gradientRule",
    "image",
    "fileUpload",
)


def body(
    api: str, schema: dict[str, Any], depth: int = 0, name: str = ""
) -> st.SearchStrategy[Any]:
    """Values of a schema: few names at a time, small numbers, texts that mean
    something to somebody.
    """
    schemas = discovery.document(api)["schemas"]
    if "$ref" in schema:
        schema = schemas[schema["$ref"]]
    kind = schema.get("type", "any")
    if "enum" in schema:
        return st.sampled_from(
            [e for e in schema["enum"] if "UNSPECIFIED" not in e] * 3
            + schema["enum"]
        )
    if name in IDS:
        return st.sampled_from(
            ("1", "1", "x") if kind == "string" else (1, 1, 2, 3)
        )
    if name in ("name", "title", "metadataKey", "find"):
        return st.sampled_from(("fresh", "new", "one", "x", "A1", ""))
    if name == "sheetId":
        return st.sampled_from((0, 0, 0, 1, 7))
    if name.startswith("start"):
        return (
            st.sampled_from((0, 1, 1, 2, -1))
            if kind == "integer"
            else body(api, schema, depth, "")
        )
    if name.startswith("end") and kind == "integer":
        return st.sampled_from((2, 3, 4, 2, 9))
    if kind == "string":
        return st.sampled_from(
            MASKS if name in ("fields", "updateMask") else TEXTS
        )
    if kind == "integer":
        return st.sampled_from((0, 1, 1, 2, 3, 50, -1))
    if kind == "number":
        return st.sampled_from((0, 1, -1.5, 0.25))
    if kind == "boolean":
        return st.booleans()
    if kind == "array":
        return st.lists(
            body(api, schema["items"], depth + 1),
            min_size=int(name in LIKELY),
            max_size=2,
        )
    if kind == "any":
        return st.sampled_from((1, 2.5, True, "x", "=A1", "", None))
    if "additionalProperties" in schema:
        return st.dictionaries(
            st.sampled_from(("0", "1", "a")),
            body(api, schema["additionalProperties"], depth + 1),
            max_size=2,
        )
    properties = {
        n: p
        for n, p in schema.get("properties", {}).items()
        if not n.startswith(ELSEWHERE)
    }
    if depth > 9 or not properties:
        return st.just({})
    likely = sorted(
        (LIKELY & set(properties)) - ({"sortSpecs"} if depth > 1 else set())
    )
    if {"start", "range"} <= set(likely) or {"range", "allSheets"} <= set(
        likely
    ):
        likely.remove("range")
    others = sorted(set(properties) - set(likely))
    few = (
        st.lists(st.sampled_from(others), max_size=2, unique=True)
        if others and depth < 6
        else st.just([])
    )
    most = st.integers(0, 9).flatmap(
        lambda n: (
            st.just(likely)
            if n
            else st.lists(st.sampled_from(likely), unique=True)
            if likely
            else st.just([])
        )
    )
    return st.tuples(most, few).flatmap(
        lambda names: st.fixed_dictionaries(
            {
                n: body(api, properties[n], depth + 1, n)
                for n in [*names[0], *names[1]]
            }
        )
    )


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace that is asked without HTTP."""
    made = Workspace(tmp_path_factory.mktemp("schemas") / "w.sqlite")
    yield made
    made.store.close()


def ask(
    space: Workspace, verb: str, path: str, sent: Any = None, /, **query: str
) -> tuple[int, Any]:
    space.wire.calls.clear()
    answer = space.wire.answer(
        verb,
        path,
        {k: [v] for k, v in query.items()},
        json.dumps(sent or {}).encode(),
        ADMIN,
    )
    assert "error" not in space.wire.calls[-1], (
        verb,
        path,
        sent,
        space.wire.calls[-1],
    )
    assert answer.code < 500 or answer.code == 501
    return answer.code, json.loads(
        answer.body or b"{}"
    ) if answer.type.startswith("application/json") else answer.body


def fresh_book(space: Workspace) -> str:
    space.reset()
    sheets = [
        {
            "properties": {
                "sheetId": 0,
                "title": "Sheet1",
                "gridProperties": {"rowCount": 6, "columnCount": 5},
            }
        },
        {
            "properties": {
                "sheetId": 1,
                "title": "Two",
                "gridProperties": {"rowCount": 12, "columnCount": 8},
            }
        },
    ]
    made = ask(
        space,
        "POST",
        "/v4/spreadsheets",
        {
            "sheets": sheets,
            "namedRanges": [
                {"name": "named", "range": {"sheetId": 1, "endRowIndex": 2}}
            ],
        },
    )[1]
    path = f"/v4/spreadsheets/{made['spreadsheetId']}"
    rows = [
        [1, "x", "=A1+1"],
        ["=SUM(A1:A1)", True, "=Two!A1"],
        ["2026-01-05", "", 3],
    ]
    ask(
        space,
        "PUT",
        f"{path}/values/A1",
        {"values": rows},
        valueInputOption="USER_ENTERED",
    )
    area = {
        "sheetId": 0,
        "startRowIndex": 3,
        "endRowIndex": 5,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }
    lines = {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    column = {"sourceRange": {"sources": [area | {"endColumnIndex": 1}]}}
    rule = {
        "ranges": [area],
        "booleanRule": {
            "condition": {"type": "NOT_BLANK"},
            "format": {"textFormat": {"bold": True}},
        },
    }
    chart = {
        "basicChart": {"chartType": "COLUMN", "series": [{"series": column}]}
    }
    there = [
        {
            "addNamedRange": {
                "namedRange": {
                    "namedRangeId": "1",
                    "name": "one",
                    "range": area,
                }
            }
        },
        {
            "addBanding": {
                "bandedRange": {
                    "bandedRangeId": 1,
                    "range": area,
                    "rowProperties": {"firstBandColor": {}},
                }
            }
        },
        {"addFilterView": {"filter": {"filterViewId": 1, "range": area}}},
        {
            "addProtectedRange": {
                "protectedRange": {
                    "protectedRangeId": 1,
                    "range": area,
                    "editors": {"users": [ADMIN]},
                }
            }
        },
        {"addConditionalFormatRule": {"rule": rule}},
        {"addConditionalFormatRule": {"rule": rule}},
        {"addDimensionGroup": {"range": lines}},
        {"setBasicFilter": {"filter": {"range": area}}},
        {
            "createDeveloperMetadata": {
                "developerMetadata": {
                    "metadataId": 1,
                    "metadataKey": "k",
                    "visibility": "DOCUMENT",
                    "location": {"dimensionRange": lines},
                }
            }
        },
        {
            "addChart": {
                "chart": {
                    "chartId": 1,
                    "spec": chart,
                    "position": {
                        "overlayPosition": {"anchorCell": {"sheetId": 0}}
                    },
                }
            }
        },
        {
            "mergeCells": {
                "range": area | {"startColumnIndex": 3, "endColumnIndex": 5}
            }
        },
    ]
    assert (
        ask(space, "POST", f"{path}:batchUpdate", {"requests": there})[0]
        == 200
    )
    return path


def fresh_form(space: Workspace) -> str:
    space.reset()
    made = ask(space, "POST", "/v1/forms", {"info": {"title": "F"}})[1]
    path = f"/v1/forms/{made['formId']}"
    radio = {"type": "RADIO", "options": [{"value": "a"}, {"value": "b"}]}
    items = [
        {
            "itemId": "1",
            "title": "q",
            "questionItem": {
                "question": {"questionId": "a", "choiceQuestion": radio}
            },
        },
        {"itemId": "2", "title": "page", "pageBreakItem": {}},
        {
            "itemId": "3",
            "questionGroupItem": {
                "grid": {"columns": radio},
                "questions": [{"rowQuestion": {"title": "r"}}],
            },
        },
    ]
    requests = [
        {"createItem": {"item": item, "location": {"index": i}}}
        for i, item in enumerate(items)
    ]
    assert (
        ask(space, "POST", f"{path}:batchUpdate", {"requests": requests})[0]
        == 200
    )
    return path


@pytest.mark.parametrize("kind", sorted(SHEET_KINDS))
def test_every_sheets_request_is_answered_and_leaves_a_book_that_can_be_read(
    space: Workspace, kind: str
) -> None:
    schema = discovery.document("sheets.v4")["schemas"]["Request"][
        "properties"
    ][kind]

    @FEW
    @given(
        st.lists(body("sheets.v4", schema), min_size=1, max_size=2),
        st.booleans(),
    )
    def holds(wanted: list[Any], echo: bool) -> None:
        path = fresh_book(space)
        sent = {
            "requests": [{kind: each} for each in wanted],
            "includeSpreadsheetInResponse": echo,
            "responseIncludeGridData": True,
        }
        before = ask(space, "GET", path, includeGridData="true")[1]
        code, _ = ask(space, "POST", f"{path}:batchUpdate", sent)
        after_code, after = ask(space, "GET", path, includeGridData="true")
        assert after_code == 200
        assert code == 200 or after == before, (
            "a refused batch changes nothing"
        )
        space.desk.forget()
        assert ask(space, "GET", path, includeGridData="true")[1] == after, (
            "it is kept as it was answered"
        )

    holds()


@pytest.mark.parametrize("kind", sorted(FORM_KINDS))
def test_every_forms_request_is_answered_and_leaves_a_form_that_can_be_read_and_filled(
    space: Workspace, kind: str
) -> None:
    schema = discovery.document("forms.v1")["schemas"]["Request"][
        "properties"
    ][kind]

    @FEW
    @given(st.lists(body("forms.v1", schema), min_size=1, max_size=3))
    def holds(wanted: list[Any]) -> None:
        from workspace.forms import filling

        path = fresh_form(space)
        before = ask(space, "GET", path)[1]
        code, _ = ask(
            space,
            "POST",
            f"{path}:batchUpdate",
            {"requests": [{kind: each} for each in wanted]},
        )
        after_code, after = ask(space, "GET", path)
        assert after_code == 200
        assert code == 200 or after == before
        given = filling.Given.read(
            [("entry.10", "a"), ("entry.10_year", "2026"), ("entry.7", "x")]
        )
        for at, section in enumerate(filling.sections(after)):
            filling.mistakes(section, given)
            filling.next_section(after, at, given)
        filling.answers(after, [0], given)

    holds()


def answered() -> set[str]:
    """The methods that a workspace answers."""
    made = Workspace(":memory:")
    with closing(made.store):
        return set(made.methods)


ANSWERED = answered()
METHODS = sorted(
    m.id
    for m in discovery.methods()
    if m.id in ANSWERED and not m.id.endswith("batchUpdate")
)


@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_answered(space: Workspace, name: str) -> None:
    """Parameters of the right type and of any value, bodies of the schema: an
    answer, or Google's refusal.
    """
    method = next(m for m in discovery.methods() if m.id == name)
    document = discovery.document(method.api)
    template = next(t for i, t in _paths(document) if i == name)
    in_query = {
        k: p
        for k, p in method.parameters.items()
        if p.get("location") == "query"
        and k not in ("alt", "$.xgafv", "fields", "key", "callback")
    }

    def value(declared: dict[str, Any]) -> st.SearchStrategy[str]:
        if declared["type"] == "boolean":
            return st.sampled_from(("true", "false"))
        if declared["type"] == "integer":
            return st.sampled_from(("1", "2", "100"))
        if "enum" in declared:
            return st.sampled_from(declared["enum"])
        return st.sampled_from(
            (
                *TEXTS,
                "1",
                "'root' in parents",
                "name = 'x'",
                "timestamp > 2026-01-01T00:00:00Z",
                "text/csv",
            )
        )

    sent = (
        body(method.api, {"$ref": method.request})
        if method.request
        else st.just({})
    )
    query = (
        st.lists(
            st.sampled_from(sorted(in_query)), max_size=3, unique=True
        ).flatmap(
            lambda names: st.fixed_dictionaries(
                {n: value(in_query[n]) for n in names}
            )
        )
        if in_query
        else st.just({})
    )

    @FEW
    @given(sent, query, st.data())
    def holds(sent: Any, query: dict[str, str], data: st.DataObject) -> None:
        path = (
            fresh_form(space)
            if method.api == "forms.v1"
            else fresh_book(space)
        )
        known = {
            "spreadsheetId": path.rpartition("/")[2],
            "formId": path.rpartition("/")[2],
            "fileId": path.rpartition("/")[2],
            "range": "A1%3AB2",
            "sheetId": "0",
            "permissionId": "anyoneWithLink",
        }
        where = template
        for parameter in method.pattern.groupindex:
            given_value = (
                known.get(parameter, "x")
                if data.draw(st.integers(0, 9))
                else "Q"
            )
            where = where.replace("{" + parameter + "}", given_value)
        code, _ = ask(
            space,
            method.verb,
            "/" + document["servicePath"] + where,
            sent,
            **query,
        )
        assert code in (200, 204, 400, 401, 403, 404, 409, 501)
        assert space.wire.calls[-1]["method"] == name, (
            "it is this method that answered"
        )

    holds()


def _paths(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for method in node.get("methods", {}).values():
        yield method["id"], method.get("flatPath", method["path"])
    for resource in node.get("resources", {}).values():
        yield from _paths(resource)


def test_a_body_that_is_no_json_or_not_of_the_schema_is_refused(
    space: Workspace, tmp_path: Path
) -> None:
    del tmp_path
    path = fresh_book(space)
    for text in (
        b"{",
        b"[]",
        b"5",
        b'"x"',
        b"\xff",
        b'{"requests": 5}',
        b'{"requests": [[5]]}',
        b'{"requests": [{"x": {}}]}',
        b'{"requests": NaN}',
        b'{"requests": [{"addSheet": {"properties": {"title": "\\ud800"}}}]}',
        b"[" * 50_000,
    ):
        answer = space.wire.answer(
            "POST", f"{path}:batchUpdate", {}, text, ADMIN
        )
        assert answer.code == 400, text[:30]
        assert b"INVALID_ARGUMENT" in answer.body
