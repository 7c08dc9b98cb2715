"""A form keeps the pages that it was made with until the next school year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from forms.form_changes import changes
from sync.admin.plan import Deed
from sync.program import declared
from tests.support.program import served, write_program
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
