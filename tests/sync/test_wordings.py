"""An option that people reworded in Google."""

from __future__ import annotations

from pathlib import Path

from tests.support.program import served, write_program
from tests.support.sent_answers import answer


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
        answer(
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
