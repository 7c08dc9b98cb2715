"""A program's own word for a mentee: on the form, in the sheet, on the pages
and in the terminal, while what people typed stays as it is.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.core.field_words import PLAIN, FieldWords
from sync.program import declared
from sync.program.program_file import ProgramPart
from sync.program.settings import load
from sync.reports import pages
from templates.layout import WORDS
from tests.support.command import command
from tests.support.program import Program, served, write_program

INTERN, BEGINNER = FieldWords("intern"), FieldWords("beginning teacher")


@pytest.mark.parametrize(
    ("text", "interns"),
    [
        ("The mentee asked.", "The intern asked."),
        ("Mentee e-mail", "Intern e-mail"),
        ("mentors and mentees", "mentors and interns"),
        ("a mentee; A mentee's", "an intern; An intern's"),
        ("“My mentee” is no pair", "“My mentee” is no pair"),
        ("Mentee6 N, commenteered", "Mentee6 N, commenteered"),
    ],
)
def test_the_products_sentences_have_the_programs_word(
    text: str, interns: str
) -> None:
    assert INTERN.say(text) == interns
    assert PLAIN.say(text) == text == PLAIN.plain(text)


def test_a_page_keeps_its_tags_and_a_list_is_read_back() -> None:
    html = '<style>.mentee{}</style><p class="mentee">A mentee</p>'
    assert BEGINNER.page(html) == (
        '<style>.mentee{}</style><p class="mentee">A beginning teacher</p>'
    )
    for plain in ("mentor observes mentee", "mentee observes mentor"):
        assert BEGINNER.plain(BEGINNER.say(plain)) == plain


def test_the_usual_word_is_in_the_list_of_words(program: Program) -> None:
    assert {"mentee": program.settings.file.words.mentee} == WORDS


@pytest.fixture(scope="module")
def interns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a program that says intern."""
    folder = tmp_path_factory.mktemp("interns")
    write_program(folder)
    config = folder / "program.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(f'{text}[words]\nmentee = "intern"\n', encoding="utf-8")
    return folder


def test_a_whole_program_says_it(interns: Path, tmp_path: Path) -> None:
    with served(interns) as program:
        program.provision()
        assert program.provision()[0].steps == []
        form = program.google().forms.get(program.lock.form)
        assert "mentee" not in str(form)
        assert "The mentor observed the intern" in str(form)
        program.log(
            "sam@westbrook.example",
            "WES-1",
            kind="one-on-one",
            day="2026-11-18",
            minutes=30,
            also=["contact"],
        )
        program.log(
            "ana@westbrook.example",
            "WES-1",
            sent=datetime(2026, 11, 20, 21, tzinfo=UTC),
            kind="observation",
            day="2026-11-17",
            minutes=30,
            direction="mentor_sees_mentee",
        )
        program.type("rules", 5, "what", "mentor observes intern")
        program.type("rules", 5, "amount", 2)
        program.type("rules", 5, "per", "year")
        program.type("rules", 6, "what", "mentee observes mentor")
        program.type("rules", 6, "amount", 1)
        program.type("rules", 6, "per", "year")
        result, _ = program.run()
        assert not program.run()[0].changed
        (standing,) = result.standings
        assert standing.district.problems == ()
        asked = {r.what.value for r in standing.district.rules}
        assert asked >= {"mentor observes mentee", "mentee observes mentor"}
        for tab in program.layout.tabs:
            for line in program.values(tab.key):
                left = [str(c) for c in line if "mentee" in str(c).lower()]
                typed = tab.key == "rules" and "mentee observes mentor" in left
                assert not left or typed, (tab.key, left)
        assert program.values("pairs")[0][2] == "Intern"
        seen = program.row("status", "Reach out", "status")
        assert "intern" in str(program.values("status"))
        assert seen
        said = ProgramPart(name="P", year="2026-27")
        for path in pages.write(tmp_path, result.standings, said):
            if path.suffix == ".html":
                assert "mentee" not in path.read_text(encoding="utf-8")
        shown = command(
            "explain", "WES-1", "--as-of", "2026-11-23", cwd=interns
        )
        day = ("--as-of", "2026-11-23")
        table = command("report", "--hours", *day, cwd=interns).stdout
        status = command("status", "--json", *day, cwd=interns).stdout
    assert table.startswith('"District","Mentee"'), "files keep their headers"
    asks = [
        flag
        for pair in json.loads(status)["districts"][0]["pairs"]
        for flag in pair["flags"]
        if flag["flag"] == "asks to be contacted"
    ]
    assert "The mentee asked" in str(asks), "programs read one language"
    assert "mentee" not in shown.stdout
    assert "The intern asked on" in shown.stdout
    settings = load(interns / "program.toml")
    assert "intern" in str(declared.feedback_of(settings))
