"""The declared form and Google's: the requests that make one from nothing, or mend it with the smallest change."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Body = dict[str, Any]
MEETING_LOG = Path(__file__).with_name("meeting_log.toml")
EMAIL = {"verified": "VERIFIED", "typed": "RESPONDER_INPUT", "none": "DO_NOT_COLLECT"}
NEEDED = (
    "pair", "day", "kind", "minutes", "conversations", "time_used", "topics", "others", "next_meeting", "replaces", "word",
    "direction", "observation_minutes", "conferences", "cover_hours", "obstacles", "word_too",
)  # fmt: skip
KINDS = ("one-on-one", "small group", "brief conversation", "observation", "could not meet")
_KINDS = {"text", "date", "radio", "dropdown", "checkboxes"}
_CHOICES = {"radio": "RADIO", "dropdown": "DROP_DOWN", "checkboxes": "CHECKBOX"}


class FormFileError(Exception):
    """A form file that cannot be used; the message names the place and what to change."""


@dataclass(frozen=True)
class Option:
    """One choice: what it says, what it means, what it used to say, and the page it leads to."""

    say: str
    means: Any
    was: tuple[str, ...] = ()
    go: str = ""


@dataclass(frozen=True)
class Question:
    """One question. Its ids in Google's form follow from ``id``, so that links last."""

    key: str
    id: str
    title: str
    type: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()

    @property
    def question_id(self) -> str:
        """The questionId: eight hexadecimal digits."""
        return "2" + self.id

    @property
    def item_id(self) -> str:
        """The itemId: eight hexadecimal digits."""
        return "1" + self.id

    @property
    def entry(self) -> int:
        """The number by which a pre-filled link names the question."""
        return int(self.question_id, 16)

    def meaning(self, said: str) -> Any:
        """What a chosen option means, by its present or a former wording; None if it was never offered."""
        for option in self.options:
            if said == option.say or said in option.was:
                return option.means
        return None


@dataclass(frozen=True)
class Page:
    """One section of the form; the first has neither id nor title."""

    key: str
    questions: tuple[Question, ...]
    id: str = ""
    title: str = ""
    help: str = ""

    @property
    def item_id(self) -> str:
        """The itemId of the section's page break."""
        return "1" + self.id


@dataclass(frozen=True)
class Definition:
    """A declared form: its title, its pages, and how it collects addresses (a key of EMAIL)."""

    title: str
    description: str
    pages: tuple[Page, ...]
    email: str = "verified"
    _by_key: dict[str, Question] = field(default_factory=dict, compare=False, repr=False)

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        for page in self.pages:
            yield from page.questions

    def question(self, key: str) -> Question:
        """The question with a key."""
        if not self._by_key:
            self._by_key.update({q.key: q for q in self.questions})
        return self._by_key[key]


def load(
    path: Path = MEETING_LOG, email: str = "verified", example: str = "WES-12", pairs: Sequence[str] = ()
) -> Definition:
    """Read a form file. With ``pairs`` the pair is picked from a list of these labels instead of typed."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise FormFileError(f"{path}: {error}. Start again from the form file that `sync init` explains.") from error
    pages = tuple(_page(path, p, example, pairs) for p in raw.get("page", []))
    definition = Definition(raw.get("title", ""), raw.get("description", ""), pages, email)
    _check(path, definition)
    return definition


def _page(path: Path, raw: Body, example: str, pairs: Sequence[str]) -> Page:
    try:
        questions = tuple(_question(path, q, example, pairs) for q in raw.get("question", []))
    except KeyError as missing:
        raise FormFileError(f"{path}: page {raw.get('key', '?')}: a question lacks {missing}. Restore it.") from missing
    return Page(raw.get("key", ""), questions, raw.get("id", ""), raw.get("title", ""), raw.get("help", ""))


def _question(path: Path, raw: Body, example: str, pairs: Sequence[str]) -> Question:
    where = f"{path}: question {raw.get('key', '?')}"
    if unknown := set(raw) - {"key", "id", "title", "type", "help", "required", "options", "go"}:
        raise FormFileError(f"{where}: {', '.join(sorted(unknown))} is not known here. Remove it.")
    if raw.get("type") not in _KINDS:
        raise FormFileError(f"{where}: type is {raw.get('type')!r}. Use one of {', '.join(sorted(_KINDS))}.")
    options = tuple(
        Option(o["say"], o.get("means", o["say"]), tuple(o.get("was", ())), o.get("go", raw.get("go", "")))
        for o in raw.get("options", [])
    )
    kind = raw["type"]
    if raw["key"] == "pair" and pairs:
        kind, options = "dropdown", tuple(Option(label, label) for label in pairs)
    return Question(
        raw["key"], raw["id"], raw["title"], kind, raw.get("help", "").replace("{example}", example),
        raw.get("required", False), options,
    )  # fmt: skip


def _check(path: Path, definition: Definition) -> None:
    """Hold the file to what Google's forms can do: see the rules of navigation in docs/google-assumptions.md."""
    keys = {p.key for p in definition.pages} | {"submit"}
    there = [q.key for q in definition.questions]
    for key in NEEDED:
        if there.count(key) != 1:
            raise FormFileError(
                f"{path}: the question {key} must stand in the form once. Restore it; its wording is yours."
            )
    kinds = [o.means for o in definition.question("kind").options]
    if unknown := [m for m in kinds if m not in KINDS]:
        raise FormFileError(f"{path}: question kind: {unknown[0]!r} means nothing. Use one of {', '.join(KINDS)}.")
    seen: set[str] = set()
    for place, page in enumerate(definition.pages):
        navigating = [q for q in page.questions if any(o.go for o in q.options)]
        last = place == len(definition.pages) - 1
        if not last and (len(navigating) != 1 or not navigating[0].required):
            raise FormFileError(
                f"{path}: page {page.key}: exactly one question must navigate, and be required, or the page would run "
                "on into the next. Give each of its options a `go`."
            )
        for q in page.questions:
            texts = [q.title, *(o.say for o in q.options)]
            if any("\n" in t for t in texts):
                raise FormFileError(f"{path}: question {q.key}: Google refuses line breaks here. Write one line.")
            if len({o.say for o in q.options}) != len(q.options):
                raise FormFileError(f"{path}: question {q.key}: two options say the same. Change one.")
            if any(o.go and o.go not in keys for o in q.options) or (
                any(o.go for o in q.options) and not all(o.go for o in q.options)
            ):
                raise FormFileError(f'{path}: question {q.key}: every option must `go` to a page or to "submit".')
            if q.id in seen or len(q.id) != 7:
                raise FormFileError(f"{path}: question {q.key}: ids have seven digits and stand once. Restore the id.")
            seen.add(q.id)


