"""Developer metadata, which follows its row, column or tab, and the data
filters that find it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

from workspace.errors import Refusal, invalid, not_here
from workspace.sheets.a1 import Area
from workspace.sheets.book import Book

Body = dict[str, Any]
MOST_CHARACTERS = 30_000


def kind(location: Body) -> str:
    """SPREADSHEET, SHEET, ROW or COLUMN."""
    if location.get("spreadsheet"):
        return "SPREADSHEET"
    if "dimensionRange" in location:
        return (
            "ROW"
            if location["dimensionRange"].get("dimension") == "ROWS"
            else "COLUMN"
        )
    return "SHEET"


def check(book: Book, metadata: Body) -> None:
    """Refuse metadata without a key, of no visibility, on nothing, or on more
    than one row or column.
    """
    if not metadata.get("metadataKey"):
        raise invalid("developerMetadata must have a metadataKey.")
    if metadata.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise invalid(
            "developerMetadata must have a visibility of DOCUMENT or PROJECT."
        )
    if metadata["visibility"] == "PROJECT":
        raise not_here("developer metadata that only one project sees")
    location = metadata.get("location") or {}
    given = [
        k
        for k in ("spreadsheet", "sheetId", "dimensionRange")
        if k in location and location[k] is not False
    ]
    if len(given) != 1:
        raise invalid(
            "The location of developer metadata is exactly one of spreadsheet, sheetId and dimensionRange."
        )
    if "sheetId" in given:
        book.tab(location["sheetId"])
    if "dimensionRange" in given:
        lines = location["dimensionRange"]
        tab = book.tab(lines.get("sheetId", 0))
        if lines.get("dimension") not in ("ROWS", "COLUMNS"):
            raise invalid("No dimension specified.")
        first, after = lines.get("startIndex", 0), lines.get("endIndex")
        if after is None or after - first != 1:
            raise invalid(
                "Developer metadata can be on exactly one row or one column."
            )
        if not 0 <= first < tab.size[0 if lines["dimension"] == "ROWS" else 1]:
            raise invalid(
                "The location of developer metadata is outside of the grid."
            )
        lines["startIndex"] = first
    on_same = [
        m for m in book.metadata if _holder(m["location"]) == _holder(location)
    ]
    size = sum(
        len(m["metadataKey"]) + len(m.get("metadataValue", ""))
        for m in on_same
        if m is not metadata
    )
    if (
        size
        + len(metadata["metadataKey"])
        + len(metadata.get("metadataValue", ""))
        > MOST_CHARACTERS
    ):
        raise invalid(
            f"Developer metadata can hold at most {MOST_CHARACTERS} characters here."
        )


def _holder(location: Body) -> int | None:
    """The tab that metadata counts against, or None for the spreadsheet."""
    if location.get("spreadsheet"):
        return None
    lines = location.get("dimensionRange")
    return (
        int(lines.get("sheetId", 0))
        if lines
        else int(location.get("sheetId", 0))
    )


def made(
    book: Book, metadata: Body, new_id: Callable[[Iterable[Any]], int]
) -> Body:
    """Put metadata into a book, under its own id or a new one."""
    check(book, metadata)
    taken = {m["metadataId"] for m in book.metadata}
    if metadata.get("metadataId") in taken:
        raise invalid(
            f"Developer metadata with id {metadata['metadataId']} already exists."
        )
    if metadata.get("metadataId", 1) < 1:
        raise invalid("The id of developer metadata must be positive.")
    metadata.setdefault("metadataId", new_id(taken))
    book.metadata.append(metadata)
    return metadata


def shown(metadata: Body) -> Body:
    """Metadata as it is answered, with the kind of its location."""
    location = {
        k: v for k, v in metadata["location"].items() if k != "locationType"
    }
    return copy.deepcopy(metadata) | {
        "location": {"locationType": kind(location)} | copy.deepcopy(location)
    }


def area(book: Book, metadata: Body) -> Area:
    """The cells that metadata is about."""
    return _place(book, metadata["location"])


def _place(book: Book, location: Body) -> Area:
    lines = location.get("dimensionRange")
    if lines:
        tab = book.tab(lines.get("sheetId", 0))
        first, after = lines.get("startIndex", 0), lines.get("endIndex")
        rows = lines["dimension"] == "ROWS"
        whole = (
            Area(tab.id, first, after)
            if rows
            else Area(tab.id, 0, None, first, after)
        )
        return whole.within(*tab.size)
    tab = book.tab(location.get("sheetId", 0))
    return Area(tab.id).within(*tab.size)


def matching(book: Book, filters: Iterable[Body]) -> list[Body]:
    """The metadata that any of some data filters matches."""
    found = []
    for wanted in filters:
        if "developerMetadataLookup" in wanted:
            lookup = wanted["developerMetadataLookup"]
            _check_lookup(lookup)
            found += [
                m
                for m in book.metadata
                if _matches(book, m, lookup) and m not in found
            ]
        else:
            within = area_of(book, wanted)
            found += [
                m
                for m in book.metadata
                if not m["location"].get("spreadsheet")
                and m not in found
                and area(book, m).overlaps(within)
            ]
    return found


def _check_lookup(lookup: Body) -> None:
    """Refuse what Google's reference rules out: metadata of the spreadsheet
    intersects no other.
    """
    where, kind_of = lookup.get("metadataLocation"), lookup.get("locationType")
    how = lookup.get("locationMatchingStrategy")
    if how and not where:
        raise invalid("A locationMatchingStrategy needs a metadataLocation.")
    if how == "EXACT_LOCATION" and kind_of:
        raise invalid(
            "The locationType must be left out where the locationMatchingStrategy is EXACT_LOCATION."
        )
    if (
        kind_of == "SPREADSHEET"
        and where
        and (how == "INTERSECTING_LOCATION" or not where.get("spreadsheet"))
    ):
        raise invalid(
            "The locationType SPREADSHEET intersects no other location."
        )


def _matches(book: Book, metadata: Body, lookup: Body) -> bool:
    for name in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if name in lookup and lookup[name] != metadata.get(name):
            return False
    if lookup.get("locationType", kind(metadata["location"])) != kind(
        metadata["location"]
    ):
        return False
    if "metadataLocation" in lookup:
        wanted = {
            k: v
            for k, v in lookup["metadataLocation"].items()
            if k != "locationType"
        }
        if wanted.get("spreadsheet") or metadata["location"].get(
            "spreadsheet"
        ):
            return bool(wanted.get("spreadsheet")) and bool(
                metadata["location"].get("spreadsheet")
            )
        if lookup.get("locationMatchingStrategy") != "EXACT_LOCATION":
            return area(book, metadata).overlaps(_place(book, wanted))
        if wanted != {
            k: v
            for k, v in metadata["location"].items()
            if k != "locationType"
        }:
            return False
    return True


def area_of(book: Book, wanted: Body) -> Area:
    """The cells of a data filter that names a range."""
    given = [
        k
        for k in ("developerMetadataLookup", "a1Range", "gridRange")
        if k in wanted
    ]
    if len(given) != 1:
        raise invalid(
            "Must specify exactly one of developerMetadataLookup, a1Range and gridRange."
        )
    if "gridRange" in wanted:
        return book.area(wanted["gridRange"])
    read = book.read(wanted["a1Range"])
    return read.within(*book.tab(read.sheet).size)


def areas(book: Book, wanted: Body) -> list[Area]:
    """The cells that a data filter matches: those of a range, or those of all
    the metadata it finds.
    """
    if "developerMetadataLookup" in wanted:
        return [
            area(book, m)
            for m in matching(book, [wanted])
            if not m["location"].get("spreadsheet")
        ]
    return [area_of(book, wanted)]


def get(book: Book, metadata_id: int) -> Body:
    """Metadata by its id."""
    for each in book.metadata:
        if each["metadataId"] == metadata_id:
            return shown(each)
    raise Refusal(404, "Requested entity was not found.")
