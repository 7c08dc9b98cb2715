"""The forms of a program, as they stand and as they are declared."""

from __future__ import annotations

from typing import Any

from forms import definition
from sync.program import declared
from tests.support.program import Program


def forms_of(program: Program) -> dict[str, dict[str, Any]]:
    """The three forms as Google has them, by what they are called here."""
    ids = {
        "log": program.lock.form,
        **{name: form.id for name, form in program.lock.forms.items()},
    }
    return {
        name: program.google().forms.get(form_id)
        for name, form_id in ids.items()
    }


def declared_forms(program: Program) -> dict[str, definition.Definition]:
    return {
        "log": declared.form_of(program.settings),
        "planning": declared.planning_of(program.settings),
        "feedback": declared.feedback_of(program.settings),
    }
