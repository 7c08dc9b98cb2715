"""Where somebody is still named: in a district's sheet, in the feedback form's
texts, and in the files of the program's folder.
"""

from __future__ import annotations

import email
import email.policy
import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sync.core.words import words_of
from sync.errors import ConfigurationError
from sync.program import csv_files
from sync.program.opened import Program
from sync.records.collect import PeoplesTabs, Records
from sync.run import other_forms
from templates.wire import letter

# Files of people's own and of the tool's that are read for names.
_TEXTS = frozenset(
    {
        ".csv",
        ".html",
        ".json",
        ".md",
        ".txt",
        ".ics",
        ".toml",
        ".log",
        ".svg",
        ".eml",
    }
)
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
LARGEST = 20_000_000
# What the tool keeps there is cleared by itself, or names numbers alone.
_OWN = frozenset({"program.toml", "program.lock.toml"})


@dataclass(frozen=True)
class Sought:
    """Somebody who is looked for: by name, by addresses, by the codes of their
    pairs, such as WES-12.
    """

    name: str
    addresses: frozenset[str]
    codes: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        """Whether a text names them. A name of one word alone names nobody."""
        words = words_of(self.name)
        plain = _POSSESSIVE.sub(" ", text)
        if len(words) > 1 and words <= words_of(plain):
            return True
        folded = text.casefold()
        if any(address in folded for address in self.addresses):
            return True
        return any(
            re.search(rf"\b{key}-0*{number}\b", text, re.IGNORECASE)
            for key, number in (code.split("-") for code in self.codes)
        )


@dataclass(frozen=True)
class Trace:
    """A place that names somebody beside their records, and what a person does
    there after a purge.
    """

    where: str
    step: str

    def __str__(self) -> str:
        return f"{self.where} still names them: {self.step}"


def sought(records: Records) -> Sought:
    """By what a mentee is looked for."""
    rows = [row for _, row in records.rows.get("pairs", ())]
    addresses = {
        address
        for row in rows
        for address in str(row.get("mentee_email") or "").casefold().split()
    }
    codes = tuple(f"{records.district}-{n}" for n in records.numbers)
    return Sought(records.mentee, frozenset(addresses), codes)


def of(
    program: Program,
    key: str,
    who: Sought,
    going: Records | None = None,
) -> Iterator[Trace]:
    """What names somebody and is not taken away with their records: people's
    own words, other texts and files. Cells of records in ``going`` are left
    out.
    """
    cleared = list(going.cells(program.layout(key))) if going else []
    numbers = [int(code.rpartition("-")[2]) for code in who.codes]
    for place in PeoplesTabs(program, key).shared_rows(numbers):
        yield Trace(place, "delete their number there, and no other.")
    yield from in_sheet(program, key, who, cleared)
    yield from in_feedback(program, who)
    yield from in_files(program.settings.folder, who)


def in_sheet(
    program: Program, key: str, sought: Sought, cleared: Sequence[str] = ()
) -> Iterator[Trace]:
    """The cells of a district's sheet that name somebody; those in
    ``cleared`` (by their addresses, such as ``Pairs B2``) are left out.
    """
    layout = program.layout(key)
    tabs = {tab.key: tab.id for tab in layout.people}
    # As typed: a formula shows what stands elsewhere.
    found = program.google.sheets.read(
        program.spreadsheet(key), tabs, formulas=True
    )
    for tab in layout.people:
        for row, line in enumerate(found[tab.key], 1):
            for place, value in enumerate(line):
                cell = f"{tab.title} {letter(place)}{row}"
                if cell not in cleared and _names(sought, value):
                    yield Trace(cell, "delete that there.")


def _names(sought: Sought, value: Any) -> bool:
    return isinstance(value, str) and sought.is_in(value)


def in_feedback(program: Program, sought: Sought) -> Iterator[Trace]:
    """The texts of the feedback form that name somebody."""
    kept = program.state.responses.all(other_forms.FEEDBACK)
    for response, _ in kept:
        if sought.is_in(json.dumps(response, ensure_ascii=False)):
            day = str(response.get("createTime", ""))[:10]
            yield Trace(
                f"A text of the feedback form, sent on {day},",
                "delete that response there (Responses, Individual). The next run forgets it.",
            )


def _lines(path: Path) -> list[str]:
    """The lines of a file as people read them: a letter's own text, and a
    page's characters.
    """
    if path.suffix.lower() != ".eml":
        return html.unescape(csv_files.text_of(path)).splitlines()
    message = email.message_from_bytes(
        path.read_bytes(), policy=email.policy.default
    )
    heads = [f"{name}: {value}" for name, value in message.items()]
    parts = (p for p in message.walk() if p.get_content_maintype() == "text")
    texts = (str(part.get_content()) for part in parts)
    return [*heads, *(line for text in texts for line in text.splitlines())]


def in_files(folder: Path, sought: Sought) -> Iterator[Trace]:
    """The files of the program's folder that name somebody, each with its
    first line.
    """
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.parts)
        if (
            hidden
            or path.name in _OWN
            or path.suffix.lower() not in _TEXTS
            or not path.is_file()
            or path.stat().st_size > LARGEST
        ):
            continue
        try:
            lines = _lines(path)
        except (ConfigurationError, OSError):
            continue
        named = [n for n, line in enumerate(lines, 1) if sought.is_in(line)]
        if named:
            which = f"line {named[0]}"
            if len(named) > 1:
                which = f"{len(named)} lines from line {named[0]} on"
            roster = path.parent.name == "rosters"
            why = (
                " A sheet that is made anew is printed from it."
                if roster
                else " If the tool made it, delete it and make it again."
            )
            where = f"{path.relative_to(folder)} ({which})"
            yield Trace(where, f"delete that there.{why}")
