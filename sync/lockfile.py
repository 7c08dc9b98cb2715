"""``program.lock.toml``: the id of everything provisioned, so that nothing is ever made twice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sync.errors import ConfigurationError

_HEAD = "# Written by `sync provision`. Keep it with program.toml: it says which files are the program's.\n"
_NUMBERS = ("retired", "purged_numbers")


@dataclass
class Sheet:
    """A district's spreadsheet: its id, its address, and how many pair numbers it was printed with."""

    id: str
    url: str = ""
    pairs: int = 0


@dataclass
class Lock:
    """What has been provisioned so far, and the addresses of the tool's identities, the one that made it first.

    ``retired`` holds, by district, the pair numbers of earlier years that are never given again; ``purged`` the ids of
    answers that are passed over, ``purged_numbers`` the numbers that went with them.
    """

    folder: str = ""
    form: str = ""
    responder_uri: str = ""
    identities: tuple[str, ...] = ()
    sheets: dict[str, Sheet] = field(default_factory=dict)
    retired: dict[str, tuple[int, ...]] = field(default_factory=dict)
    purged: tuple[str, ...] = ()
    purged_numbers: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """The address that makes things."""
        return self.identities[0] if self.identities else ""

    def save(self, path: Path) -> None:
        """Write the file whole, or not at all."""
        lines = [_HEAD, "version = 1"]
        lines += [f"{n} = {_quoted(getattr(self, n))}" for n in ("folder", "form", "responder_uri")]
        lines.append(f"identities = [{', '.join(map(_quoted, self.identities))}]")
        if self.purged:
            lines.append(f"purged = [{', '.join(map(_quoted, self.purged))}]")
        for name in _NUMBERS:
            if numbers := getattr(self, name):
                lines += ["", f"[{name}]", *(f"{key} = {list(some)}" for key, some in sorted(numbers.items()))]
        for key, sheet in sorted(self.sheets.items()):
            lines += [
                "",
                f"[sheets.{key}]",
                f"id = {_quoted(sheet.id)}",
                f"url = {_quoted(sheet.url)}",
                f"pairs = {sheet.pairs}",
            ]
        partial = path.with_suffix(".partial")
        partial.write_text("\n".join(lines) + "\n", encoding="utf-8")
        partial.replace(path)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def load(path: Path) -> Lock:
    """Read the file; an absent one is an empty lock."""
    if not path.exists():
        return Lock()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        sheets = {key: Sheet(**sheet) for key, sheet in raw.pop("sheets", {}).items()}
        raw.pop("version", None)
        numbers: dict[str, Any] = {n: {key: tuple(some) for key, some in raw.pop(n, {}).items()} for n in _NUMBERS}
        identities = tuple(raw.pop("identities", ())) or (raw.pop("identity", ""),)
        return Lock(sheets=sheets, identities=identities, purged=tuple(raw.pop("purged", ())), **numbers, **raw)
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise ConfigurationError(
            f"{path}: {error}. Restore the file from a backup; without it the tool cannot know which files are its own."
        ) from error
