"""An option that people reworded in Google."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.form_shapes import MEETING_LOG
from sync.core.explain import explain
from tests.support.busy_programs import everybody_met
from tests.support.program import (
    Program,
    prepared,
    served,
    write_program,
)
from tests.support.sent_answers import answer

pytestmark = pytest.mark.whole


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


busy = prepared(everybody_met)


def test_an_answer_of_an_unknown_kind_waits_in_log_until_it_is_known(
    busy: Program,
) -> None:
    """An option renamed without `was`: the answer waits with its pair, which is
    not reproached, and counts once the old wording is known.
    """
    busy.log(
        "ana@westbrook.example",
        "WES-1",
        kind="one-on-one",
        day="2026-11-18",
        minutes=30,
    )
    config, form = busy.folder / "program.toml", busy.folder / "form.toml"
    text = MEETING_LOG.file().read_text(encoding="utf-8")
    old = 'say = "We met one-on-one"'
    config.write_text(
        config.read_text(encoding="utf-8") + '[form]\nfile = "form.toml"\n',
        encoding="utf-8",
    )
    form.write_text(text.replace(old, 'say = "One to one"'), encoding="utf-8")
    seen = [busy.run() for _ in range(2)]
    assert [calls["forms.read"] for _, calls in seen] == [4, 3], (
        "three forms, and once the form itself"
    )
    for result, _ in seen:
        (line,) = result.unreadable
        assert 'was = ["We met one-on-one"]' in line
        assert 'say = "One to one"' in line
    row = busy.row("log", "not known", "kind")
    assert (row["Counted"], row["Number"]) == ("needs your answer", 1)
    assert "(“We met one-on-one”) cannot be read" in row["Why not, or a note"]
    standing = seen[0][0].standings[0]
    lines = list(explain(standing, standing.pairs[0]))
    assert "What was sent and not counted:" in lines
    form.write_text(
        text.replace(old, 'say = "One to one", was = ["We met one-on-one"]'),
        encoding="utf-8",
    )
    result, _ = busy.run()
    assert result.unreadable == []
    assert all(o.counted for o in result.standings[0].outcomes)


def test_an_option_that_is_reworded_in_google_gets_its_line(
    busy: Program,
) -> None:
    """The form is read once for the unknown words, and the line says which
    option they stand for.
    """
    google, form = busy.google().forms, busy.lock.form
    live = google.get(form)
    place, item = next(
        (place, item)
        for place, item in enumerate(live["items"])
        if item.get("title") == "What time did you use?"
    )
    question = item["questionItem"]["question"]["choiceQuestion"]
    question["options"][2]["value"] = "Early dismissal"
    google.update(
        form,
        [
            {
                "updateItem": {
                    "item": item,
                    "location": {"index": place},
                    "updateMask": "questionItem.question.choiceQuestion",
                }
            }
        ],
        live["revisionId"],
    )
    busy.log(
        "ana@westbrook.example",
        "WES-1",
        kind="one-on-one",
        day="2026-11-18",
        minutes=30,
        time_used="Early dismissal",
    )
    result, calls = busy.run()
    assert calls["forms.read"] == 4
    assert result.unreadable == [
        (
            "1 answer to “What time did you use?”: “Early dismissal” is not known."
            " If it means “Early release”, replace that option's line in your own copy of"
            " meeting_log.toml (see admin.md) with:"
            ' { say = "Early release", means = "early release",'
            ' was = ["Early dismissal"] },'
        )
    ]
    row = busy.row("log", "What time was used", "reason")
    assert (row["Counted"], row["Minutes"]) == ("yes", 30)
    assert "(“Early dismissal”) cannot be read (left out)" in str(
        row["Why not, or a note"]
    )
