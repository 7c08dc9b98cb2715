"""A declared form and Google's: the requests that make one from nothing, or mend it
with the smallest change.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from sync.errors import ConfigurationError

Body = dict[str, Any]
WEEKDAYS, SCALE = tuple("01234"), [1, 5]
EMAIL = {"verified": "VERIFIED", "typed": "RESPONDER_INPUT", "none": "DO_NOT_COLLECT"}
_KINDS = {
    "text",
    "paragraph",
    "date",
    "time",
    "radio",
    "dropdown",
    "checkboxes",
    "scale",
    "grid",
}
_CHOICES = {"radio": "RADIO", "dropdown": "DROP_DOWN", "checkboxes": "CHECKBOX"}


class FormFileError(ConfigurationError):
    """A form file that cannot be used; the message names the place and what to change."""


@dataclass(frozen=True)
class Shape:
    """A form of the program's: its file here, the questions that must stand in it, and
    what its options may mean, by question.
    """

    file: Path
    needed: tuple[str, ...]
    means: Mapping[str, tuple[object, ...]] = field(default_factory=dict)


MEETING_LOG = Shape(
    Path(__file__).with_name("meeting_log.toml"),
    (
        "pair",
        "day",
        "kind",
        "minutes",
        "conversations",
        "time_used",
        "topics",
        "others",
        "next_meeting",
        "replaces",
        "word",
        "direction",
        "observation_minutes",
        "conferences",
        "cover_hours",
        "obstacles",
        "word_too",
    ),
    {
        "kind": (
            "one-on-one",
            "small group",
            "brief conversation",
            "observation",
            "could not meet",
        )
    },
)
PLANNING = Shape(
    Path(__file__).with_name("planning.toml"),
    (
        "pair",
        "regular_day",
        "regular_time",
        "dates",
        "mentor_free",
        "mentee_free",
        "set_aside",
    ),
    {
        "regular_day": tuple(range(5)),
        "set_aside": (
            "early release",
            "faculty meeting",
            "PD day",
            "orientation",
            "training",
        ),
    },
)
FEEDBACK = Shape(
    Path(__file__).with_name("feedback.toml"),
    (
        "role",
        "district",
        "satisfaction",
        "well_1",
        "well_2",
        "improve_1",
        "improve_2",
        "worked",
    ),
    {"role": ("mentor", "mentee", "administrator", "other")},
)


@dataclass(frozen=True)
class Option:
    """One choice: what it says, what it means, what it used to say, and the page it
    leads to.
    """

    say: str
    means: Any
    was: tuple[str, ...] = ()
    go: str = ""


@dataclass(frozen=True)
class Question:
    """One question. Its ids in Google's form follow from ``id``, so that links last.

    A ``grid`` has a question for each of its ``rows``, which share its options. A
    ``scale`` goes from its first option's meaning to its last one's.
    """

    key: str
    id: str
    title: str
    type: str
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Question, ...] = ()

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
        """What a chosen option means, by its present or a former wording; None if it
        was never offered.
        """
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
    """A declared form: its title, its pages, and how it collects addresses (a key of
    EMAIL).
    """

    title: str
    description: str
    pages: tuple[Page, ...]
    email: str = "verified"
    _by_key: dict[str, Question] = field(
        default_factory=dict, compare=False, repr=False
    )

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
    shape: Shape = MEETING_LOG,
    file: Path | None = None,
    email: str = "verified",
    example: str = "WES-12",
    lists: Mapping[str, Sequence[str]] | None = None,
) -> Definition:
    """Read a form's own file, or another of its shape. The questions named in ``lists``
    are dropdowns of these texts.
    """
    path = file or shape.file
    try:
        raw = copy.deepcopy(_parsed(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise FormFileError(
            f"{path}: {error}. Start again from the form file that `sync init` explains."
        ) from error
    _share_options(path, raw)
    pages = tuple(_page(path, p, example, lists or {}) for p in raw.get("page", []))
    definition = Definition(
        raw.get("title", ""), raw.get("description", ""), pages, email
    )
    _check(path, definition, shape)
    return definition


@lru_cache(maxsize=16)
def _parsed(text: str) -> Body:
    return tomllib.loads(text)


def _share_options(path: Path, raw: Body) -> None:
    """Give each question that is answered ``like`` another one its options."""
    there = {
        q.get("key"): q
        for page in raw.get("page", [])
        for q in page.get("question", [])
    }
    for q in there.values():
        if "like" in q:
            key = q["like"]
            if key not in there or "like" in there[key]:
                raise FormFileError(
                    f"{path}: question {q.get('key')}: there is no question {key} with options. Restore it."
                )
            q["options"] = there[key].get("options", [])


def _page(
    path: Path, raw: Body, example: str, lists: Mapping[str, Sequence[str]]
) -> Page:
    try:
        questions = tuple(
            _question(path, q, example, lists) for q in raw.get("question", [])
        )
    except KeyError as missing:
        raise FormFileError(
            f"{path}: page {raw.get('key', '?')}: a question lacks {missing}. Restore it."
        ) from missing
    return Page(
        raw.get("key", ""),
        questions,
        raw.get("id", ""),
        raw.get("title", ""),
        raw.get("help", ""),
    )


def _question(
    path: Path, raw: Body, example: str, lists: Mapping[str, Sequence[str]]
) -> Question:
    where = f"{path}: question {raw.get('key', '?')}"
    if unknown := set(raw) - {
        "key",
        "id",
        "title",
        "type",
        "help",
        "required",
        "options",
        "go",
        "rows",
        "like",
    }:
        raise FormFileError(
            f"{where}: {', '.join(sorted(unknown))} is not known here. Remove it."
        )
    if raw.get("type") not in _KINDS:
        raise FormFileError(
            f"{where}: type is {raw.get('type')!r}. Use one of {', '.join(sorted(_KINDS))}."
        )
    options = tuple(
        Option(
            o["say"],
            o.get("means", o["say"]),
            tuple(o.get("was", ())),
            o.get("go", raw.get("go", "")),
        )
        for o in raw.get("options", [])
    )
    kind = raw["type"]
    if texts := lists.get(raw["key"]):
        # What people typed elsewhere becomes one line, as Google shows it.
        lines = dict.fromkeys(" ".join(text.split()) for text in texts)
        kind, options = "dropdown", tuple(Option(line, line) for line in lines)
    rows = tuple(
        Question(str(r["means"]), r["id"], r["say"], "row", options=options)
        for r in raw.get("rows", [])
    )
    return Question(
        raw["key"],
        raw["id"],
        raw["title"],
        kind,
        raw.get("help", "").replace("{example}", example),
        raw.get("required", False),
        options,
        rows,
    )


def _check(path: Path, definition: Definition, shape: Shape) -> None:
    """Hold the file to what Google's forms can do: see the rules of navigation in
    docs/google-assumptions.md.
    """
    keys = {p.key for p in definition.pages} | {"submit"}
    there = [q.key for q in definition.questions]
    for key in shape.needed:
        if there.count(key) != 1:
            raise FormFileError(
                f"{path}: the question {key} must stand in the form once. Restore it; its wording is yours."
            )
    for key, means in shape.means.items():
        if unknown := [
            o.means for o in definition.question(key).options if o.means not in means
        ]:
            known = ", ".join(map(str, means))
            raise FormFileError(
                f"{path}: question {key}: {unknown[0]!r} means nothing. Use one of {known}."
            )
    seen: set[str] = set()
    for text in (definition.title, *(page.title for page in definition.pages)):
        if "\n" in text:
            raise FormFileError(
                f"{path}: {text[:40]!r}: Google refuses line breaks in a title. Write one line."
            )
    for place, page in enumerate(definition.pages):
        navigating = [q for q in page.questions if any(o.go for o in q.options)]
        last = place == len(definition.pages) - 1
        if not last and (len(navigating) != 1 or not navigating[0].required):
            raise FormFileError(
                f"{path}: page {page.key}: exactly one question must navigate, and be required, or the page would run "
                "on into the next. Give each of its options a `go`."
            )
        for q in page.questions:
            texts = [q.title, *(o.say for o in q.options), *(r.title for r in q.rows)]
            if (q.type == "grid") is not bool(q.rows):
                raise FormFileError(
                    f"{path}: question {q.key}: a grid has rows, and nothing else has. Restore it."
                )
            if any("\n" in t for t in texts):
                raise FormFileError(
                    f"{path}: question {q.key}: Google refuses line breaks here. Write one line."
                )
            if len({o.say for o in q.options}) != len(q.options):
                raise FormFileError(
                    f"{path}: question {q.key}: two options say the same. Change one."
                )
            if any(o.go and o.go not in keys for o in q.options) or (
                any(o.go for o in q.options) and not all(o.go for o in q.options)
            ):
                raise FormFileError(
                    f'{path}: question {q.key}: every option must `go` to a page or to "submit".'
                )
            if q.rows and any(r.key not in WEEKDAYS for r in q.rows):
                raise FormFileError(
                    f"{path}: question {q.key}: a row means a weekday, 0 (Monday) to 4. Correct `means`."
                )
            if q.type == "scale" and [o.means for o in q.options] != SCALE:
                raise FormFileError(
                    f"{path}: question {q.key}: a scale goes from 1 to 5: two options, with these `means`."
                )
            for each in (q, *q.rows):
                if each.id in seen or len(each.id) != 7:
                    raise FormFileError(
                        f"{path}: question {q.key}: ids have seven digits and stand once. Restore the id."
                    )
                seen.add(each.id)


def items(definition: Definition) -> list[Body]:
    """The declared form as Forms API items, in order."""
    made: list[Body] = []
    for page in definition.pages:
        if page.id:
            made.append(
                _sparse(
                    {
                        "itemId": page.item_id,
                        "title": page.title,
                        "description": page.help,
                    }
                )
                | {"pageBreakItem": {}}
            )
        made += [_item(definition, q) for q in page.questions]
    return made


def _sparse(body: Body) -> Body:
    return {k: v for k, v in body.items() if v not in ("", False, None)}


def _item(definition: Definition, q: Question) -> Body:
    head = _sparse({"itemId": q.item_id, "title": q.title, "description": q.help})
    if q.type == "grid":
        rows = [
            {"questionId": r.question_id, "rowQuestion": {"title": r.title}}
            for r in q.rows
        ]
        columns = {"type": "CHECKBOX", "options": [{"value": o.say} for o in q.options]}
        return head | {
            "questionGroupItem": {"grid": {"columns": columns}, "questions": rows}
        }
    question: Body = _sparse({"questionId": q.question_id, "required": q.required})
    if q.type in ("text", "paragraph"):
        question["textQuestion"] = _sparse({"paragraph": q.type == "paragraph"})
    elif q.type == "date":
        question["dateQuestion"] = {"includeYear": True}
    elif q.type == "time":
        question["timeQuestion"] = {}
    elif q.type == "scale":
        low, high = q.options[0], q.options[-1]
        question["scaleQuestion"] = {
            "low": low.means,
            "high": high.means,
            "lowLabel": low.say,
            "highLabel": high.say,
        }
    else:
        question["choiceQuestion"] = {
            "type": _CHOICES[q.type],
            "options": [_option(definition, o) for o in q.options],
        }
    return head | {"questionItem": {"question": question}}


def _option(definition: Definition, option: Option) -> Body:
    if not option.go:
        return {"value": option.say}
    if option.go == "submit":
        return {"value": option.say, "goToAction": "SUBMIT_FORM"}
    target = next(p for p in definition.pages if p.key == option.go)
    return {"value": option.say, "goToSectionId": target.item_id}


def is_ours(form: Body, definition: Definition) -> bool:
    """Whether anything that is declared stands in a form already."""
    declared = {item["itemId"] for item in items(definition)}
    return any(item.get("itemId") in declared for item in form.get("items", []))


def changes(form: Body, definition: Definition, new: bool = False) -> list[Body]:
    """The smallest batch that makes Google's form what is declared; empty if it already
    is.

    Ids are always sent, so that answers and links are never orphaned. Items that people
    added stay where they are, behind the item they followed; nothing of theirs is ever
    deleted. Of a form that was just made (``new``) what Google put into it is deleted,
    and how it collects addresses is said whatever it says of that.
    """
    requests: list[Body] = []
    if new:
        there = range(len(form.get("items", [])))
        requests += [
            {"deleteItem": {"location": {"index": index}}} for index in reversed(there)
        ]
        form = {"info": form.get("info", {})}
    info = {"title": definition.title, "description": definition.description}
    if wrong := [k for k, v in info.items() if form.get("info", {}).get(k, "") != v]:
        requests.append(
            {"updateFormInfo": {"info": info, "updateMask": ",".join(wrong)}}
        )
    if new or collects(form) not in ("", EMAIL[definition.email]):
        settings = {"emailCollectionType": EMAIL[definition.email]}
        requests.append(
            {
                "updateSettings": {
                    "settings": settings,
                    "updateMask": "emailCollectionType",
                }
            }
        )
    declared = items(definition)
    known = {i["itemId"]: i for i in form.get("items", [])}
    order = list(known)
    for wanted in (i for i in declared if "pageBreakItem" in i):
        if wanted["itemId"] not in known:
            requests.append(
                {"createItem": {"item": wanted, "location": {"index": len(order)}}}
            )
            order.append(wanted["itemId"])
    before = None
    for wanted in declared:
        if wanted["itemId"] not in order:
            index = 0 if before is None else order.index(before) + 1
            requests.append(
                {"createItem": {"item": wanted, "location": {"index": index}}}
            )
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


def collects(form: Body) -> str:
    """How a form collects addresses, in Google's words; empty where the form does not
    say.
    """
    return str(form.get("settings", {}).get("emailCollectionType", "")).replace(
        "EMAIL_COLLECTION_TYPE_UNSPECIFIED", ""
    )


def _moves(order: list[str], declared: list[str]) -> Iterator[Body]:
    """Move the declared items into their order, changing ``order`` along; others follow
    whom they followed.
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
            for o in group.get("grid", {}).get("columns", {}).get("options", [])
        ],
        "title": item.get("title", ""),
        "description": item.get("description", ""),
        "page": "pageBreakItem" in item,
        "required": bool(question.get("required")),
        "id": question.get("questionId", ""),
        kind: {
            k: v for k, v in question.get(kind, {}).items() if v not in (False, None)
        }
        if kind
        else {},
    }


def _mask(now: Body, item: Body) -> str:
    """The narrowest mask; a question that becomes another kind is sent whole, with its
    id.
    """
    if "pageBreakItem" in item:
        return "title,description"
    if "questionGroupItem" in item:
        return "title,description,questionGroupItem"
    kind = next(k for k in item["questionItem"]["question"] if k.endswith("Question"))
    if kind not in now.get("questionItem", {}).get("question", {}):
        return "title,description,questionItem"
    return (
        f"title,description,questionItem.question.required,questionItem.question.{kind}"
    )
