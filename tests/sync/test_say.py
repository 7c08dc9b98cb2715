"""What reaches a terminal."""

from __future__ import annotations

import json
import sys

import pytest

from sync.terminal import say
from tests.support.hostile import HOSTILE


def test_nothing_from_outside_steers_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    say.out(HOSTILE)
    say.err(HOSTILE)
    seen = capsys.readouterr()
    for text in (seen.out, seen.err):
        assert text.startswith("No school")
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e"}
    say.out("Zoë Müller\n\t李 雷")
    assert capsys.readouterr().out == "Zoë Müller\n\t李 雷\n"


def test_what_programs_read_is_never_changed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A path with a quote would end the JSON that it is put into."""
    monkeypatch.setattr(sys, "argv", ['/it\'s "here"/sync', "run"])
    monkeypatch.setenv("PATH", "/nowhere")
    say.as_json({"next": "Run `sync provision`."})
    assert json.loads(capsys.readouterr().out) == {
        "next": "Run `sync provision`."
    }
