"""One mentee's records, taken away whole, and nobody else's with them."""

from __future__ import annotations

import json
import re
from email.message import EmailMessage
from functools import partial
from typing import Any

import pytest

from sync.admin.add_pairs import add
from sync.errors import ConfigurationError, Refused
from sync.google.sheets import Spreadsheet
from sync.records.export import export
from templates.wire import letter
from tests.support.kept_records import OTHERS, everything, much_is_kept, taken
from tests.support.program import TODAY, Program, prepared

pytestmark = pytest.mark.whole


full = prepared(much_is_kept)


def test_after_a_purge_nothing_of_the_mentee_is_left_and_everything_of_others_is(
    full: Program,
) -> None:
    purged = taken(full, "WES-1")
    assert purged.records.numbers == [1, 4]
    assert len(purged.answers) == 3

    def clean() -> None:
        left = everything(full)
        assert not [
            word
            for word in (
                "Sam",
                "sam@westbrook",
                "SAM@",
                "Ana Diaz",
                "Bea Ruiz",
                "a word 1",
                "Tue 2:40",
            )
            if word in left
        ]
        assert not [
            word
            for word in (*OTHERS, "a word 2", "Tue 2:41")
            if word not in left
        ]
        with full.state() as (state, _):
            kept = json.dumps(
                [
                    state.db.rows(f"SELECT * FROM {t}")  # noqa: S608
                    for t in ("answers", "roster", "tabs", "written")
                ]
            )
        assert not [
            word
            for word in ("Sam Lee", "sam@westbrook", "Bea Ruiz")
            if word in kept
        ]

    clean()
    # The answers are still in the form: neither a full reading nor a lost
    # state brings them back.
    assert full.run(read_all=True)[0].changed == set()
    full.state_file.unlink()
    full.run()
    clean()
    assert full.run()[0].changed == set()


def test_the_numbers_are_not_given_again(full: Program) -> None:
    taken(full, "WES-4")
    file = full.folder / "more.csv"
    file.write_text(
        "Mentor,Mentee\nZoë Brennan,João Costa\n", encoding="utf-8"
    )
    assert full.does(add, file, TODAY, "WES").codes == ("WES-5",)
    from sync.admin.rollover import rollover

    full.type("pairs", 3, "stays", "yes")
    full.does(partial(rollover, year="2027-28", folder=None, today=TODAY))
    following = Program(
        full.folder.parent / "program-2027-28", full.space, full.opened
    )
    following.provision()
    assert {1, 4} & {
        int(row[0]) for row in following.values("pairs")[1:] if row and row[0]
    } == set()


