"""The page that benchmarks write their tables into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def written(name: str, lines: Sequence[str]) -> None:
    """Put a table between its marks."""
    text = PAGE.read_text(encoding="utf-8")
    pattern = rf"(<!-- measured: {name} -->\n).*?(<!-- end -->)"
    made, places = re.subn(
        pattern,
        lambda m: m.group(1) + "\n".join(lines) + "\n" + m.group(2),
        text,
        flags=re.DOTALL,
    )
    if places != 1:
        raise SystemExit(f"{PAGE} has no place for {name}.")
    PAGE.write_text(made, encoding="utf-8")
