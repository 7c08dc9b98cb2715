"""What a new program begins with, asked of whoever sits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import typer

from sync.admin.init import Beginning
from sync.core.dates import written_day
from sync.core.people import ADDRESS
from sync.core.presets import PRESETS
from sync.core.words import printable
from sync.program.districts_file import KEY

T = TypeVar("T")


def somebody_is_there() -> bool:
    """Whether questions can be asked, and answers typed."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def beginning(usual: Beginning) -> Beginning:
    """Ask for what must be known; Enter takes what stands in brackets."""
    typer.echo("Press Enter to accept the value in brackets.\n")
    name = _until(str, "Your program's name", usual.name)
    first = _until(_day, "First day of school", f"{usual.first}")
    last = _until(
        lambda text: _later(text, first), "Last day of school", f"{usual.last}"
    )
    typer.echo("\nYour first district; add others to districts.csv later.")
    district = _until(str, "Its name", usual.district)
    key = _until(_key, "Its key, the beginning of its pairs' codes", usual.key)
    coordinator = _until(
        _address, "Its coordinator's e-mail", usual.coordinator
    )
    schools = _until(
        str, "Its schools, separated by commas", ", ".join(usual.schools)
    )
    names = ", ".join(PRESETS)
    preset = _until(
        _preset, f"How often pairs meet, to begin with ({names})", usual.preset
    )
    local = typer.confirm(
        "\nTry it on this machine first, without Google?", default=True
    )
    return replace(
        usual,
        name=name,
        first=first,
        last=last,
        district=district,
        key=key,
        coordinator=coordinator,
        schools=tuple(s.strip() for s in schools.split(",") if s.strip()),
        preset=preset,
        local=local,
    )


def _until(read: Callable[[str], T], words: str, default: str) -> T:
    """Ask until an answer can be used; what is wrong with one is shown."""
    while True:
        try:
            return read(printable(str(typer.prompt(words, default))))
        except ValueError as error:
            typer.echo(f"  {error}")


def _day(text: str) -> date:
    day = written_day(text, day_first=False)
    if day is None:
        raise ValueError("Write a day, such as 2026-08-31.")
    return day


def _later(text: str, first: date) -> date:
    day = _day(text)
    if not first + timedelta(days=30) <= day <= first + timedelta(days=366):
        raise ValueError(
            f"Write the last day of the year that begins {first}."
        )
    return day


def _key(text: str) -> str:
    if not KEY.fullmatch(text.upper()):
        raise ValueError("Write 2 to 8 letters and digits, a letter first.")
    return text.upper()


def _address(text: str) -> str:
    if not ADDRESS.fullmatch(text):
        raise ValueError("Write an e-mail address.")
    return text.lower()


def _preset(text: str) -> str:
    if text not in PRESETS:
        raise ValueError(f"Write one of {', '.join(PRESETS)}.")
    return text