@pytest.mark.parametrize("step", ["update", "forget", "keep", "run"])
def test_a_purge_that_was_killed_is_ended_by_the_next(
    full: Program, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.google.sheets import Sheets
    from sync.records import purge
    from sync.state.answers import Answers
    from sync.state.rosters import Rosters

    owners: dict[str, Any] = {
        "update": Sheets,
        "forget": Answers,
        "keep": Rosters,
        "run": purge,
    }

    def killed(*_args: Any, **_more: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(owners[step], step, killed)
        with pytest.raises(KeyboardInterrupt):
            taken(full, "WES-1")
    taken(full, "WES-1")
    full.run()
    left = everything(full)
    assert not [
        word for word in ("Sam", "Ana Diaz", "a word 1") if word in left
    ]
    assert not [word for word in OTHERS if word not in left]


@pytest.mark.parametrize("moved", ["inserted", "sorted"])
def test_rows_that_moved_at_the_same_moment_are_put_back(
    full: Program, moved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row inserted or a table sorted between the reading and the write:
    nobody else's row is lost, and it is said.
    """
    from sync.errors import Refused
    from sync.google.sheets import Sheets

    update, first = Sheets.update, [True]
    tab = full.layout.tab("pairs")
    if moved == "inserted":
        above = {
            "sheetId": tab.id,
            "dimension": "ROWS",
            "startIndex": 1,
            "endIndex": 2,
        }
        change: dict[str, Any] = {
            "insertDimension": {"range": above, "inheritFromBefore": False}
        }
    else:
        rows = {
            "sheetId": tab.id,
            "startRowIndex": 1,
            "endRowIndex": 5,
            "startColumnIndex": 0,
            "endColumnIndex": len(tab.columns),
        }
        order = [
            {"dimensionIndex": tab.place("mentor"), "sortOrder": "DESCENDING"}
        ]
        change = {"sortRange": {"range": rows, "sortSpecs": order}}

    def moving(
        self: Sheets, spreadsheet: Spreadsheet, requests: Any, *more: Any
    ) -> Any:
        if first[0] and any("updateCells" in each for each in requests):
            first[0] = False
            update(self, spreadsheet, [change])
        return update(self, spreadsheet, requests, *more)

    def pairs() -> set[tuple[Any, ...]]:
        return {
            tuple(line[:5])
            for line in full.values("pairs")[1:]
            if len(line) > 2 and line[1]
        }

    before = pairs()
    with monkeypatch.context() as patched:
        patched.setattr(Sheets, "update", moving)
        with pytest.raises(Refused, match="moved rows"):
            taken(full, "WES-1")
    others = {row for row in before if row[2] != "Sam Lee"}
    assert others <= pairs()
    taken(full, "WES-1")
    assert pairs() == others


def test_what_others_say_of_a_mentee_goes_and_what_is_theirs_stays(
    full: Program,
) -> None:
    """Numbers typed as text, an answer that names two pairs, and one that
    names Sam as having been there, too.
    """
    full.type("follow_up", 2, "pair", "#1")
    full.log(
        "grace@westbrook.example",
        "WES-2 and WES-1",
        kind="one-on-one",
        day="2026-11-10",
        minutes=25,
    )
    full.log(
        "mei@westbrook.example",
        "WES-3",
        kind="small group",
        day="2026-11-11",
        minutes=40,
        others="WES-1 Sam Lee, WES-2",
    )
    full.run()
    told = full.does(partial(export, code="WES-1", today=TODAY))
    assert sorted(each["others"] for each in told["named_in"]) == [
        "",
        "WES-1 Sam Lee, WES-2",
    ]
    assert len(told["follow_ups"]) == 1
    purged = taken(full, "WES-1")
    assert len(purged.answers) == 3, "what is put to another pair is theirs"
    assert "Sam Lee" not in everything(full)
    (standing,) = full.run(write=False)[0].standings
    minutes = {p.pair.number: p.minutes for p in standing.pairs}
    assert minutes == {2: 30 + 25 + 40, 3: 40}
    with pytest.raises(
        ConfigurationError,
        match=r"was purged before.*The form still has(?s:.*)Nov 20 2026",
    ):
        taken(full, "WES-1")


def test_a_purge_leaves_a_follow_up_that_is_of_others_too(
    full: Program,
) -> None:
    full.type("follow_up", 9, "day", "2026-10-14")
    full.type("follow_up", 9, "pair", "1, 3")
    full.type("follow_up", 9, "agreed", "both are to meet")
    purged = taken(full, "WES-1")
    assert [line for line in purged.named_in if "Follow-up B9" in line]
    assert any("both are to meet" in row for row in full.values("follow_up"))


def test_what_remains_after_a_purge_is_exactly_the_printed_list(
    full: Program,
) -> None:
    """By name, address and code: in people's own words, in the feedback form's
    texts, in files of the folder. In the state nothing remains, free pages
    included.
    """
    planted = {
        ("follow_up", 3, "agreed"): "Ask Sam Lee, too",
        ("observations", 3, "class"): "sam@westbrook.example, period 3",
        ("corrections", 2, "why"): "was WES-1's",
        ("calendar", 40, "note"): "Sam Lee's welcome",
    }
    for (tab, row, column), text in planted.items():
        full.type(tab, row, column, text)
    full.type("corrections", 2, "answer", "ABCD")
    full.type("corrections", 2, "repair", "ignore")
    report = full.folder / "reports" / "annual.html"
    report.parent.mkdir()
    report.write_text("<p>\nLee, Sam\n</p>", encoding="utf-8")
    letter_file = full.folder / "letters" / "WES.eml"
    letter_file.parent.mkdir()
    message = EmailMessage()
    message["Subject"] = "Mentoring"
    message.set_content("– WES-1 Ána & Säm")
    letter_file.write_bytes(bytes(message))
    other = full.folder / "reports" / "other.html"
    other.write_text("<p>Luis Silva</p>", encoding="utf-8")
    full.run()

    before = taken(full, "WES-1", sure=False).named_in
    after = taken(full, "WES-1").named_in
    assert before == after
    tab_of = full.layout.tab
    cells = {
        f"{tab_of(key).title} {letter(tab_of(key).place(column))}{row}"
        for key, row, column in planted
    }
    roster = full.folder / "rosters" / "WES.csv"
    named = {line.partition(" still")[0].partition(" (")[0] for line in after}
    files = (report, roster, letter_file)
    assert named == {*cells, *(str(f.relative_to(full.folder)) for f in files)}

    left = {}
    for each in full.layout.tabs:
        for row, line in enumerate(full.values(each.key), 1):
            for place, value in enumerate(line):
                if re.search(
                    r"sam[ @]|lee|wes-1\b",
                    re.sub(r"https?://\S+", "", str(value)),
                    re.IGNORECASE,
                ):
                    left[f"{each.title} {letter(place)}{row}"] = value
    assert left.keys() == cells, left
    with full.state() as (state, _):
        state.scrub()
    kept = full.state_file.read_bytes()
    for word in (b"Sam Lee", b"SAM@", b"Bea Ruiz", b"a word 1"):
        words = [w for w in planted.values() if word.decode() in w]
        assert kept.count(word) <= len(words), word
    lock = full.settings.lock_path.read_text(encoding="utf-8")
    assert not re.search(r"sam lee|sam@|@westbrook", lock, re.IGNORECASE)


def test_a_hold_refuses_a_purge_with_its_reason(full: Program) -> None:
    file = full.folder / "program.toml"
    text = file.read_text(encoding="utf-8")
    held = '[retention]\nhold = true\nreason = "a records request of Nov 20"\n'
    file.write_text(text + held, encoding="utf-8")
    before = everything(full)
    with pytest.raises(Refused, match="a records request of Nov 20"):
        taken(full, "WES-1")
    assert everything(full) == before
