"""What program.toml says of the forms."""

from __future__ import annotations

from sync.program import declared
from tests.support.program import Program


def test_the_first_lines_say_who_reads_it(program: Program) -> None:
    def first_lines(**says: str) -> str:
        config = program.folder / "program.toml"
        text = config.read_text(encoding="utf-8").partition("[form]")[0]
        lines = "".join(f"{name} = {value}\n" for name, value in says.items())
        config.write_text(f"{text}[form]\n{lines}", encoding="utf-8")
        return declared.form_of(program.settings).description

    assert first_lines() == (
        "Read by your mentoring coordinator. Not part of anyone's evaluation."
        "\nDates and times only: it is a district record."
    )
    mentor = first_lines(coordinators_mentor="true")
    assert "who may be a mentor here" in mentor
    evaluates = first_lines(coordinators_evaluate="true")
    assert "who may evaluate teachers" in evaluates
    assert "Not part of anyone's evaluation" not in evaluates
    assert first_lines(introduction='"Ours."') == "Ours."
    program.provision()
    live = program.google().forms.get(program.lock.form)
    assert live["info"]["description"] == "Ours."
