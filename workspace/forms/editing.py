"""The request kinds of ``forms.batchUpdate``, and the rules that Google holds
items to.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from workspace import batches
from workspace import fields as masks
from workspace.errors import invalid, not_here

Body = dict[str, Any]
NewId = Callable[[], str]
ITEM_KINDS = (
    "questionItem",
    "questionGroupItem",
    "pageBreakItem",
    "textItem",
    "imageItem",
    "videoItem",
)
_QUESTION_KINDS = (
    "choiceQuestion",
    "textQuestion",
    "scaleQuestion",
    "dateQuestion",
    "timeQuestion",
    "fileUploadQuestion",
    "rowQuestion",
    "ratingQuestion",
)
_LENGTH = 4096


def apply(form: Body, requests: Iterable[Body], new_id: NewId) -> list[Body]:
    """Apply requests to a form in order; the first that is refused refuses the
    whole batch.
    """
    return batches.apply(requests, KINDS, "forms.batchUpdate", form, new_id)


def questions(items: Iterable[Body]) -> Iterator[Body]:
    """Every question of the items, in order; a grid has one for each row."""
    for item in items:
        if "questionItem" in item:
            yield item["questionItem"].setdefault("question", {})
        yield from item.get("questionGroupItem", {}).get("questions", [])


def _index(location: Body | None, most: int) -> int:
    """A location's place; 0 is as good as unset."""
    index = int((location or {}).get("index", 0))
    if location is None:
        raise invalid("The location is required.")
    if not 0 <= index <= most:
        raise invalid(f"The location index {index} is out of range.")
    return index


def _create(form: Body, body: Body, new_id: NewId) -> Body:
    item = copy.deepcopy(body.get("item") or {})
    items: list[Body] = form.setdefault("items", [])
    index = _index(body.get("location"), len(items))
    taken = {i["itemId"] for i in items} | {
        q["questionId"] for q in questions(items)
    }
    item["itemId"] = _free_id(item.get("itemId"), taken, new_id, "itemId")
    ids = []
    for question in questions([item]):
        taken.add(item["itemId"])
        question["questionId"] = _free_id(
            question.get("questionId"), taken, new_id, "questionId"
        )
        taken.add(question["questionId"])
        ids.append(question["questionId"])
    check(item, items, form)
    items.insert(index, item)
    return {"itemId": item["itemId"]} | ({"questionId": ids} if ids else {})


def _free_id(
    wanted: str | None, taken: set[str], new_id: NewId, name: str
) -> str:
    if not wanted:
        made = new_id()
        while made in taken:
            made = new_id()
        return made
    if not re.fullmatch(r"[0-9a-f]{1,8}", wanted):
        raise invalid(f"Invalid {name}: {wanted}")
    if int(wanted, 16) in {int(each, 16) for each in taken}:
        raise invalid(f"The {name} {wanted} is already in use.")
    return wanted


def _update(form: Body, body: Body, new_id: NewId) -> None:
    items: list[Body] = form.get("items", [])
    index = _index(body.get("location"), len(items) - 1)
    item = items[index]
    if "item" not in body:
        raise invalid("The item is required.")
    wanted = copy.deepcopy(body["item"])
    mask = body.get("updateMask", "")
    if wanted.get("itemId") and wanted["itemId"] != item["itemId"]:
        raise invalid("The item ID cannot be changed.")
    old = [k for k in ITEM_KINDS if k in item]
    if (
        any(k in wanted and k not in old for k in ITEM_KINDS)
        and mask.strip() != "*"
    ):
        raise invalid("The kind of an item cannot be changed.")
    all_of = ("title", "description", *ITEM_KINDS)
    changed = copy.deepcopy(
        masks.overwrite("forms.v1 Item", item, wanted, mask, all_of)
    ) | {"itemId": item["itemId"]}
    taken = {i["itemId"] for i in items} | {
        q["questionId"] for q in questions(items)
    }
    mine = {q["questionId"] for q in questions([item])}
    seen: set[str] = set()
    for question in questions([changed]):
        name = question.get("questionId")
        if name not in mine or name in seen:
            question["questionId"] = _free_id(
                name, taken, new_id, "questionId"
            )
        taken.add(question["questionId"])
        seen.add(question["questionId"])
    check(changed, [i for i in items if i is not item], form)
    items[index] = changed


