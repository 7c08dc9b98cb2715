"""What a form of each edition must hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.form_file import load
from forms.form_shapes import MEETING_LOG, PLANNING

FIRST = MEETING_LOG.file(1).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(
            x for x in FIRST.splitlines() if '"brief conversation"' not in x
        ),
        FIRST.replace('go = "could_not"', 'go = "submit"'),
        FIRST.replace('key = "observation_replaces"', 'key = "mine"').replace(
            'key = "observation_word"', 'key = "mine_too"'
        ),
    ],
)
def test_an_own_file_of_the_first_edition_is_taken_as_it_was(
    tmp_path: Path, text: str
) -> None:
    """With an option less, or without what was asked later."""
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    assert load(file=path, edition=1).asks("kind")


def test_a_planning_file_of_the_first_edition_may_go_on(
    tmp_path: Path,
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        PLANNING.file(1).read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert load(PLANNING, path).asks("mentor_free")
