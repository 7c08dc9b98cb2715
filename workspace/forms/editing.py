"""The request kinds of ``forms.batchUpdate``, and the rules that Google holds items to."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from workspace import batches
from workspace import fields as masks
from workspace.errors import invalid, not_here

Body = dict[str, Any]
_ITEM_KINDS = ("questionItem", "questionGroupItem", "pageBreakItem", "textItem", "imageItem", "videoItem")
_QUESTION_KINDS = ("choiceQuestion", "textQuestion", "scaleQuestion", "dateQuestion", "timeQuestion", "fileUploadQuestion", "rowQuestion", "ratingQuestion")  # fmt: skip
_DONE_KINDS = ("choiceQuestion", "textQuestion", "dateQuestion", "timeQuestion")


def apply(form: Body, requests: Iterable[Body], new_id: Callable[[], str]) -> list[Body]:
    """Apply requests to a form in order; the first that is refused refuses the whole batch."""
    return batches.apply(requests, KINDS, "forms.batchUpdate", form, new_id)


def questions(items: Iterable[Body]) -> Iterator[Body]:
    """Every question of the items, in order."""
    for item in items:
        if "questionItem" in item:
            yield item["questionItem"]["question"]
        yield from item.get("questionGroupItem", {}).get("questions", [])


def _create(form: Body, body: Body, new_id: Callable[[], str]) -> Body:
    item = copy.deepcopy(body.get("item") or {})
    index = body.get("location", {}).get("index")
    if index is None:
        raise invalid("The location is required.")
    items: list[Body] = form.setdefault("items", [])
    if not 0 <= index <= len(items):
        raise invalid(f"The location index {index} is out of range.")
    taken = {i["itemId"] for i in items} | {q["questionId"] for q in questions(items)}
    item["itemId"] = _free_id(item.get("itemId"), taken, new_id, "itemId")
    ids = []
    for question in questions([item]):
        taken.add(item["itemId"])
        question["questionId"] = _free_id(question.get("questionId"), taken, new_id, "questionId")
        taken.add(question["questionId"])
        ids.append(question["questionId"])
    _check_item(item, items)
    items.insert(index, item)
    return {"itemId": item["itemId"]} | ({"questionId": ids} if ids else {})


def _free_id(wanted: str | None, taken: set[str], new_id: Callable[[], str], name: str) -> str:
    if not wanted:
        made = new_id()
        while made in taken:
            made = new_id()
        return made
    if not re.fullmatch(r"[0-9a-f]{1,8}", wanted):
        raise invalid(f"Invalid {name}: {wanted}")
    if wanted in taken:
        raise invalid(f"The {name} {wanted} is already in use.")
    return wanted


def _update(form: Body, body: Body, new_id: Callable[[], str]) -> None:
    item = _at(form, body.get("location", {}))
    wanted = copy.deepcopy(body["item"])
    if wanted.get("itemId") and wanted["itemId"] != item["itemId"]:
        raise invalid("The item ID cannot be changed.")
    all_of = ("title", "description", *_ITEM_KINDS)
    changed = masks.overwrite(item, wanted, body.get("updateMask", ""), all_of) | {"itemId": item["itemId"]}
    for question in questions([changed]):
        if not question.get("questionId"):
            question["questionId"] = new_id()
    items = form["items"]
    _check_item(changed, [i for i in items if i is not item])
    items[items.index(item)] = changed


def _at(form: Body, location: Body) -> Body:
    items = form.get("items", [])
    index = location.get("index", 0)
    if not 0 <= index < len(items):
        raise invalid(f"The location index {index} is out of range.")
    found: Body = items[index]
    return found


def _move(form: Body, body: Body, _: Callable[[], str]) -> None:
    item = _at(form, body.get("originalLocation", {}))
    form["items"].remove(item)
    form["items"].insert(body.get("newLocation", {}).get("index", 0), item)


def _delete(form: Body, body: Body, _: Callable[[], str]) -> None:
    item = _at(form, body.get("location", {}))
    form["items"].remove(item)
    for choice in (q.get("choiceQuestion", {}) for q in questions(form["items"])):
        if any(o.get("goToSectionId") == item["itemId"] for o in choice.get("options", [])):
            raise invalid("The section is the target of an option.")


def _info(form: Body, body: Body, _: Callable[[], str]) -> None:
    if "documentTitle" in masks.parse(body.get("updateMask", "")):
        raise invalid("documentTitle cannot be updated.")
    if "\n" in (body.get("info") or {}).get("title", ""):
        raise invalid("Displayed text cannot contain newlines")
    form["info"] = masks.overwrite(
        form["info"], body.get("info") or {}, body.get("updateMask", ""), ("title", "description")
    )


def _settings(form: Body, body: Body, _: Callable[[], str]) -> None:
    if any(p.startswith("quizSettings") for p in masks.paths(body.get("updateMask", ""))):
        raise not_here("quizzes")
    form["settings"] = masks.overwrite(
        form.get("settings", {}),
        body.get("settings") or {},
        body.get("updateMask", ""),
        ("emailCollectionType",),
    )


def _check_item(item: Body, others: list[Body]) -> None:
    kinds = [k for k in _ITEM_KINDS if item.get(k) is not None]
    if len(kinds) != 1:
        raise invalid("An item must be of exactly one kind.")
    if kinds[0] not in ("questionItem", "pageBreakItem", "textItem"):
        raise not_here(f"form items of the kind {kinds[0]}")
    if "\n" in item.get("title", ""):
        raise invalid("Displayed text cannot contain newlines")
    for question in questions([item]):
        _check_question(question, others)


def _check_question(question: Body, others: list[Body]) -> None:
    kinds = [k for k in _QUESTION_KINDS if question.get(k) is not None]
    if len(kinds) != 1:
        raise invalid("A question must be of exactly one kind.")
    if kinds[0] == "fileUploadQuestion":
        raise invalid("The API currently does not support creating file upload questions.")
    if kinds[0] not in _DONE_KINDS:
        raise not_here(f"questions of the kind {kinds[0]}")
    if "choiceQuestion" in question:
        _check_choice(question["choiceQuestion"], others)


def _check_choice(choice: Body, others: list[Body]) -> None:
    kind, options = choice.get("type"), choice.get("options") or []
    if kind not in ("RADIO", "CHECKBOX", "DROP_DOWN"):
        raise invalid("The type of a choice question is required.")
    if not options:
        raise invalid("A choice question must have at least one option.")
    values = [o.get("value", "") for o in options if not o.get("isOther")]
    for option in options:
        if option.get("isOther") and option.get("value"):
            raise invalid("Cannot set option.value when isOther is true")
        if option.get("isOther") and kind == "DROP_DOWN":
            raise invalid("An other option is only allowed in radio and checkbox questions.")
        if "\n" in option.get("value", ""):
            raise invalid("Displayed text cannot contain newlines")
        if not option.get("isOther") and not option.get("value"):
            raise invalid("Option values cannot be empty.")
    if len(set(values)) != len(values):
        raise invalid("Duplicate option values are not allowed.")
    sections = {i["itemId"] for i in others if "pageBreakItem" in i}
    goes = [bool(o.get("goToAction") or o.get("goToSectionId")) for o in options]
    if any(goes) and kind == "CHECKBOX":
        raise invalid("Navigation is not allowed in checkbox questions.")
    if any(goes) and not all(goes):
        raise invalid("Options that navigate and options that do not cannot be mixed in one question.")
    for option in options:
        target = option.get("goToSectionId")
        if target and target not in sections:
            raise invalid(f"No section with the ID {target}.")


KINDS: dict[str, Callable[[Body, Body, Callable[[], str]], Body | None]] = {
    "createItem": _create,
    "updateItem": _update,
    "moveItem": _move,
    "deleteItem": _delete,
    "updateFormInfo": _info,
    "updateSettings": _settings,
}
