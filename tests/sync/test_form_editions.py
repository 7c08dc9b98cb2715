"""A form keeps the pages that it was made with until the next school year."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from forms.form_changes import changes
from forms.form_shapes import EDITION, MEETING_LOG
from sync.admin.check_program import Things
from sync.admin.plan import Deed
from sync.demo.browser import Browser
from sync.program import declared
from tests.support.program import Program, served, write_program


def _answer(program: Program, uri: str, **said: list[str]) -> None:
    """Fill in a form's page, by the ids of its questions."""
    program.space.store.set_now(datetime(2026, 11, 20, 20, tzinfo=UTC))
    fields = {f"entry.{int('2' + i, 16)}": texts for i, texts in said.items()}
    with closing(Browser(uri)) as browser:
        browser.sign_in("ana@westbrook.example")
        browser.fill(uri, fields)


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
        _answer(
            program,
            program.lock.responder_uri,
            a000003=["We met one-on-one"],
            a000002=["2026-11-18"],
            a000004=["30"],
            a00000b=["I would like a word with the coordinator"],
        )
        _answer(
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


def test_a_box_that_was_reworded_in_an_earlier_form_gets_its_own_line(
    tmp_path: Path,
) -> None:
    """And not that of another box, which would take the wish away."""
    write_program(tmp_path)
    lock = tmp_path / "program.lock.toml"
    lock.write_text("form_edition = 1\n", encoding="utf-8")
    with served(tmp_path) as program:
        program.provision()
        forms = program.google().forms
        live = forms.get(program.lock.form)
        place, item = next(
            (n, i)
            for n, i in enumerate(live["items"])
            if i["itemId"] == "1a00000b"
        )
        choice = item["questionItem"]["question"]["choiceQuestion"]
        choice["options"][0]["value"] = "Please call me"
        change = {
            "item": item,
            "location": {"index": place},
            "updateMask": "questionItem.question.choiceQuestion",
        }
        forms.update(
            program.lock.form, [{"updateItem": change}], live["revisionId"]
        )
        _answer(
            program,
            program.lock.responder_uri,
            a000003=["We met one-on-one"],
            a000004=["30"],
            a00000b=["Please call me"],
        )
        result, _ = program.run()
    (line,) = result.unreadable
    assert "Shall your coordinator call you?" in line
    assert 'means = "word", was = ["Please call me"]' in line


def test_a_form_that_does_not_say_who_reads_it_is_named(
    program: Program,
) -> None:
    config = program.folder / "program.toml"
    own = program.folder / "own.toml"
    text = MEETING_LOG.file().read_text(encoding="utf-8")
    own.write_text(text.replace("{introduction}", "Hello."), encoding="utf-8")
    part = '[form]\nfile = "own.toml"\ncoordinators_evaluate = true\n'
    config.write_text(
        config.read_text(encoding="utf-8") + part, encoding="utf-8"
    )
    found = program.does(lambda opened: list(Things(opened).all()))
    said = [f.message for f in found if f.check == "form"]
    assert said == [
        "Coordinators who evaluate teachers read the logs. The form does not: put {introduction} into the description of your own file."
    ]
