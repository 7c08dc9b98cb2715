"""Programs in which everybody has met, and their cells."""

from __future__ import annotations

from tests.support.program import Program


def everybody_met(program: Program) -> None:
    """A program in which every pair has met and a run has seen it."""
    for number, who in ((1, "ana"), (2, "grace"), (3, "mei")):
        program.log(
            f"{who}@westbrook.example",
            f"WES-{number}",
            kind="one-on-one",
            day="2026-11-19",
            minutes=30,
        )
    program.run()
