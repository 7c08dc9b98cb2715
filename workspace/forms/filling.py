"""Filling in a form as its page does: sections, navigation, what is required,
what an answer may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Body = dict[str, Any]
OTHER = "__other_option__"
_ENTRY = re.compile(
    r"entry\.(\d{1,10})(?:_(year|month|day|hour|minute|second)|(\.other_option_response))?"
)
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_NUMBER = r"0|[1-9][0-9]{0,3}"
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;.]+(\.[^@\s<>,;.]+)+")


@dataclass(frozen=True)
class Section:
    """One page of a form: its head (None for the first) and its items."""

    head: Body | None
    items: tuple[Body, ...]

    def questions(self) -> Iterator[tuple[Body, Body]]:
        """Every question on the page with what its answer is held to; a grid's
        rows share their columns.
        """
        for item in self.items:
            if "questionItem" in item:
                yield (
                    item["questionItem"]["question"],
                    item["questionItem"]["question"],
                )
            for row in item.get("questionGroupItem", {}).get("questions", []):
                yield (
                    row,
                    {
                        "choiceQuestion": item["questionGroupItem"]["grid"][
                            "columns"
                        ]
                    },
                )


@dataclass
class Given:
    """What has been entered so far: the fields of the page, and what they say
    by question.
    """

    pairs: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)
    parts: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, pairs: list[tuple[str, str]]) -> Given:
        """Read ``entry.N=...`` pairs, those of parts of dates and times
        (``entry.N_year``) included.
        """
        given = cls()
        for name, value in pairs:
            found = _ENTRY.fullmatch(name)
            if not found or int(found.group(1)) > 0xFFFFFFFF:
                continue
            given.pairs.append((name, value))
            question = f"{int(found.group(1)):08x}"
            if found.group(2):
                given.parts.setdefault(question, {})[found.group(2)] = value
            elif found.group(3):
                given.other[question] = value
            elif value:
                given.values.setdefault(question, []).append(value)
        return given

    @classmethod
    def of(cls, form: Body, answers: Mapping[str, Body]) -> Given:
        """What an earlier answer says, to be edited."""
        pairs = []
        for section in sections(form):
            for question, held in section.questions():
                name = entry(question)
                options = {
                    o.get("value")
                    for o in held.get("choiceQuestion", {}).get("options", [])
                }
                for each in (
                    answers.get(question["questionId"], {})
                    .get("textAnswers", {})
                    .get("answers", [])
                ):
                    if options and each["value"] not in options:
                        pairs += [
                            (name, OTHER),
                            (f"{name}.other_option_response", each["value"]),
                        ]
                    else:
                        pairs.append((name, each["value"]))
        return cls.read(pairs)

    def get(self, question: Body) -> list[str]:
        """The values of a question, a date or time put together from its
        parts.
        """
        name = question["questionId"].zfill(8)
        values = self.values.get(name, [])
        if "dateQuestion" in question and name in self.parts:
            return _date(question["dateQuestion"], values, self.parts[name])
        if "timeQuestion" in question and name in self.parts:
            return _time(question["timeQuestion"], self.parts[name])
        return (
            [v.replace("T", " ") for v in values]
            if "dateQuestion" in question
            else values
        )

    def part(self, question: Body, name: str) -> str:
        """One part of a date or a time, as it was entered or as the whole has
        it.
        """
        given = self.parts.get(question["questionId"].zfill(8), {})
        if name in given:
            return given[name]
        numbers: list[str] = re.findall(r"\d+", " ".join(self.get(question)))
        names = (
            ["month", "day"]
            if "dateQuestion" in question
            else ["hour", "minute", "second"]
        )
        return dict(zip(names, numbers, strict=False)).get(name, "")

    def other_of(self, question: Body) -> str:
        """What was typed beside "other"."""
        return self.other.get(question["questionId"].zfill(8), "")


def _date(
    kind: Body, values: list[str], parts: Mapping[str, str]
) -> list[str]:
    if not any(parts.values()):
        return values
    names = ("month", "day") + (("year",) if kind.get("includeYear") else ())
    if not all(
        re.fullmatch("[0-9]{1,4}", parts.get(name, "")) for name in names
    ):
        return values or ["?"]
    day = f"{int(parts['month']):02d}-{int(parts['day']):02d}"
    if kind.get("includeYear"):
        day = f"{int(parts['year']):04d}-{day}"
    if kind.get("includeTime"):
        return [f"{day} {_two(parts, 'hour')}:{_two(parts, 'minute')}"]
    return [day]


def _time(kind: Body, parts: Mapping[str, str]) -> list[str]:
    if not any(parts.values()):
        return []
    text = f"{_two(parts, 'hour')}:{_two(parts, 'minute')}"
    return (
        [f"{text}:{_two(parts, 'second')}"] if kind.get("duration") else [text]
    )


def _two(parts: Mapping[str, str], name: str) -> str:
    return (parts.get(name) or "0").zfill(2)


def entry(question: Body) -> str:
    """The name of a question's field: its id read as a hexadecimal number."""
    return f"entry.{int(question['questionId'], 16)}"


def sections(form: Body) -> list[Section]:
    """A section ends where the next page break stands."""
    made: list[tuple[Body | None, list[Body]]] = [(None, [])]
    for item in form.get("items", []):
        if "pageBreakItem" in item:
            made.append((item, []))
        else:
            made[-1][1].append(item)
    return [Section(head, tuple(items)) for head, items in made]