def items(definition: Definition) -> list[Body]:
    """The declared form as Forms API items, in order."""
    made: list[Body] = []
    for page in definition.pages:
        if page.id:
            made.append(
                _sparse({"itemId": page.item_id, "title": page.title, "description": page.help}) | {"pageBreakItem": {}}
            )
        made += [_item(definition, q) for q in page.questions]
    return made


def _sparse(body: Body) -> Body:
    return {k: v for k, v in body.items() if v not in ("", False, None)}


def _item(definition: Definition, q: Question) -> Body:
    question: Body = _sparse({"questionId": q.question_id, "required": q.required})
    if q.type == "text":
        question["textQuestion"] = {}
    elif q.type == "date":
        question["dateQuestion"] = {"includeYear": True}
    else:
        question["choiceQuestion"] = {
            "type": _CHOICES[q.type],
            "options": [_option(definition, o) for o in q.options],
        }
    return _sparse({"itemId": q.item_id, "title": q.title, "description": q.help}) | {
        "questionItem": {"question": question}
    }


def _option(definition: Definition, option: Option) -> Body:
    if not option.go:
        return {"value": option.say}
    if option.go == "submit":
        return {"value": option.say, "goToAction": "SUBMIT_FORM"}
    target = next(p for p in definition.pages if p.key == option.go)
    return {"value": option.say, "goToSectionId": target.item_id}


def changes(form: Body, definition: Definition) -> list[Body]:
    """The smallest batch that makes Google's form what is declared; empty if it already is.

    Ids are always sent, so that answers and links are never orphaned. Items that people added stay where they
    are, behind the item they followed; nothing is ever deleted.
    """
    requests: list[Body] = []
    info = {"title": definition.title, "description": definition.description}
    if wrong := [k for k, v in info.items() if form.get("info", {}).get(k, "") != v]:
        requests.append({"updateFormInfo": {"info": info, "updateMask": ",".join(wrong)}})
    if form.get("settings", {}).get("emailCollectionType", "DO_NOT_COLLECT") != EMAIL[definition.email]:
        settings = {"emailCollectionType": EMAIL[definition.email]}
        requests.append({"updateSettings": {"settings": settings, "updateMask": "emailCollectionType"}})
    declared = items(definition)
    known = {i["itemId"]: i for i in form.get("items", [])}
    order = list(known)
    for wanted in (i for i in declared if "pageBreakItem" in i):
        if wanted["itemId"] not in known:
            requests.append({"createItem": {"item": wanted, "location": {"index": len(order)}}})
            order.append(wanted["itemId"])
    before = None
    for wanted in declared:
        if wanted["itemId"] not in order:
            index = 0 if before is None else order.index(before) + 1
            requests.append({"createItem": {"item": wanted, "location": {"index": index}}})
            order.insert(index, wanted["itemId"])
        before = wanted["itemId"]
    requests += _moves(order, [i["itemId"] for i in declared])
    for wanted in declared:
        now = known.get(wanted["itemId"])
        if now is not None and _plain(now) != _plain(wanted):
            requests.append(
                {
                    "updateItem": {
                        "item": wanted,
                        "location": {"index": order.index(wanted["itemId"])},
                        "updateMask": _mask(now, wanted),
                    }
                }
            )
    return requests


def _moves(order: list[str], declared: list[str]) -> Iterator[Body]:
    """Move the declared items into their order, changing ``order`` along; others follow whom they followed."""
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
    goal = followers[""] + [each for item in declared for each in (item, *followers[item])]
    for index, item in enumerate(goal):
        if order[index] != item:
            now = order.index(item)
            yield {"moveItem": {"originalLocation": {"index": now}, "newLocation": {"index": index}}}
            order.insert(index, order.pop(now))


def _plain(item: Body) -> Body:
    """An item without what Google may print or leave out as it likes."""
    question = item.get("questionItem", {}).get("question", {})
    kind = next((k for k in question if k.endswith("Question")), "")
    return {
        "title": item.get("title", ""),
        "description": item.get("description", ""),
        "page": "pageBreakItem" in item,
        "required": bool(question.get("required")),
        "id": question.get("questionId", ""),
        kind: {k: v for k, v in question.get(kind, {}).items() if v not in (False, None)} if kind else {},
    }


def _mask(now: Body, item: Body) -> str:
    """The narrowest mask; a question that becomes another kind is sent whole, with its id."""
    if "pageBreakItem" in item:
        return "title,description"
    kind = next(k for k in item["questionItem"]["question"] if k.endswith("Question"))
    if kind not in now.get("questionItem", {}).get("question", {}):
        return "title,description,questionItem"
    return f"title,description,questionItem.question.required,questionItem.question.{kind}"
