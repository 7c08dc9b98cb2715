"""What each state asks for at the end of a year, read from annual.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from sync.core.annual import Asked, Asking

ANNUAL = Path(__file__).with_name("annual.toml")


def asked(state: str) -> Asking:
    """What a state (MA) asks for; without a list, what most states ask."""
    raw = _lists().get(state) or _lists()["other"]
    return Asking(
        raw["name"],
        raw["source"],
        _items(raw["items"]),
        raw.get("ledger", 0.0),
        _items(raw.get("form", ())),
    )


def source_of(figure: str) -> str:
    """Where a figure comes from."""
    return str(_lists()["sources"][figure])


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return tomllib.loads(ANNUAL.read_text(encoding="utf-8"))


def _items(raw: Iterable[Mapping[str, str]]) -> tuple[Asked, ...]:
    return tuple(
        Asked(i["mark"], i["words"], i["figure"], source_of(i["figure"]))
        for i in raw
    )
