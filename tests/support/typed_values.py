"""Tables of what is typed and what is shown."""

from __future__ import annotations


def lines(table: str) -> list[tuple[str, ...]]:
    """The lines of a table; ␣ stands for a blank at the end, ∅ for nothing."""
    return [
        tuple(line.replace("␣", " ").replace("∅", "").split(" | "))
        for line in table.strip("\n").splitlines()
    ]
