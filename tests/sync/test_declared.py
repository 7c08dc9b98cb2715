"""What a program declares of its forms and sheets."""

from __future__ import annotations

from forms.form_shapes import EDITION
from sync.program import declared
from tests.support.program import Program


def test_a_new_program_has_the_forms_of_now(program: Program) -> None:
    assert program.lock.form_edition == EDITION
    assert len(declared.form_of(program.settings).pages) == 6
    text = program.settings.lock_path.read_text(encoding="utf-8")
    assert f"form_edition = {EDITION}\n" in text
