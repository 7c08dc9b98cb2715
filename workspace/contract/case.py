"""The cases of the contract, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from workspace.contract.account import Account

Pairs = Iterator[tuple[Any, Any]]
Run = Callable[[Account], Pairs]
_PARTS = ("values", "structure", "formulas", "formats", "drive", "forms")


@dataclass(frozen=True)
class Case:
    """One law of an API: ``source`` is where Google says so, or who saw it;
    ``run`` yields what is seen beside what Google answers.
    """

    name: str
    law: str
    source: str
    run: Run


_MADE: list[Case] = []


def case(source: str) -> Callable[[Run], Run]:
    """Make a function a case of the contract."""

    def made(run: Run) -> Run:
        part = run.__module__.rpartition(".")[2]
        name = run.__name__
        law = " ".join((run.__doc__ or "").split())
        _MADE.append(Case(f"{part}.{name}", law, source, run))
        return run

    return made


def cases() -> tuple[Case, ...]:
    """Every case of the contract."""
    for part in _PARTS:
        import_module(f"workspace.contract.{part}")
    return tuple(_MADE)
