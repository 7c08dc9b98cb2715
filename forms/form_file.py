"""A form file, read and held to what Google's forms can do."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path

from forms.definition import Body, Definition, Option, Page, Question
from forms.form_shapes import EDITION, MEETING_LOG, Shape
from sync.core.field_words import PLAIN
from sync.errors import ConfigurationError

WEEKDAYS, SCALE = tuple("01234"), [1, 5]
_PLACES = re.compile(r"\{(\w+)\}")
# The words in braces that a form's texts may hold, where a program says no
# other.
DEFAULT_WORDS: Mapping[str, str] = {
    "example": "WES-12",
    "introduction": "",
    "mentee": PLAIN.mentee,
    "mentees": PLAIN.mentees,
}
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

# What a question of a form file may say.
_PARTS = {
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
}


class FormFileError(ConfigurationError):
    """A form file that cannot be used; the message names the place and what to
    change.
    """


@dataclass(frozen=True)
class Wording:
    """A program's own words for the places in braces of a form's texts, and
    the lists that become dropdowns, by question.

    The words of DEFAULT_WORDS stand where it has none; an option that was
    answered in these is still understood.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """A text of the file in the program's words."""
        return _filled(text, {**DEFAULT_WORDS, **self.words})


def load(
    shape: Shape = MEETING_LOG,
    file: Path | None = None,
    email: str = "verified",
    wording: Wording = Wording(),
    edition: int = EDITION,
) -> Definition:
    """Read ``file``, or else the shape's own file of an edition.

    ``email`` is a key of EMAIL. Raises FormFileError for a file that cannot
    be used, and ValueError for an edition without files.
    """
    path = file or shape.file(edition)
    try:
        raw = copy.deepcopy(_parsed(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise FormFileError(
            f"{path}: {error}. Correct the file, or copy the original from"
            " forms/ in the source again."
        ) from error
    _share_options(path, raw)
    for page in raw.get("page", []):
        for question in page.get("question", []):
            key = question.get("key", "")
            question["key"] = shape.renamed.get(key, key)
    try:
        pages = tuple(_page(path, p, wording) for p in raw.get("page", []))
        title, description = (
            wording.fill(raw.get(name, ""))
            for name in ("title", "description")
        )
    except TypeError as error:
        raise FormFileError(f"{path}: {error}.") from error
    definition = Definition(title, description, pages, email)
    _check(path, definition, shape.of_edition(edition))
    return definition


@lru_cache(maxsize=16)
def _parsed(text: str) -> Body:
    return tomllib.loads(text)


def _share_options(path: Path, raw: Body) -> None:
    """Give each question that is answered ``like`` another one its options."""
    questions = [
        q for page in raw.get("page", []) for q in page.get("question", [])
    ]
    options = {
        q.get("key"): q.get("options", [])
        for q in reversed(questions)
        if "like" not in q
    }
    for question in questions:
        like = question.get("like")
        if like is None:
            continue
        if like not in options:
            raise FormFileError(
                f"{path}: question {question.get('key')}: there is no question {like} with options. Restore it."
            )
        question["options"] = options[like]


def _page(path: Path, raw: Body, wording: Wording) -> Page:
    questions = raw.get("question", [])
    try:
        made = tuple(_question(path, q, wording) for q in questions)
    except KeyError as missing:
        raise FormFileError(
            f"{path}: page {raw.get('key', '?')}: a question lacks {missing}. Restore it."
        ) from missing
    texts = (wording.fill(raw.get(name, "")) for name in ("title", "help"))
    return Page(raw.get("key", ""), made, raw.get("id", ""), *texts)


def _question(path: Path, raw: Body, wording: Wording) -> Question:
    where = f"{path}: question {raw.get('key', '?')}"
    if unknown := sorted(set(raw) - _PARTS):
        raise FormFileError(
            f"{where}: {', '.join(unknown)} is not known here. Remove it."
        )
    if raw.get("type") not in _KINDS:
        raise FormFileError(
            f"{where}: type is {raw.get('type')!r}. Use one of {', '.join(sorted(_KINDS))}."
        )
    kind, options = raw["type"], _options(raw, wording)
    if texts := wording.lists.get(raw["key"]):
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
        wording.fill(raw["title"]),
        kind,
        wording.fill(raw.get("help", "")),
        raw.get("required", False),
        options,
        rows,
    )


def _options(raw: Body, wording: Wording) -> tuple[Option, ...]:
    everywhere = raw.get("go", "")
    return tuple(
        Option(
            wording.fill(option["say"]),
            wording.fill(means) if isinstance(means, str) else means,
            _was(option, wording),
            option.get("go", everywhere),
        )
        for option in raw.get("options", [])
        for means in [option.get("means", option["say"])]
    )


def _was(option: Body, wording: Wording) -> tuple[str, ...]:
    """An option's former wordings, and its own in the default words."""
    plain = _filled(option["say"], DEFAULT_WORDS)
    own = () if plain == wording.fill(option["say"]) else (plain,)
    return (*option.get("was", ()), *own)


def _filled(text: str, words: Mapping[str, str]) -> str:
    if not isinstance(text, str):
        raise TypeError(f"write {text!r} in quotes")
    return _PLACES.sub(lambda found: words.get(found[1], found[0]), text)


# -- what Google's forms can do -----------------------------------------------


def _check(path: Path, definition: Definition, shape: Shape) -> None:
    """Raise the first reason why a file cannot be made into a form.

    See the rules of navigation in docs/google-assumptions.md.
    """
    checks = (
        _title_problems(definition),
        _page_problems(definition),
        _shape_problems(definition, shape),
    )
    for problem in chain(*checks):
        raise FormFileError(f"{path}: {problem}")


def _shape_problems(definition: Definition, shape: Shape) -> Iterator[str]:
    """The questions that the product reads, and what their options mean."""
    renamed = frozenset(shape.renamed.values())
    for key in shape.needed:
        number = len(definition.each(key))
        if number == 0 or (number > 1 and key not in renamed):
            yield f"the question {key} must stand in the form once. Restore it; its wording is yours."
    if shape.either and not any(
        all(map(definition.asks, keys)) for keys in shape.either
    ):
        yield f"the question {shape.either[0][0]} is missing. Restore it; its wording is yours."
    yield from _unasked(definition, shape)
    for key, known in shape.means.items():
        for option in (o for q in definition.each(key) for o in q.options):
            if option.means not in known:
                names = ", ".join(map(str, known))
                yield f"question {key}: {option.means!r} means nothing. Use one of {names}."


def _unasked(definition: Definition, shape: Shape) -> Iterator[str]:
    """What the pages of the kinds that are offered do not ask."""
    offered = [o.means for q in definition.each("kind") for o in q.options]
    for kind in filter(shape.asked.__contains__, offered):
        way = definition.way(kind)
        there = [q.key for page in way for q in page.questions]
        for key in shape.asked[kind]:
            if key not in there:
                yield f"page {way[-1].key}: the question {key} is missing. Restore it; its wording is yours."


def _title_problems(definition: Definition) -> Iterator[str]:
    for text in (definition.title, *(page.title for page in definition.pages)):
        if "\n" in text:
            yield f"{text[:40]!r}: Google refuses line breaks in a title. Write one line."


def _page_problems(definition: Definition) -> Iterator[str]:
    keys = {page.key for page in definition.pages} | {"submit"}
    ids: set[str] = set()
    for page in definition.pages:
        navigating = [
            q for q in page.questions if any(o.go for o in q.options)
        ]
        is_last = page is definition.pages[-1]
        if not is_last and (
            len(navigating) != 1 or not navigating[0].required
        ):
            yield (
                f"page {page.key}: exactly one question must navigate, and be required, or the page would run "
                "on into the next. Give each of its options a `go`."
            )
        for question in page.questions:
            problems = (
                *_question_problems(question, keys),
                *_id_problems(question, ids),
            )
            for problem in problems:
                yield f"question {question.key}: {problem}"


def _question_problems(q: Question, keys: set[str]) -> Iterator[str]:
    texts = [q.title, *(o.say for o in q.options), *(r.title for r in q.rows)]
    ways = [option.go for option in q.options]
    if (q.type == "grid") is not bool(q.rows):
        yield "a grid has rows, and nothing else has. Restore it."
    if any("\n" in text for text in texts):
        yield "Google refuses line breaks here. Write one line."
    if len({option.say for option in q.options}) != len(q.options):
        yield "two options say the same. Change one."
    if any(ways) and not set(ways) <= keys:
        yield 'every option must `go` to a page or to "submit".'
    if any(row.key not in WEEKDAYS for row in q.rows):
        yield "a row means a weekday, 0 (Monday) to 4. Correct `means`."
    if q.type == "scale" and [option.means for option in q.options] != SCALE:
        yield "a scale goes from 1 to 5: two options, with these `means`."


def _id_problems(q: Question, ids: set[str]) -> Iterator[str]:
    for each in (q, *q.rows):
        if each.id in ids or len(each.id) != 7:
            yield "ids have seven characters and are used once. Restore it."
        ids.add(each.id)
