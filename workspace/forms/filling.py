"""Filling in a form as its page does: sections, navigation, what is required, what an answer may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Body = dict[str, Any]
OTHER = "__other_option__"


@dataclass(frozen=True)
class Section:
    """One page of a form: its head (None for the first) and its items."""

    head: Body | None
    items: tuple[Body, ...]


@dataclass
class Given:
    """What has been entered so far: values by question id, and the typed "other" of each."""

    values: dict[str, list[str]] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, pairs: list[tuple[str, str]]) -> Given:
        """Read ``entry.N=...`` pairs, the older ``entry.N_year`` dates included."""
        given = cls()
        dates: dict[str, dict[str, str]] = {}
        for name, value in pairs:
            found = re.fullmatch(r"entry\.(\d+)(?:_(year|month|day)|(\.other_option_response))?", name)
            if not found:
                continue
            question = f"{int(found.group(1)):08x}"
            if found.group(2):
                dates.setdefault(question, {})[found.group(2)] = value
            elif found.group(3):
                given.other[question] = value
            elif value:
                given.values.setdefault(question, []).append(value)
        for question, parts in dates.items():
            if all(parts.get(p, "").isdigit() for p in ("year", "month", "day")):
                given.values[question] = [f"{parts['year']}-{int(parts['month']):02d}-{int(parts['day']):02d}"]
        return given

    def get(self, question: str) -> list[str]:
        """The values of a question."""
        return self.values.get(question.zfill(8), [])


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
    for item in section.items:
        question = item.get("questionItem", {}).get("question")
        if not question:
            continue
        name = question["questionId"]
        values = given.get(name)
        if question.get("required") and not values:
            found[name] = "This is a required question"
        elif values and (problem := _mistake(question, values, given)):
            found[name] = problem
    return found


def _mistake(question: Body, values: list[str], given: Given) -> str:
    if choice := question.get("choiceQuestion"):
        allowed = {o.get("value") for o in choice["options"] if not o.get("isOther")}
        other = any(o.get("isOther") for o in choice["options"])
        for value in values:
            if value == OTHER and other:
                if not given.other.get(question["questionId"].zfill(8), "").strip():
                    return "Please say what"
            elif value not in allowed:
                return "Please choose one of the options"
        if choice["type"] != "CHECKBOX" and len(values) > 1:
            return "Please choose one option"
    elif "dateQuestion" in question:
        try:
            date.fromisoformat(values[0])
        except ValueError:
            return "Invalid date"
    elif "timeQuestion" in question and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", values[0]):
        return "Invalid time"
    return ""


def next_section(form: Body, at: int, given: Given) -> int | None:
    """The page that follows, or None to send: the last navigating question of the page that was answered decides."""
    pages = sections(form)
    goal: int | None = at + 1 if at + 1 < len(pages) else None
    for item in pages[at].items:
        question = item.get("questionItem", {}).get("question", {})
        chosen = given.get(question.get("questionId", ""))
        for option in question.get("choiceQuestion", {}).get("options", []):
            value = OTHER if option.get("isOther") else option.get("value")
            if chosen and value == chosen[0] and (option.get("goToAction") or option.get("goToSectionId")):
                goal = _goal(pages, at, option)
    return goal


def _goal(pages: list[Section], at: int, option: Body) -> int | None:
    action = option.get("goToAction")
    if action == "SUBMIT_FORM":
        return None
    if action == "RESTART_FORM":
        return 0
    if action == "NEXT_SECTION":
        return at + 1 if at + 1 < len(pages) else None
    return next(i for i, p in enumerate(pages) if p.head and p.head["itemId"] == option["goToSectionId"])


def answers(form: Body, visited: list[int], given: Given) -> dict[str, Body]:
    """The answers of the pages that were visited, as a FormResponse holds them; an unanswered question is absent."""
    pages, found = sections(form), {}
    for at in sorted(set(visited)):
        for item in pages[at].items:
            question = item.get("questionItem", {}).get("question")
            values = given.get(question["questionId"]) if question else []
            if not question or not values:
                continue
            other = given.other.get(question["questionId"].zfill(8), "")
            texts = [other if v == OTHER else v for v in values]
            if "dateQuestion" in question and not question["dateQuestion"].get("includeYear"):
                texts = [t[5:] for t in texts]
            found[question["questionId"]] = {
                "questionId": question["questionId"],
                "textAnswers": {"answers": [{"value": t} for t in texts]},
            }
    return found


def prefill(query: Mapping[str, Any], pairs: list[tuple[str, str]]) -> Given:
    """What a pre-filled link brings; nothing without ``usp=pp_url``."""
    return Given.read(pairs) if query.get("usp") == "pp_url" else Given()
