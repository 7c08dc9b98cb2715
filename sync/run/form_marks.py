"""Whether a form is the one that it is taken for, by the mark that it was made
with.
"""

from __future__ import annotations

from sync.errors import Refused
from sync.google.drive import MARK
from sync.program.opened import Program


def check(program: Program, name: str, form: str) -> None:
    """Raises Refused for a form that was made as another one. Drive is asked
    once for each form: its mark never changes.

    A form made by another account shows no mark, and is accepted. If the
    program was renamed, a form in its folder is accepted, too.
    """
    notes = program.state.notes
    if f"{name}:{form}" in notes.forms_seen:
        return
    file = program.google.drive.get(form)
    mark = str(file.get("appProperties", {}).get(MARK, ""))
    of_program, _, what = mark.rpartition(":")
    ours = of_program == program.settings.mark
    inside = program.lock.folder in file.get("parents", ())
    if mark and (what != name or not (ours or inside)):
        what = "the meeting log" if name == "form" else f"the {name} form"
        raise Refused(
            f"program.lock.toml names a form as {what} (id {form}) that is “{file['name']}” in Drive and is marked as {mark}."
            " Nothing of it was kept.",
            "Put the right id into program.lock.toml, from a copy of before.",
        )
    with program.state.writing():
        notes.forms_seen = {*notes.forms_seen, f"{name}:{form}"}
