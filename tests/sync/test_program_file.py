"""program.toml, and every mistake named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import ConfigurationError
from sync.program.program_file import LetterPart
from sync.program.settings import load
from tests.support.program import PROGRAM, Program
from tests.support.program_files import write


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('year = "2026-27"', 'year = "26"', "line 4: program.year: '26'"),
        (
            "pairs = 8",
            "pears = 8",
            "line 8: defaults.pears: this key is not known",
        ),
        (
            "pairs = 8",
            'locale = "en_GB"',
            "line 8: defaults.locale: this key belongs to another part. Move it below [program]",
        ),
        ("pairs = 8", 'pairs = "many"', "defaults.pairs: 'many'"),
        (
            "pairs = 8",
            'preset = "dayly"',
            "there is no preset 'dayly'; use one of weekly",
        ),
        ('name = "Test program"', "", "program.name: this is missing. Add it"),
        ("[google]", "[google", "Mend the line"),
        (
            "[google]",
            '[form]\nresponders = ["everybody"]\n[google]',
            "'everybody' is not known",
        ),
        ("[google]", 'time_zone = "Boston"\n[google]', "not a time zone"),
    ],
)
def test_mistakes_in_program_toml(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = write(tmp_path, PROGRAM.replace(old, new, 1))
    with pytest.raises(ConfigurationError) as caught:
        load(path)
    assert words in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("smtp", "host", "port"),
    [
        ("mail.school.example", "mail.school.example", 587),
        ("127.0.0.1:25", "127.0.0.1", 25),
        ("[::1]:25", "::1", 25),
        ("[fe80::1]", "fe80::1", 587),
        ("::1", "", 0),
        ("mail.school.example:smtp", "", 0),
    ],
)
def test_servers_as_they_are_written(smtp: str, host: str, port: int) -> None:
    if not host:
        with pytest.raises(ValueError, match="write a server and its port"):
            LetterPart(smtp=smtp)
        return
    part = LetterPart(smtp=smtp)
    assert (part.host, part.port) == (host, port)


def test_another_locale_names_itself_before_anything_is_made(
    unprovisioned: Program,
) -> None:
    unprovisioned.use_locale("de_DE")
    with pytest.raises(
        ConfigurationError,
        match=r"locale: 'de_DE': in this locale Google Sheets refuses formulas.*Write en_US, or en_GB",
    ):
        unprovisioned.provision()
    assert unprovisioned.space.wire.calls == []