def mistakes(section: Section, given: Given) -> dict[str, str]:
    """What keeps a page from being sent, by question id."""
    found: dict[str, str] = {}
    for question, held in section.questions():
        values = given.get(question)
        if question.get("required") and not values:
            found[question["questionId"]] = "This is a required question"
        elif values and (
            problem := _mistake(held, values, given.other_of(question))
        ):
            found[question["questionId"]] = problem
    return found


def _mistake(question: Body, values: list[str], other: str) -> str:
    if choice := question.get("choiceQuestion"):
        return _choice_mistake(choice, values, other)
    if len(values) > 1:
        return "Please give one answer"
    value = values[0]
    if "dateQuestion" in question:
        return (
            "" if _is_date(question["dateQuestion"], value) else "Invalid date"
        )
    if "timeQuestion" in question:
        long = r"[0-9]{2}:[0-5][0-9]:[0-5][0-9]"
        shape = long if question["timeQuestion"].get("duration") else _TIME
        return "" if re.fullmatch(shape, value) else "Invalid time"
    if scale := question.get("scaleQuestion"):
        good = (
            bool(re.fullmatch(_NUMBER, value))
            and scale.get("low", 0) <= int(value) <= scale["high"]
        )
        return "" if good else "Please choose one of the options"
    if rating := question.get("ratingQuestion"):
        good = (
            bool(re.fullmatch(_NUMBER, value))
            and 1 <= int(value) <= rating["ratingScaleLevel"]
        )
        return "" if good else "Please choose one of the options"
    return "" if len(value) <= 50_000 else "Too long"


def _choice_mistake(choice: Body, values: list[str], other: str) -> str:
    allowed = {
        o.get("value") for o in choice["options"] if not o.get("isOther")
    }
    has_other = any(o.get("isOther") for o in choice["options"])
    for value in values:
        if value == OTHER and has_other:
            if not other.strip():
                return "Please say what"
        elif value not in allowed:
            return "Please choose one of the options"
    if choice["type"] != "CHECKBOX" and len(values) > 1:
        return "Please choose one option"
    return ""


def _is_date(kind: Body, value: str) -> bool:
    day, _, clock = value.partition(" ")
    if bool(clock) != bool(kind.get("includeTime")) or (
        clock and not re.fullmatch(_TIME, clock)
    ):
        return False
    if not kind.get("includeYear") and re.fullmatch("[0-9]{2}-[0-9]{2}", day):
        day = f"2000-{day}"
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        return False
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def next_section(form: Body, at: int, given: Given) -> int | None:
    """The page that follows, or None to send: the last navigating question of
    the page that was answered decides.
    """
    pages = sections(form)
    goal: int | None = at + 1 if at + 1 < len(pages) else None
    for item in pages[at].items:
        question = item.get("questionItem", {}).get("question")
        chosen = given.get(question) if question else []
        for option in (
            (question or {}).get("choiceQuestion", {}).get("options", [])
        ):
            value = OTHER if option.get("isOther") else option.get("value")
            if chosen and value == chosen[0] and navigates(option):
                goal = _goal(pages, at, option)
    return goal


def way(form: Body, claimed: list[int], given: Given) -> list[int]:
    """The indexes of the pages that somebody passed: the claimed ones, as far
    as the answers lead from each to the next.
    """
    taken = [0]
    for page in claimed[1:]:
        if len(taken) > 100 or next_section(form, taken[-1], given) != page:
            break
        taken.append(page)
    return taken


def navigates(option: Body) -> bool:
    """Whether an option says where to go on."""
    return option.get(
        "goToAction", "GO_TO_ACTION_UNSPECIFIED"
    ) != "GO_TO_ACTION_UNSPECIFIED" or bool(option.get("goToSectionId"))


def _goal(pages: list[Section], at: int, option: Body) -> int | None:
    action = option.get("goToAction")
    if action == "SUBMIT_FORM":
        return None
    if action == "RESTART_FORM":
        return 0
    if action == "NEXT_SECTION":
        return at + 1 if at + 1 < len(pages) else None
    return next(
        (
            i
            for i, p in enumerate(pages)
            if p.head and p.head["itemId"] == option["goToSectionId"]
        ),
        None,
    )


def ends(form: Body, at: int) -> bool:
    """Whether sending is all that can follow a page: its button says Submit."""
    pages = sections(form)
    goes = [
        o
        for q, _ in pages[at].questions()
        for o in q.get("choiceQuestion", {}).get("options", [])
        if navigates(o)
    ]
    if goes:
        return all(o.get("goToAction") == "SUBMIT_FORM" for o in goes)
    return at + 1 == len(pages)


def answers(form: Body, visited: list[int], given: Given) -> dict[str, Body]:
    """The answers of the pages that were visited, as a FormResponse holds
    them; an unanswered question is absent.
    """
    pages, found = sections(form), {}
    for at in sorted(set(visited)):
        for question, _ in pages[at].questions():
            values = given.get(question)
            if not values:
                continue
            texts = list(
                dict.fromkeys(
                    given.other_of(question) if v == OTHER else v
                    for v in values
                )
            )
            if "dateQuestion" in question and not question["dateQuestion"].get(
                "includeYear"
            ):
                texts = [re.sub(r"^\d{4}-", "", t) for t in texts]
            found[question["questionId"]] = {
                "questionId": question["questionId"],
                "textAnswers": {"answers": [{"value": t} for t in texts]},
            }
    return found


def is_address(text: str) -> bool:
    """Whether a text is one e-mail address."""
    return bool(_ADDRESS.fullmatch(text)) and len(text) <= 320


def prefill(query: Mapping[str, Any], pairs: list[tuple[str, str]]) -> Given:
    """What a pre-filled link brings; nothing without ``usp=pp_url``."""
    return Given.read(pairs) if query.get("usp") == "pp_url" else Given()
