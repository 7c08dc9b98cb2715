"""What each state asks for at the end of a year, read from annual.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sync.core.annual import Asked, Asking

ANNUAL = Path(__file__).with_name("annual.toml")


def asked(state: str) -> Asking:
    """What a state asks for; what most do where it has no list here."""
    lists = tomllib.loads(ANNUAL.read_text(encoding="utf-8"))
    raw = lists.get(state) or lists["other"]
    items = tuple(
        Asked(i["mark"], i["words"], i["figure"]) for i in raw["items"]
    )
    return Asking(raw["name"], raw["source"], items, raw.get("ledger", 0.0))
