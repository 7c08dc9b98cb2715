"""The ``q`` and ``orderBy`` of files.list, for the operators that people use."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from workspace.drive import FOLDER
from workspace.errors import Refusal, not_here
from workspace.store import stamp

Test = Callable[[sqlite3.Row], bool]
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<word>[A-Za-z][\w.]*|\d+)|(?P<sign><=|>=|!=|[=<>(){}]))"""
)
_ELSEWHERE = (
    "fullText",
    "viewedByMeTime",
    "visibility",
    "shortcutDetails",
    "memberCount",
    "organizerCount",
    "labels",
)
_COLUMNS = {
    "name": "name",
    "mimeType": "mime",
    "modifiedTime": "modified",
    "createdTime": "created",
}


def _wrong() -> Refusal:
    return Refusal(400, "Invalid Value", "invalid", location="q")


@dataclass
class Words:
    """What the query asks about a file that is not in its row."""

    role: Callable[[str, str], str]
    in_parents: Callable[[sqlite3.Row, str], bool]
    trashed: Callable[[sqlite3.Row], bool]
    shared_with_me: Test
    starred: Test
    name_is_late: Test
    need_parent: Callable[[str], None]
    me: str


def parse(q: str, words: Words) -> Test:
    """Read a query as a test of files. Raises Refusal for what Drive would not
    understand, and 501 for the rest.
    """
    tokens, at = [], 0
    text = q.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise _wrong()
        tokens.append(found)
        at = found.end()
    if not tokens:
        return lambda _: True
    reader = _Reader(tokens, words)
    test = reader.either()
    if reader.at < len(tokens):
        raise _wrong()
    return test


class _Reader:
    def __init__(self, tokens: list[re.Match[str]], words: Words) -> None:
        self.tokens, self.words, self.at = tokens, words, 0

    def _peek(self) -> str:
        return (
            self.tokens[self.at].group().strip()
            if self.at < len(self.tokens)
            else ""
        )

    def _take(self, *wanted: str) -> str:
        found = self._peek()
        if not found or (wanted and found not in wanted):
            raise _wrong()
        self.at += 1
        return found

    def _text(self) -> str:
        if self.at >= len(self.tokens) or not self.tokens[self.at].group(
            "text"
        ):
            raise _wrong()
        return re.sub(r"\\(.)", r"\1", self._take()[1:-1])

    def either(self) -> Test:
        tests = [self.both()]
        while self._peek() == "or":
            self.at += 1
            tests.append(self.both())
        return (
            tests[0]
            if len(tests) == 1
            else lambda row: any(t(row) for t in tests)
        )

    def both(self) -> Test:
        tests = [self.one()]
        while self._peek() == "and":
            self.at += 1
            tests.append(self.one())
        return (
            tests[0]
            if len(tests) == 1
            else lambda row: all(t(row) for t in tests)
        )

    def one(self) -> Test:
        if self._peek() == "not":
            self.at += 1
            inner = self.one()
            return lambda row: not inner(row)
        if self._peek() == "(":
            self.at += 1
            test = self.either()
            self._take(")")
            return test
        if self._peek()[:1] in ("'", '"'):
            return self._member(self._text())
        return self._clause(self._take())

    def _member(self, value: str) -> Test:
        self._take("in")
        where, words = self._take(), self.words
        if where == "parents":
            words.need_parent(value)
            return lambda row: words.in_parents(row, value)
        if value == "me":
            value = words.me
        if where == "owners":
            return lambda row: bool(row["owner"] == value.lower())
        if where in ("writers", "readers"):
            roles = ("writer", "fileOrganizer", "organizer", "owner") + (
                ("reader", "commenter") if where == "readers" else ()
            )
            return lambda row: words.role(value.lower(), row["id"]) in roles
        if where == "labels":
            raise not_here("files.list with q: labels")
        raise _wrong()

    def _clause(self, name: str) -> Test:
        if name.partition(".")[0] in _ELSEWHERE:
            raise not_here(f"files.list with q: {name}")
        if name in ("trashed", "starred", "sharedWithMe"):
            return self._flag(name)
        if name in ("appProperties", "properties"):
            self._take("has")
            self._take("{")
            self._take("key")
            self._take("=")
            key = self._text()
            self._take("and")
            self._take("value")
            self._take("=")
            value = self._text()
            self._take("}")
            return lambda row: json.loads(row[name]).get(key) == value
        if name not in _COLUMNS:
            raise _wrong()
        return self._compare(
            name,
            self._take("=", "!=", "<", "<=", ">", ">=", "contains"),
            self._text(),
        )

    def _flag(self, name: str) -> Test:
        if name == "sharedWithMe" and self._peek() not in ("=", "!="):
            return self.words.shared_with_me
        equal = self._take("=", "!=") == "="
        wanted = (self._take("true", "false") == "true") is equal
        test = {
            "trashed": self.words.trashed,
            "starred": self.words.starred,
            "sharedWithMe": self.words.shared_with_me,
        }[name]
        return lambda row: test(row) is wanted

    def _compare(self, name: str, sign: str, value: str) -> Test:
        column = _COLUMNS[name]
        if name.endswith("Time"):
            moment = stamp(_moment(value))
            order: dict[str, Callable[[Any, Any], bool]] = {
                "=": lambda a, b: a == b,
                "!=": lambda a, b: a != b,
                "<": lambda a, b: a < b,
                "<=": lambda a, b: a <= b,
                ">": lambda a, b: a > b,
                ">=": lambda a, b: a >= b,
            }
            if sign not in order:
                raise _wrong()
            return lambda row: order[sign](row[column], moment)
        if sign not in ("=", "!=", "contains"):
            raise _wrong()
        late = self.words.name_is_late if name == "name" else lambda _: False
        if sign == "contains":
            start = value.casefold()
            return lambda row: (
                not late(row)
                and _contains(
                    row[column].casefold(), start, prefix=name == "name"
                )
            )
        return lambda row: (
            not late(row) and (row[column] == value) is (sign == "=")
        )