def _move(form: Body, body: Body, _: NewId) -> None:
    items: list[Body] = form.get("items", [])
    at = _index(body.get("originalLocation"), len(items) - 1)
    to = _index(body.get("newLocation"), len(items) - 1)
    items.insert(to, items.pop(at))


def _delete(form: Body, body: Body, _: NewId) -> None:
    items: list[Body] = form.get("items", [])
    item = items.pop(_index(body.get("location"), len(items) - 1))
    for choice in (q.get("choiceQuestion", {}) for q in questions(items)):
        if any(
            o.get("goToSectionId") == item["itemId"]
            for o in choice.get("options", [])
        ):
            raise invalid("The section is the target of an option.")


def _info(form: Body, body: Body, _: NewId) -> None:
    info, mask = body.get("info") or {}, body.get("updateMask", "")
    if "documentTitle" in masks.parse(mask or "*"):
        raise invalid("documentTitle cannot be updated.")
    check_text(info.get("title", ""), lines=False)
    check_text(info.get("description", ""), lines=True)
    form["info"] = masks.overwrite(
        "forms.v1 Info", form["info"], info, mask, ("title", "description")
    )


def _settings(form: Body, body: Body, _: NewId) -> None:
    settings = masks.overwrite(
        "forms.v1 FormSettings",
        form.get("settings", {}),
        body.get("settings") or {},
        body.get("updateMask", ""),
        ("emailCollectionType", "quizSettings"),
    )
    kind = settings.get(
        "emailCollectionType", "EMAIL_COLLECTION_TYPE_UNSPECIFIED"
    )
    if kind.endswith("UNSPECIFIED"):
        raise invalid("The emailCollectionType must be specified.")
    if (settings.get("quizSettings") or {}).get("isQuiz"):
        raise not_here("quizzes")
    form["settings"] = settings


# -- the rules ----------------------------------------------------------------


def check_text(text: str, lines: bool) -> None:
    """Refuse a text that Google would: too long, or with line breaks where
    there are none.
    """
    if not lines and ("\n" in text or "\r" in text):
        raise invalid("Displayed text cannot contain newlines")
    if len(text) > _LENGTH:
        raise invalid(
            f"Displayed text cannot be longer than {_LENGTH} characters."
        )


def check(item: Body, others: list[Body], form: Body) -> None:
    """Refuse an item that Google would: of no kind or two, with wrong options,
    with navigation that leads nowhere.
    """
    kinds = [k for k in ITEM_KINDS if item.get(k) is not None]
    if len(kinds) != 1:
        raise invalid("An item must be of exactly one kind.")
    check_text(item.get("title", ""), lines=False)
    check_text(item.get("description", ""), lines=True)
    if kinds[0] == "imageItem":
        _check_image(item["imageItem"].get("image") or {})
    elif kinds[0] == "videoItem":
        uri = (item["videoItem"].get("video") or {}).get("youtubeUri", "")
        if not re.match(
            r"https?://(www\.|m\.)?(youtube\.com/|youtu\.be/)", uri
        ):
            raise invalid("A video must have a YouTube URI.")
    elif kinds[0] == "questionGroupItem":
        _check_grid(item["questionGroupItem"])
    elif kinds[0] == "questionItem":
        if "image" in item["questionItem"]:
            _check_image(item["questionItem"]["image"])
        _check_question(item["questionItem"]["question"], others)
    for question in questions([item]):
        if question.get("grading") is not None and not form.get(
            "settings", {}
        ).get("quizSettings", {}).get("isQuiz"):
            raise invalid("Grading can only be set in a quiz.")


def _check_image(image: Body) -> None:
    if not image.get("sourceUri") and not image.get("contentUri"):
        raise invalid("An image must have a source URI.")
    if image.get("sourceUri") and not re.match(
        r"https?://", image["sourceUri"]
    ):
        raise invalid("The source URI of an image must be publicly reachable.")
    width = (image.get("properties") or {}).get("width", 1)
    if not 0 <= width <= 740:
        raise invalid(
            "The width of an image must be between 0 and 740 pixels."
        )


