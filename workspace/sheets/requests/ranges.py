"""Requests on what lies on ranges: names, protection, bands, filters,
conditional formats, developer metadata.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from workspace import batches
from workspace import fields as masks
from workspace.errors import invalid, not_here
from workspace.sheets import conditions, metadata
from workspace.sheets.adapted import renamed
from workspace.sheets.book import Book, Tab
from workspace.sheets.requests.batch import Batch, Body, new_id, required


def _all(batch: Batch, part: str) -> Iterator[tuple[Tab, Body]]:
    for tab in batch.book.tabs:
        for each in tab.part(part):
            yield tab, each


def _find(
    batch: Batch, part: str, id_name: str, wanted: object
) -> tuple[Tab, Body]:
    for tab, each in _all(batch, part):
        if each.get(id_name) == wanted:
            return tab, each
    raise invalid(f"No {id_name.removesuffix('Id')} with id: {wanted}")


def _made(
    batch: Batch, body: Body, name: str, part: str, id_name: str
) -> Body:
    """A thing to be added, under its own id or a new one."""
    required(body, name)
    made: Body = copy.deepcopy(body[name])
    taken = {each.get(id_name) for _, each in _all(batch, part)}
    if id_name in made and made[id_name] in taken:
        raise invalid(f"{name} with id {made[id_name]} already exists.")
    made.setdefault(id_name, new_id(taken))
    return made


# -- names --------------------------------------------------------------------


def _check_name(batch: Batch, name: str, but: str = "") -> None:
    good = re.fullmatch(r"[A-Za-z_]\w{0,249}", name)
    like_cell = re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", name)
    if not good or like_cell or name.casefold() in ("true", "false"):
        raise invalid(f"Invalid named range name: {name}")
    if any(
        n["name"].casefold() == name.casefold() and n["namedRangeId"] != but
        for n in batch.book.named
    ):
        raise invalid(f"A named range with the name {name} already exists.")


def add_name(batch: Batch, body: Body) -> Body:
    """addNamedRange."""
    required(body, "namedRange")
    made = copy.deepcopy(body["namedRange"])
    batch.area(made.get("range"))
    _check_name(batch, made.get("name", ""))
    taken = {n["namedRangeId"] for n in batch.book.named}
    if made.get("namedRangeId") in taken:
        raise invalid(
            f"namedRange with id {made['namedRangeId']} already exists."
        )
    made["namedRangeId"] = made.get("namedRangeId") or str(new_id(taken))
    batch.book.named.append(made)
    return {"namedRange": copy.deepcopy(made)}


def update_name(batch: Batch, body: Body) -> None:
    """updateNamedRange."""
    required(body, "namedRange")
    wanted = body["namedRange"]
    for place, made in enumerate(batch.book.named):
        if made["namedRangeId"] == wanted.get("namedRangeId"):
            _may_rename(batch, made)
            changed = masks.overwrite(
                "sheets.v4 NamedRange",
                made,
                wanted,
                body.get("fields", ""),
                ("name", "range"),
            )
            _check_name(batch, changed.get("name", ""), made["namedRangeId"])
            batch.area(changed.get("range"))
            batch.book.named[place] = changed
            if changed["name"] != made["name"]:
                _follow(batch, made["name"], changed["name"])
            return
    raise invalid(f"No named range with id: {wanted.get('namedRangeId')}")


def _follow(batch: Batch, old: str, new: str) -> None:
    """Formulas that name a range name it by its new name."""
    for tab, r, c, formula in list(batch.book.formulas()):
        changed = renamed(formula, old, new)
        if changed != formula:
            entered = {"userEnteredValue": {"formulaValue": changed}}
            tab.put(r, c, tab.cell(r, c) | entered)


def _may_rename(batch: Batch, named: Body) -> None:
    """Refuse to move or delete the name behind a protection that keeps the
    sender out.
    """
    for _, protected in _all(batch, "protectedRanges"):
        if protected.get("namedRangeId") == named["namedRangeId"]:
            batch.may_unprotect(protected)


def delete_name(batch: Batch, body: Body) -> None:
    """deleteNamedRange; a protection that was backed by it keeps its cells."""
    wanted = body.get("namedRangeId")
    for made in batch.book.named:
        if made["namedRangeId"] == wanted:
            _may_rename(batch, made)
            for _, protected in _all(batch, "protectedRanges"):
                if protected.get("namedRangeId") == wanted:
                    protected["range"] = copy.deepcopy(made["range"])
                    del protected["namedRangeId"]
            batch.book.named.remove(made)
            _follow(batch, made["name"], "#REF!")
            return
    raise invalid(f"No named range with id: {wanted}")


# -- protection ---------------------------------------------------------------


def add_protection(batch: Batch, body: Body) -> Body:
    """addProtectedRange, on a range or a named range."""
    made = _made(
        batch, body, "protectedRange", "protectedRanges", "protectedRangeId"
    )
    if "tableId" in made:
        raise not_here("protecting a table")
    if ("range" in made) == ("namedRangeId" in made):
        raise invalid("Must specify exactly one of range and namedRangeId.")
    if made.get("warningOnly"):
        made.pop(
            "editors", None
        )  # "If warningOnly is true, the editors are ignored", as the reference puts it
    made.pop("requestingUserCanEdit", None)
    _keeps_sender(batch, made)
    area = batch.guarded(made)
    for free in made.get("unprotectedRanges", []):
        if area != (
            whole := batch.book.area({"sheetId": area.sheet})
        ) or not whole.covers(batch.area(free)):
            raise invalid(
                "Unprotected ranges are only for a protected sheet, and lie on it."
            )
    reply = copy.deepcopy(made) | {"requestingUserCanEdit": True}
    if not made.get("warningOnly"):
        # Where none is named, the owner and whoever asks may edit; the reply
        # names none all the same.
        reply.setdefault("editors", {})
        if not made.get("editors"):
            made["editors"] = {"users": list(batch.people)}
    batch.book.tab(area.sheet).part("protectedRanges").append(made)
    return {"protectedRange": reply}


def _keeps_sender(batch: Batch, protected: Body) -> None:
    """Refuse a protection whose editors leave out whoever sends it; only the
    file's owner is never kept out.
    """
    if not batch.may_edit(protected):
        raise invalid("You can't remove yourself as an editor.")


def update_protection(batch: Batch, body: Body) -> None:
    """updateProtectedRange."""
    required(body, "protectedRange")
    tab, made = _find(
        batch,
        "protectedRanges",
        "protectedRangeId",
        body["protectedRange"].get("protectedRangeId"),
    )
    batch.may_unprotect(made)
    names = (
        "range",
        "namedRangeId",
        "description",
        "warningOnly",
        "editors",
        "unprotectedRanges",
    )
    changed = masks.overwrite(
        "sheets.v4 ProtectedRange",
        made,
        body["protectedRange"],
        body.get("fields", ""),
        names,
    )
    _keeps_sender(batch, changed)
    batch.guarded(changed)
    tab.part("protectedRanges")[tab.part("protectedRanges").index(made)] = (
        changed
    )


def delete_protection(batch: Batch, body: Body) -> None:
    """deleteProtectedRange."""
    tab, made = _find(
        batch,
        "protectedRanges",
        "protectedRangeId",
        body.get("protectedRangeId"),
    )
    batch.may_unprotect(made)
    tab.part("protectedRanges").remove(made)


# -- bands --------------------------------------------------------------------


def _check_bands(batch: Batch, made: Body) -> Tab:
    area = batch.area(made.get("range"))
    for name in ("rowProperties", "columnProperties"):
        bands = made.get(name, {})
        if bands and not any(
            f"{band}BandColor{style}" in bands
            for band in ("first", "second")
            for style in ("", "Style")
        ):
            raise invalid(
                f"{name} must have a first and a second band colour."
            )
    if not made.get("rowProperties") and not made.get("columnProperties"):
        raise invalid("A banded range must have row or column properties.")
    batch.may_change(area)
    tab = batch.book.tab(area.sheet)
    for other in tab.part("bandedRanges"):
        if other["bandedRangeId"] != made["bandedRangeId"] and batch.book.area(
            other["range"]
        ).overlaps(area):
            raise invalid(
                "You cannot add alternating background colors to a range that already has alternating background colors."
            )
    return tab


def add_banding(batch: Batch, body: Body) -> Body:
    """addBanding."""
    made = _made(batch, body, "bandedRange", "bandedRanges", "bandedRangeId")
    made.pop("bandedRangeReference", None)
    _check_bands(batch, made).part("bandedRanges").append(made)
    return {"bandedRange": copy.deepcopy(made)}


def update_banding(batch: Batch, body: Body) -> None:
    """updateBanding."""
    required(body, "bandedRange")
    tab, made = _find(
        batch,
        "bandedRanges",
        "bandedRangeId",
        body["bandedRange"].get("bandedRangeId"),
    )
    names = ("range", "rowProperties", "columnProperties")
    changed = masks.overwrite(
        "sheets.v4 BandedRange",
        made,
        body["bandedRange"],
        body.get("fields", ""),
        names,
    )
    home = _check_bands(batch, changed)
    tab.part("bandedRanges").remove(made)
    home.part("bandedRanges").append(changed)


def delete_banding(batch: Batch, body: Body) -> None:
    """deleteBanding."""
    tab, made = _find(
        batch, "bandedRanges", "bandedRangeId", body.get("bandedRangeId")
    )
    tab.part("bandedRanges").remove(made)


# -- filters ------------------------------------------------------------------


def _check_filter(batch: Batch, made: Body) -> Tab:
    if "tableId" in made:
        raise not_here("filtering a table")
    if "namedRangeId" in made:
        found = (
            n["range"]
            for n in batch.book.named
            if n["namedRangeId"] == made["namedRangeId"]
        )
        made["range"] = copy.deepcopy(next(found, None))
    area = batch.area(made.get("range"))
    if not all(k.isdigit() for k in made.get("criteria", {})):
        raise invalid("The keys of criteria are column indexes.")
    specs = list(made.get("filterSpecs", []))
    specs += [
        {"columnIndex": int(k), "filterCriteria": v}
        for k, v in made.get("criteria", {}).items()
    ]
    for spec in specs:
        criteria = spec.get("filterCriteria") or {}
        if (
            not area.left
            <= spec.get("columnIndex", 0)
            < area.left + area.width
        ):
            raise invalid("A filter's column is outside of its range.")
        if any(name.startswith("visible") for name in criteria):
            raise not_here("filtering by colour")
        if "condition" in criteria:
            conditions.check(
                criteria["condition"], "filter", batch.book.locale
            )
    return batch.book.tab(area.sheet)


def set_filter(batch: Batch, body: Body) -> None:
    """setBasicFilter."""
    required(body, "filter")
    made = copy.deepcopy(body["filter"])
    if made.get("sortSpecs"):
        raise not_here("setBasicFilter with sortSpecs; sortRange sorts")
    _check_filter(batch, made).basic_filter = made


def clear_filter(batch: Batch, body: Body) -> None:
    """clearBasicFilter."""
    batch.book.tab(body.get("sheetId", 0)).basic_filter = None


def add_view(batch: Batch, body: Body) -> Body:
    """addFilterView."""
    made = _made(batch, body, "filter", "filterViews", "filterViewId")
    made.setdefault(
        "title", f"Filter {sum(1 for _ in _all(batch, 'filterViews')) + 1}"
    )
    _check_filter(batch, made).part("filterViews").append(made)
    return {"filter": bounded(batch.book, made)}


def bounded(book: Book, filtered: Body) -> Body:
    """A filter as it is printed: its range with all four bounds."""
    area = book.area(filtered["range"])
    return copy.deepcopy(filtered) | {"range": area.grid_range()}


def update_view(batch: Batch, body: Body) -> None:
    """updateFilterView."""
    required(body, "filter")
    tab, made = _find(
        batch,
        "filterViews",
        "filterViewId",
        body["filter"].get("filterViewId"),
    )
    names = (
        "title",
        "range",
        "namedRangeId",
        "sortSpecs",
        "criteria",
        "filterSpecs",
    )
    changed = masks.overwrite(
        "sheets.v4 FilterView",
        made,
        body["filter"],
        body.get("fields", ""),
        names,
    )
    _check_filter(batch, changed)
    tab.part("filterViews")[tab.part("filterViews").index(made)] = changed


def duplicate_view(batch: Batch, body: Body) -> Body:
    """duplicateFilterView."""
    tab, made = _find(
        batch, "filterViews", "filterViewId", body.get("filterId")
    )
    twin = copy.deepcopy(made) | {
        "filterViewId": new_id(
            v.get("filterViewId") for _, v in _all(batch, "filterViews")
        ),
        "title": f"Copy of {made.get('title', '')}",
    }
    tab.part("filterViews").append(twin)
    return {"filter": bounded(batch.book, twin)}


def delete_view(batch: Batch, body: Body) -> None:
    """deleteFilterView."""
    tab, made = _find(
        batch, "filterViews", "filterViewId", body.get("filterId")
    )
    tab.part("filterViews").remove(made)


# -- conditional formats ------------------------------------------------------


_OF_RULES = {
    "backgroundColor",
    "backgroundColorStyle",
    "textFormat",
    *(
        f"textFormat.{name}"
        for name in (
            "bold",
            "foregroundColor",
            "foregroundColorStyle",
            "italic",
            "strikethrough",
            "underline",
        )
    ),
}


def _check_rule(batch: Batch, rule: Body) -> Tab:
    areas = [batch.area(r) for r in rule.get("ranges") or []]
    if not areas:
        raise invalid("A conditional format must have at least one range.")
    if len({a.sheet for a in areas}) > 1:
        raise invalid(
            "All ranges of a conditional format must be on the same sheet."
        )
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise invalid(
            "A conditional format has exactly one of booleanRule and gradientRule."
        )
    for area in areas:
        batch.may_change(area)
    if "booleanRule" in rule:
        condition = rule["booleanRule"].get("condition") or {}
        conditions.check(condition, "format", batch.book.locale)
        form = rule["booleanRule"].get("format") or {}
        wanted = set(form) | {
            f"textFormat.{name}" for name in form.get("textFormat", {})
        }
        if wanted - _OF_RULES:
            raise invalid(
                "A conditional format can only set bold, italic, strikethrough, foreground and background colour."
            )
    else:
        raise not_here("conditional formats with a gradient")
    return batch.book.tab(areas[0].sheet)


def add_rule(batch: Batch, body: Body) -> None:
    """addConditionalFormatRule."""
    required(body, "rule")
    rule = copy.deepcopy(body["rule"])
    rules = _check_rule(batch, rule).part("conditionalFormats")
    index = body.get("index", 0)
    if not 0 <= index <= len(rules):
        raise invalid(f"The index {index} is out of range.")
    rules.insert(index, rule)


def _rules(batch: Batch, sheet: int, index: int) -> list[Body]:
    rules = batch.book.tab(sheet).part("conditionalFormats")
    if not 0 <= index < len(rules):
        raise invalid(
            f"No conditional format on sheet: {sheet} at index: {index}"
        )
    return rules


def update_rule(batch: Batch, body: Body) -> Body:
    """updateConditionalFormatRule: another rule in its place, or another place
    for it.
    """
    index = body.get("index", 0)
    if ("rule" in body) == ("newIndex" in body):
        raise invalid("Must specify exactly one of rule and newIndex.")
    if "rule" in body:
        rule = copy.deepcopy(body["rule"])
        tab = _check_rule(batch, rule)
        rules = _rules(batch, tab.id, index)
        old, rules[index] = rules[index], rule
        return {
            "newRule": copy.deepcopy(rule),
            "newIndex": index,
            "oldRule": old,
        }
    rules = _rules(batch, body.get("sheetId", 0), index)
    if not 0 <= body["newIndex"] < len(rules):
        raise invalid(f"The index {body['newIndex']} is out of range.")
    rule = rules.pop(index)
    rules.insert(body["newIndex"], rule)
    return {
        "newRule": copy.deepcopy(rule),
        "newIndex": body["newIndex"],
        "oldIndex": index,
    }


def delete_rule(batch: Batch, body: Body) -> Body:
    """deleteConditionalFormatRule."""
    return {
        "rule": _rules(
            batch, body.get("sheetId", 0), body.get("index", 0)
        ).pop(body.get("index", 0))
    }


# -- developer metadata -------------------------------------------------------


def create_metadata(batch: Batch, body: Body) -> Body:
    """createDeveloperMetadata."""
    required(body, "developerMetadata")
    made = metadata.made(
        batch.book, copy.deepcopy(body["developerMetadata"]), new_id
    )
    return {"developerMetadata": metadata.shown(made)}


def update_metadata(batch: Batch, body: Body) -> Body:
    """updateDeveloperMetadata: all that some data filters match."""
    required(body, "developerMetadata")
    names = ("metadataKey", "metadataValue", "location", "visibility")
    found = metadata.matching(batch.book, body.get("dataFilters") or [])
    for each in found:
        changed = masks.overwrite(
            "sheets.v4 DeveloperMetadata",
            each,
            body["developerMetadata"],
            body.get("fields", ""),
            names,
        )
        metadata.check(batch.book, changed)
        each.clear()
        each.update(changed)
    return {"developerMetadata": [metadata.shown(m) for m in found]}


def delete_metadata(batch: Batch, body: Body) -> Body:
    """deleteDeveloperMetadata: all that a data filter matches."""
    required(body, "dataFilter")
    found = metadata.matching(batch.book, [body["dataFilter"]])
    batch.book.metadata = [m for m in batch.book.metadata if m not in found]
    return {"deletedDeveloperMetadata": [metadata.shown(m) for m in found]}


KINDS: dict[str, batches.Kind] = {
    "addNamedRange": add_name,
    "updateNamedRange": update_name,
    "deleteNamedRange": delete_name,
    "addProtectedRange": add_protection,
    "updateProtectedRange": update_protection,
    "deleteProtectedRange": delete_protection,
    "addBanding": add_banding,
    "updateBanding": update_banding,
    "deleteBanding": delete_banding,
    "setBasicFilter": set_filter,
    "clearBasicFilter": clear_filter,
    "addFilterView": add_view,
    "updateFilterView": update_view,
    "duplicateFilterView": duplicate_view,
    "deleteFilterView": delete_view,
    "addConditionalFormatRule": add_rule,
    "updateConditionalFormatRule": update_rule,
    "deleteConditionalFormatRule": delete_rule,
    "createDeveloperMetadata": create_metadata,
    "updateDeveloperMetadata": update_metadata,
    "deleteDeveloperMetadata": delete_metadata,
}
