"""What is wrong with a line of ``program.toml``, where it stands, and how to
mend it.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any

from sync.core.problems import Problem
from sync.program.program_file import PARTS, ProgramFile


def problem_of(path: Path, error: Any) -> Problem:
    """An error of pydantic's (ErrorDetails) as a Problem."""
    loc, kind = error["loc"], error["type"]
    place = ".".join(map(str, loc))
    where = f"{path}{_line_of(path, str(loc[-1]) if loc else '')}: {place}"
    if kind == "extra_forbidden":
        return _unknown_key(where, loc)
    if kind == "string_pattern_mismatch":
        what = f"{error['input']!r} is not a code"
        return Problem(where, what, "Use capital letters, such as US and MA")
    if kind == "missing":
        return Problem(
            where, "this is missing", "Add it; `sync init` shows an example"
        )
    text = error["msg"].removeprefix("Value error, ")
    shown = kind != "state" and not isinstance(error["input"], dict)
    value = error["input"] if shown else ""
    return Problem(where, f"{value!r}: {text}", "Correct the value")


def _unknown_key(where: str, loc: tuple[Any, ...]) -> Problem:
    key, part = str(loc[-1]), str(loc[0])
    if key in ProgramFile.model_fields:
        remedy = "Move it to the top of the file, before [program]"
        return Problem(where, "this key is below a part's heading", remedy)
    model = PARTS.get(part, ProgramFile) if len(loc) > 1 else ProgramFile
    for name, other in PARTS.items():
        if name != part and key in other.model_fields:
            what = "this key belongs to another part"
            return Problem(where, what, f"Move it below [{name}]")
    remedy = f"Remove it; there are {', '.join(model.model_fields)}"
    if near := difflib.get_close_matches(key, model.model_fields, 1):
        remedy = f"Did you mean {near[0]}?"
    return Problem(where, "this key is not known", remedy)


def _line_of(path: Path, key: str) -> str:
    for number, line in enumerate(
        path.read_text(encoding="utf-8").splitlines(), 1
    ):
        if re.match(rf"\s*\[?\s*{re.escape(key)}\b", line):
            return f", line {number}"
    return ""