def _check_grid(group: Body) -> None:
    if "image" in group:
        _check_image(group["image"])
    if "grid" not in group:
        raise invalid("A question group must be a grid.")
    columns = group["grid"].get("columns") or {}
    if columns.get("type") not in ("RADIO", "CHECKBOX"):
        raise invalid(
            "The columns of a grid must be of the type RADIO or CHECKBOX."
        )
    _check_options(columns, [])
    if any(
        o.get("isOther")
        or o.get("goToAction")
        or o.get("goToSectionId")
        or o.get("image")
        for o in columns["options"]
    ):
        raise invalid(
            "The columns of a grid cannot have other options, images or navigation."
        )
    if not group.get("questions"):
        raise invalid("A grid must have at least one row.")
    titles = []
    for row in group["questions"]:
        if [k for k in _QUESTION_KINDS if row.get(k) is not None] != [
            "rowQuestion"
        ]:
            raise invalid("The questions of a grid must be row questions.")
        check_text(row["rowQuestion"].get("title", ""), lines=False)
        titles.append(row["rowQuestion"].get("title", ""))
    if len(set(titles)) != len(titles):
        raise invalid("Duplicate row titles are not allowed.")


def _check_question(question: Body, others: list[Body]) -> None:
    kinds = [k for k in _QUESTION_KINDS if question.get(k) is not None]
    if len(kinds) != 1:
        raise invalid("A question must be of exactly one kind.")
    kind = kinds[0]
    if kind == "fileUploadQuestion":
        raise invalid(
            "The API currently does not support creating file upload questions."
        )
    if kind == "rowQuestion":
        raise invalid("A row question can only stand in a grid.")
    if kind == "choiceQuestion":
        _check_options(question[kind], others)
    elif kind == "scaleQuestion":
        scale = question[kind]
        if (
            scale.get("low", 0) not in (0, 1)
            or not 2 <= scale.get("high", 0) <= 10
        ):
            raise invalid(
                "A scale goes from 0 or 1 to at least 2 and at most 10."
            )
        check_text(scale.get("lowLabel", ""), lines=False)
        check_text(scale.get("highLabel", ""), lines=False)
    elif kind == "ratingQuestion":
        rating = question[kind]
        if not 3 <= rating.get("ratingScaleLevel", 0) <= 10:
            raise invalid("The level of a rating must be between 3 and 10.")
        if rating.get("iconType") not in ("STAR", "HEART", "THUMB_UP"):
            raise invalid("The icon type of a rating is required.")


def _check_options(choice: Body, others: list[Body]) -> None:
    kind, options = choice.get("type"), choice.get("options") or []
    if kind not in ("RADIO", "CHECKBOX", "DROP_DOWN"):
        raise invalid("The type of a choice question is required.")
    if not options:
        raise invalid("A choice question must have at least one option.")
    for option in options:
        _check_option(option, kind)
    values = [o.get("value", "") for o in options if not o.get("isOther")]
    if len(set(values)) != len(values):
        raise invalid("Duplicate option values are not allowed.")
    if sum(bool(o.get("isOther")) for o in options) > 1:
        raise invalid("A question can have only one other option.")
    goes = [
        bool(
            o.get("goToAction", "GO_TO_ACTION_UNSPECIFIED")
            != "GO_TO_ACTION_UNSPECIFIED"
            or o.get("goToSectionId")
        )
        for o in options
    ]
    if any(goes) and kind == "CHECKBOX":
        raise invalid("Navigation is not allowed in checkbox questions.")
    if any(goes) and not all(goes):
        raise invalid(
            "Options that navigate and options that do not cannot be mixed in one question."
        )
    sections = {i["itemId"] for i in others if "pageBreakItem" in i}
    for option in options:
        target = option.get("goToSectionId")
        if target and "goToAction" in option:
            raise invalid("An option has either goToAction or goToSectionId.")
        if target and target not in sections:
            raise invalid(f"No section with the ID {target}.")


def _check_option(option: Body, kind: str) -> None:
    if option.get("isOther") and option.get("value"):
        raise invalid("Cannot set option.value when isOther is true")
    if option.get("isOther") and kind == "DROP_DOWN":
        raise invalid(
            "An other option is only allowed in radio and checkbox questions."
        )
    if option.get("image"):
        if kind == "DROP_DOWN":
            raise invalid(
                "Images are not allowed in the options of drop-down questions."
            )
        _check_image(option["image"])
    check_text(option.get("value", ""), lines=False)
    if not option.get("isOther") and not option.get("value"):
        raise invalid("Option values cannot be empty.")


KINDS: dict[str, batches.Kind] = {
    "createItem": _create,
    "updateItem": _update,
    "moveItem": _move,
    "deleteItem": _delete,
    "updateFormInfo": _info,
    "updateSettings": _settings,
}
