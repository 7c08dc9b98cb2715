"""The smallest batch of requests that makes Google's form what is declared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forms.definition import EMAIL, Body, Definition
from forms.form_items import items


def is_ours(form: Body, definition: Definition) -> bool:
    """Whether anything that is declared stands in a form already."""
    declared = {item["itemId"] for item in items(definition)}
    return any(
        item.get("itemId") in declared for item in form.get("items", [])
    )


def changes(
    form: Body, definition: Definition, new: bool = False
) -> list[Body]:
    """The smallest batch that makes Google's form what is declared; empty if
    it already is.

    Ids are always sent, so that answers and links are never orphaned. Items
    that people added stay where they are, behind the item they followed;
    nothing of theirs is ever deleted. In a form that was just made
    (``new``) Google's own items are deleted, and how it collects addresses is
    always sent.
    """
    requests: list[Body] = []
    if new:
        there = range(len(form.get("items", [])))
        requests += [_delete(index) for index in reversed(there)]
        form = {"info": form.get("info", {})}
    requests += _head(form, definition, new)
    declared = items(definition)
    known = {item["itemId"]: item for item in form.get("items", [])}
    order = list(known)
    requests += _created(declared, order)
    requests += _moves(order, [item["itemId"] for item in declared])
    for wanted in declared:
        now = known.get(wanted["itemId"])
        if now is not None and _plain(now) != _plain(wanted):
            update = {
                "item": wanted,
                "location": {"index": order.index(wanted["itemId"])},
                "updateMask": _mask(now, wanted),
            }
            requests.append({"updateItem": update})
    return requests


def _delete(index: int) -> Body:
    return {"deleteItem": {"location": {"index": index}}}


def _head(form: Body, definition: Definition, new: bool) -> Iterator[Body]:
    """The title, the description, and how addresses are collected, where they
    differ.
    """
    info = {"title": definition.title, "description": definition.description}
    now = form.get("info", {})
    if wrong := [
        name for name, text in info.items() if now.get(name, "") != text
    ]:
        yield {"updateFormInfo": {"info": info, "updateMask": ",".join(wrong)}}
    email = EMAIL[definition.email]
    if new or collects(form) not in ("", email):
        name = "emailCollectionType"
        yield {
            "updateSettings": {"settings": {name: email}, "updateMask": name}
        }


def _created(declared: Sequence[Body], order: list[str]) -> Iterator[Body]:
    """Create the items that are missing, changing ``order`` along.

    Pages come first, at the end, since options lead to them; the others come
    behind those that they are declared behind.
    """
    for item in declared:
        if "pageBreakItem" in item and item["itemId"] not in order:
            yield _create(item, len(order))
            order.append(item["itemId"])
    before = None
    for item in declared:
        if item["itemId"] not in order:
            index = 0 if before is None else order.index(before) + 1
            yield _create(item, index)
            order.insert(index, item["itemId"])
        before = item["itemId"]


def _create(item: Body, index: int) -> Body:
    return {"createItem": {"item": item, "location": {"index": index}}}


def collects(form: Body) -> str:
    """How a form collects addresses, in Google's words; empty where the form
    does not say.
    """
    return str(
        form.get("settings", {}).get("emailCollectionType", "")
    ).replace("EMAIL_COLLECTION_TYPE_UNSPECIFIED", "")


def _moves(order: list[str], declared: list[str]) -> Iterator[Body]:
    """Move the declared items into their order, changing ``order`` along;
    others follow whom they followed.
    """
    ours = [i for i in order if i in set(declared)]
    if ours == declared:
        return
    followers: dict[str, list[str]] = {"": []}
    last = ""
    for item in order:
        if item in set(declared):
            last = item
            followers.setdefault(last, [])
        else:
            followers[last].append(item)
    goal = followers[""] + [
        each for item in declared for each in (item, *followers[item])
    ]
    for index, item in enumerate(goal):
        if order[index] != item:
            now = order.index(item)
            yield {
                "moveItem": {
                    "originalLocation": {"index": now},
                    "newLocation": {"index": index},
                }
            }
            order.insert(index, order.pop(now))


def _plain(item: Body) -> Body:
    """An item without what Google may print or leave out as it likes."""
    question = item.get("questionItem", {}).get("question", {})
    kind = next((k for k in question if k.endswith("Question")), "")
    group = item.get("questionGroupItem", {})
    return {
        "rows": [
            (r.get("questionId", ""), r["rowQuestion"].get("title", ""))
            for r in group.get("questions", [])
        ],
        "columns": [
            o.get("value", "")
            for o in group.get("grid", {})
            .get("columns", {})
            .get("options", [])
        ],
        "title": item.get("title", ""),
        "description": item.get("description", ""),
        "page": "pageBreakItem" in item,
        "required": bool(question.get("required")),
        "id": question.get("questionId", ""),
        kind: {
            k: v
            for k, v in question.get(kind, {}).items()
            if v not in (False, None)
        }
        if kind
        else {},
    }


def _mask(now: Body, item: Body) -> str:
    """The narrowest mask; a question that becomes another kind is sent whole,
    with its id.
    """
    if "pageBreakItem" in item:
        return "title,description"
    if "questionGroupItem" in item:
        return "title,description,questionGroupItem"
    kind = next(
        k for k in item["questionItem"]["question"] if k.endswith("Question")
    )
    if kind not in now.get("questionItem", {}).get("question", {}):
        return "title,description,questionItem"
    return f"title,description,questionItem.question.required,questionItem.question.{kind}"
