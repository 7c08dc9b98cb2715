"""Answers, sent to a form of any edition."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

from sync.demo.browser import Browser
from tests.support.program import Program


def answer(program: Program, uri: str, **said: list[str]) -> None:
    """Fill in a form's page, by the ids of its questions."""
    program.space.store.set_now(datetime(2026, 11, 20, 20, tzinfo=UTC))
    fields = {f"entry.{int('2' + i, 16)}": texts for i, texts in said.items()}
    with closing(Browser(uri)) as browser:
        browser.sign_in("ana@westbrook.example")
        browser.fill(uri, fields)
