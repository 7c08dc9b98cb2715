"""Who may change what in a tab, and the ways to look at it that move nobody's
rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from templates.layout import Layout, Tab
from templates.wire import Body, area, data_area


def protection(
    layout: Layout, tab: Tab, editors: Sequence[str]
) -> Iterator[Body]:
    """Protected ranges: a whole tab of the tool's, and the headers of people's
    tabs.

    Of a hard tab also what is printed down it. Where a protected cell lies in
    a row, Google lets nobody but the editors insert, delete, move, sort or
    clear that row.
    """
    if tab.of_tool:
        yield _protect(
            tab, 0, {"sheetId": tab.id}, "Written by the sync", editors
        )
        return
    heads = area(tab, (0, tab.header_row), (0, layout.width(tab)))
    yield _protect(tab, 0, heads, "The headers", editors)
    for place, column in enumerate(tab.columns):
        if tab.hard and (column.formula or column.printed):
            where = data_area(layout, tab, place)
            yield _protect(tab, place + 1, where, column.header, editors)


def _protect(
    tab: Tab, number: int, where: Body, what: str, editors: Sequence[str]
) -> Body:
    return {
        "addProtectedRange": {
            "protectedRange": {
                "protectedRangeId": tab.id * 100 + number,
                "range": where,
                "description": f"{what}: kept by Making Time",
                "editors": {"users": list(editors)},
            }
        }
    }


def filter_views(
    layout: Layout, tab: Tab, schools: Sequence[str]
) -> Iterator[Body]:
    """The filter views of a tab: those it declares (``shows``, ``orders``);
    for Status also the pairs that need you, and one view for each school.
    """
    for place, shown in enumerate(tab.shows):
        spec = _where(tab, shown["column"], shown["equals"])
        view = {"title": shown["title"], "filterSpecs": [spec]}
        yield _view(layout, tab, place, view)
    for place, key in enumerate(tab.orders):
        order = {"dimensionIndex": tab.place(key), "sortOrder": "ASCENDING"}
        title = f"By {tab.column(key).header.lower()}"
        yield _view(layout, tab, place, {"title": title, "sortSpecs": [order]})
    if not tab.summary or all(
        column.key != "status" for column in tab.columns
    ):
        return
    for place, school in enumerate(schools):
        spec = _where(tab, "school", school)
        yield _view(
            layout, tab, place + 1, {"title": school, "filterSpecs": [spec]}
        )
    spec = _where(tab, "needs", "yes")
    yield _view(layout, tab, 0, {"title": "Needs you", "filterSpecs": [spec]})


def _where(tab: Tab, column: str, text: str) -> Body:
    """The rows in which a column has a text."""
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": text}]}
    return {
        "columnIndex": tab.place(column),
        "filterCriteria": {"condition": condition},
    }


def _view(layout: Layout, tab: Tab, place: int, shows: Body) -> Body:
    rows, columns = layout.size(tab)
    return {
        "addFilterView": {
            "filter": {
                "filterViewId": tab.id * 100 + place + 1,
                "range": area(tab, (tab.header_row - 1, rows), (0, columns)),
                **shows,
            }
        }
    }


def lost_views(
    layout: Layout, tab: Tab, here: Body, of_before: bool
) -> list[Body]:
    """The requests that restore lost views of a hard tab, whose rows cannot be
    sorted. With ``of_before`` also views that an earlier edition lacked.

    Other views are people's to delete.
    """
    if not (tab.hard or (of_before and tab.shows)):
        return []
    there = {view.get("filterViewId") for view in here.get("filterViews", [])}
    return [
        request
        for request in filter_views(layout, tab, ())
        if request["addFilterView"]["filter"]["filterViewId"] not in there
    ]


def views_anew(layout: Layout, tab: Tab, here: Body) -> list[Body]:
    """The views of the tool's that are there, with what they are to show."""
    there = {view.get("filterViewId") for view in here.get("filterViews", [])}
    wanted = (
        each["addFilterView"]["filter"]
        for each in filter_views(layout, tab, ())
    )
    fields = "title,range,filterSpecs"
    return [
        {"updateFilterView": {"filter": view, "fields": fields}}
        for view in wanted
        if view["filterViewId"] in there and "filterSpecs" in view
    ]