def _contains(text: str, start: str, prefix: bool) -> bool:
    """A name contains words by their beginnings; a MIME type contains its own
    beginning.
    """
    return text.startswith(start) or (
        prefix
        and any(
            text[m.end() :].startswith(start)
            for m in re.finditer(r"[\W_]+", text)
        )
    )


def _moment(text: str) -> datetime:
    if not re.fullmatch(
        r"\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?", text
    ):
        raise _wrong()
    try:
        moment = datetime.fromisoformat(text)
        return (
            moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        ).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _wrong() from None


_KEYS: dict[str, Callable[[sqlite3.Row], Any]] = {
    "createdTime": lambda row: row["created"],
    "modifiedTime": lambda row: row["modified"],
    "recency": lambda row: row["modified"],
    "folder": lambda row: row["mime"] != FOLDER,
    "name": lambda row: row["name"].casefold(),
    "name_natural": lambda row: [
        int(p) if p.isdecimal() else p
        for p in re.split(r"(\d+)", row["name"].casefold())
    ],
}
_ORDERS = (
    "modifiedByMeTime",
    "quotaBytesUsed",
    "sharedWithMeTime",
    "starred",
    "viewedByMeTime",
)


def ordered(rows: list[sqlite3.Row], order: str) -> list[sqlite3.Row]:
    """Files in the order that ``orderBy`` asks for; without one, as they were
    last changed.
    """
    for part in reversed(
        [p.strip() for p in (order or "modifiedTime desc").split(",")]
    ):
        name, _, falling = part.partition(" ")
        if name in _ORDERS:
            raise not_here(f"files.list with orderBy={name}")
        if name not in _KEYS or falling not in ("", "desc"):
            raise Refusal(400, "Invalid Value", "invalid", location="orderBy")
        rows = sorted(rows, key=_KEYS[name], reverse=falling == "desc")
    return rows
