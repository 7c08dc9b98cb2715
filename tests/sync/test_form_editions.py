"""A form keeps the pages that it was made with until the next school year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from forms.form_changes import changes
from forms.form_shapes import EDITION
from sync.admin.plan import Deed
from sync.program import declared
from tests.support.program import Program, served, write_program
from tests.support.sent_answers import answer


def test_forms_of_the_first_edition_keep_their_pages(tmp_path: Path) -> None:
    """Made as the first edition made them, and named in a lock file that says
    nothing of editions.
    """
    write_program(tmp_path)
    lock = tmp_path / "program.lock.toml"
    lock.write_text("form_edition = 1\n", encoding="utf-8")
    with served(tmp_path) as program:
        program.provision()
        text = lock.read_text(encoding="utf-8")
        assert "form_edition = 1\n" in text
        lock.write_text(
            text.replace("form_edition = 1\n", ""), encoding="utf-8"
        )
        again, _ = program.provision()
        assert again.of(Deed.MEND) == again.of(Deed.MAKE) == []
        assert program.lock.form_edition == 1
        live = program.google().forms.get(program.lock.form)
        first = declared.form_of(program.settings, edition=1)
        assert changes(live, first) == []
        assert len(first.pages) == 4
        answer(
            program,
            program.lock.responder_uri,
            a000003=["We met one-on-one"],
            a000002=["2026-11-18"],
            a000004=["30"],
            a00000b=["I would like a word with the coordinator"],
        )
        answer(
            program,
            program.lock.forms["planning"].uri,
            b000051=["After"],
            b000061=["After"],
            b000063=["Lunch"],
        )
        result, _ = program.run()
        assert result.counted == 1
        standing = result.standings[0]
        (outcome,) = standing.outcomes
        assert outcome.submission.minutes == 30
        assert outcome.submission.day == date(2026, 11, 18)
        assert outcome.submission.wants_contact
        assert standing.district.arranged[1].free == ("Tue after school",)


def test_a_new_program_has_the_forms_of_now(program: Program) -> None:
    assert program.lock.form_edition == EDITION
    assert len(declared.form_of(program.settings).pages) == 6
    text = program.settings.lock_path.read_text(encoding="utf-8")
    assert f"form_edition = {EDITION}\n" in text


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
