"""The planning form, from the page to the sheet: what pairs say appears where
people left blanks, and no cell of theirs is touched.
"""

from __future__ import annotations

import copy
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from forms.form_changes import changes
from forms.form_file import FormFileError, load
from forms.form_shapes import FEEDBACK, PLANNING
from forms.links import pair_link
from sync import demo
from sync.admin.plan import Deed
from sync.demo.browser import Browser
from sync.program import declared
from sync.records import export
from sync.records.purge import purge
from tests.support.program import ADMIN, TODAY, Program
from tests.support.program_tabs import values
from workspace.weather import Fault

pytestmark = pytest.mark.whole


AUGUST = datetime(2026, 9, 1, 20, tzinfo=UTC)


def plan(
    program: Program,
    sender: str,
    label: str,
    sent: datetime = AUGUST,
    **says: object,
) -> None:
    """Fill in the planning form on its page."""
    program.space.store.set_now(sent)
    form, uri = (
        declared.planning_of(program.settings),
        program.lock.forms["planning"].uri,
    )
    with closing(Browser(uri)) as browser:
        browser.sign_in(sender)
        browser.fill(pair_link(uri, form, label), demo.fields_of(form, says))


def usual(program: Program) -> list[str]:
    """What stands above the pairs' columns of Schedule: when they usually
    meet.
    """
    layout = program.layout.tab("schedule")
    return [
        str(text)
        for text in [*program.values("schedule")[2], "", "", ""][
            len(layout.columns) :
        ][:3]
    ]


def test_what_a_pair_plans_appears_where_blanks_were(program: Program) -> None:
    people = (
        "pairs",
        "schedule",
        "observations",
        "calendar",
        "follow_up",
        "rules",
        "corrections",
    )
    plan(
        program,
        "grace@westbrook.example",
        "WES-2 Grace & Luis",
        regular_day=3,
        regular_time="12:15",
        dates="Dec 14, 1/11",
    )
    plan(program, "ana@westbrook.example", "WES-1 Ana & Sam", regular_day=0)
    before = {tab: program.values(tab, formulas=True) for tab in people}
    result, _ = program.run(attended=False)
    assert {
        tab: program.values(tab, formulas=True) for tab in people
    } == before, "law 4"
    assert (
        program.row("status", "WES-2", "pair")["Their plan"]
        == "Thu 12:15 PM; Dec 14, Jan 11"
    )
    assert (
        program.row("pairs", "WES-2", "label")["Meets"]
        == "Thu 12:15 PM; Dec 14, Jan 11"
    )
    assert usual(program) == ["Tue", "Thu 12:15 PM; Dec 14, Jan 11", ""], (
        "Tuesday stands in Pairs, and wins"
    )
    pairs = {p.pair.number: p.pair for p in result.standings[0].pairs}
    assert {
        n: p.regular.weekday if p.regular else None for n, p in pairs.items()
    } == {
        1: 1,
        2: 3,
        3: None,
    }
    assert [
        (m.pair, m.day) for m in result.standings[0].district.schedule
    ] == [
        (2, date(2026, 12, 14)),
        (2, date(2027, 1, 11)),
    ]
    program.type("pairs", 3, "regular_day", "Friday")
    program.run(attended=False)
    assert usual(program)[1] == "Fri; Dec 14, Jan 11"


def test_a_plan_of_the_first_meeting_is_seen_with_whatever_else_is_new_and_by_a_run_in_a_terminal(
    program: Program,
) -> None:
    for _ in range(2):
        program.run(attended=False)
    plan(program, "grace@westbrook.example", "WES-2", regular_day=3)
    assert program.run(attended=False)[0].standings == [], (
        "nothing else is new: it costs nothing"
    )
    assert program.run(attended=True)[0].changed == {"WES"}
    plan(
        program,
        "grace@westbrook.example",
        "WES-2",
        sent=AUGUST + timedelta(hours=1),
        regular_day=2,
    )
    program.log(
        "ana@westbrook.example", "WES-1", kind="one-on-one", minutes=30
    )
    program.run(attended=False)
    assert program.row("pairs", "WES-2", "label")["Meets"] == "Wed"
    plan(
        program,
        "grace@westbrook.example",
        "WES-2",
        sent=AUGUST + timedelta(hours=2),
        regular_day=4,
    )
    assert program.run(TODAY + timedelta(days=1), attended=False)[
        0
    ].changed == {"WES"}, "once a day in any case"
    assert program.row("pairs", "WES-2", "label")["Meets"] == "Fri"


def test_a_plan_that_is_deleted_in_the_form_is_gone(program: Program) -> None:
    plan(program, "grace@westbrook.example", "WES-2", regular_day=3)
    program.run(attended=False)
    form = program.lock.forms["planning"].id
    ((answer,),) = program.google().forms.responses(form, None)
    program.space.forms.responses.delete(form, answer["responseId"])
    program.run(TODAY + timedelta(days=1), attended=False)
    assert program.row("pairs", "WES-2", "label")["Meets"] == ""


def test_both_free_is_offered_in_status(program: Program) -> None:
    plan(
        program,
        "grace@westbrook.example",
        "WES-2",
        both_free={1: ["After"]},
        set_aside=["PD day"],
    )
    program.run(attended=False)
    row = program.row("status", "WES-2", "pair")
    assert "Both are free Tue after school." in row["In words"]
    assert "Also: nothing planned." in row["Why"]


def test_a_strangers_text_is_text(program: Program) -> None:
    plan(
        program,
        "grace@westbrook.example",
        "WES-2 =1+1",
        dates="=HYPERLINK(1), Oct 14",
        regular_day=3,
    )
    program.run(attended=False)
    row = program.row("status", "WES-2", "pair")
    assert row["Their plan"] == "Thu; Oct 14"
    assert "“=HYPERLINK(1)” cannot be read as school days" in row["Why"]
    assert not any(
        str(cell).startswith("=HYPERLINK(1")
        for line in program.values("status", formulas=True)
        for cell in line
    )


def test_what_was_planned_is_part_of_what_is_kept_of_a_mentee(
    program: Program,
) -> None:
    plan(
        program,
        "grace@westbrook.example",
        "WES-2",
        regular_day=3,
        regular_time="14:45",
    )
    program.run(attended=False)
    (told,) = program.does(export.export, "WES-2", TODAY)["plans"]
    assert (told["pair_text"], told["regular"]) == (
        "WES-2",
        "Thursday, 2:45 PM",
    )
    done = program.does(purge, "WES-2", TODAY, True)
    assert len(done.answers) == 1
    for day in (0, 1):
        program.run(TODAY + timedelta(days=day), attended=False)
        with program.state() as (state, _):
            assert state.responses.all("planning") == [], (
                "passed over from now on"
            )


def test_a_plan_of_a_pair_that_ended_goes_with_its_mentee(
    program: Program,
) -> None:
    plan(program, "luis@westbrook.example", "", both_free={1: ["After"]})
    program.run(attended=False)
    program.type("pairs", 3, "ends", 46310)
    assert len(program.does(export.export, "WES-2", TODAY)["plans"]) == 1
    program.does(purge, "WES-2", TODAY, True)
    with program.state() as (state, _):
        assert state.responses.all("planning") == []


def test_a_plan_of_nobody_known_is_for_the_admin_and_goes_where_it_belongs_later(
    program: Program,
) -> None:
    program.add_north()
    program.provision()
    program.run(attended=False)
    plan(program, "grace@home.example", "mine", regular_day=3)
    program.run(attended=True)
    assert [row["What"] for row in values(program, "waiting")["waiting"]] == [
        "a plan"
    ]
    program.type("pairs", 3, "other_addresses", "m: grace@home.example")
    program.run(attended=False)  # reads the address
    program.run(attended=True)
    assert [row["What"] for row in values(program, "waiting")["waiting"]] == [
        "Nothing to answer."
    ]
    assert program.row("pairs", "WES-2", "label")["Meets"] == "Thu"


def test_what_people_write_above_the_schedule_is_left(
    program: Program,
) -> None:
    """Beside the printed numbers, and in a column put between two pairs."""
    schedule = program.layout.tab("schedule")
    last = len(schedule.columns) + program.lock.sheets["WES"].pairs
    more = {
        "appendDimension": {
            "sheetId": schedule.id,
            "dimension": "COLUMNS",
            "length": 3,
        }
    }
    between = {
        "sheetId": schedule.id,
        "dimension": "COLUMNS",
        "startIndex": len(schedule.columns) + 1,
        "endIndex": len(schedule.columns) + 2,
    }
    program.edit(
        more,
        {"insertDimension": {"range": between, "inheritFromBefore": True}},
        who=ADMIN,
    )

    def put(row: int, column: int, **value: Any) -> dict[str, Any]:
        start = {
            "sheetId": schedule.id,
            "rowIndex": row,
            "columnIndex": column,
        }
        cell = {"userEnteredValue": value} if value else {}
        return {
            "updateCells": {
                "start": start,
                "rows": [{"values": [cell]}],
                "fields": "userEnteredValue",
            }
        }

    own = [
        put(0, last + 2, numberValue=2026),
        put(1, last + 2, stringValue="my notes"),
        put(1, len(schedule.columns) + 1, stringValue="Room for Ana"),
    ]
    program.edit(*own, who=ADMIN)
    program.edit(
        put(2, len(schedule.columns)), who=ADMIN
    )  # a formula of ours is gone
    before = program.values("schedule", formulas=True)
    assert "Westbrook: formulas of Schedule" in program.provision()[0].of(
        Deed.MEND
    )
    after = program.values("schedule", formulas=True)
    assert (after[0], after[1]) == (before[0], before[1])
    assert str(after[2][len(schedule.columns)]).startswith("=")
    assert program.provision()[0].of(Deed.MEND) == []


def test_trouble_with_a_further_form_stops_nothing(program: Program) -> None:
    program.run(attended=False)
    program.log(
        "ana@westbrook.example", "WES-1", kind="one-on-one", minutes=30
    )
    program.space.weather.faults = [
        Fault("500", "forms.forms.responses.list", times=60, after=1)
    ]
    result, _ = program.run(TODAY + timedelta(days=1), attended=False)
    assert (result.changed, result.failed, len(result.notices)) == (
        {"WES"},
        {},
        2,
    )


def test_plans_that_vanish_all_at_once_are_kept_until_somebody_says_so(
    program: Program,
) -> None:
    for hour in range(12):
        plan(
            program,
            "grace@westbrook.example",
            "WES-2",
            sent=AUGUST + timedelta(hours=hour),
            regular_day=3,
        )
    program.run(attended=False)
    form = program.lock.forms["planning"].id
    ((*answers,),) = program.google().forms.responses(form, None)
    for answer in answers:
        program.space.forms.responses.delete(form, answer["responseId"])
    kept, _ = program.run(TODAY + timedelta(days=1), attended=False)
    assert (
        "12 of 12 answers are gone from the planning form" in kept.kept_answers
    ), "as of the log: exit code 8"
    assert program.row("pairs", "WES-2", "label")["Meets"] == "Thu"
    assert (
        program.run(TODAY + timedelta(days=1), attended=False, accept=True)[
            0
        ].kept_answers
        == ""
    )
    assert program.row("pairs", "WES-2", "label")["Meets"] == ""


def test_the_forms_are_mended_by_the_smallest_change(program: Program) -> None:
    google, form = program.google(), program.lock.forms["planning"].id
    now = google.forms.get(form)
    assert changes(now, declared.planning_of(program.settings)) == []
    index = next(
        i
        for i, item in enumerate(now["items"])
        if item["itemId"] == "1b000008"
    )
    item = copy.deepcopy(now["items"][index]) | {"title": "Free?"}
    item["questionGroupItem"]["questions"][0]["rowQuestion"]["title"] = (
        "Moonday"
    )
    google.forms.update(
        form,
        [
            {
                "updateItem": {
                    "item": item,
                    "location": {"index": index},
                    "updateMask": "title,questionGroupItem",
                }
            }
        ],
        now["revisionId"],
    )
    assert program.provision()[0].of(Deed.MEND) == [
        "the planning form: 1 changes"
    ]
    assert google.forms.get(form)["items"] == now["items"]


@pytest.mark.parametrize(
    ("shape", "old", "new", "words"),
    [
        (
            PLANNING,
            'key = "dates"',
            'key = "days"',
            "the question dates must stand in the form once",
        ),
        (
            PLANNING,
            "means = 4 }",
            "means = 7 }",
            "question regular_day: 7 means nothing",
        ),
        (
            PLANNING,
            'means = "PD day"',
            'means = "holiday"',
            "question set_aside: 'holiday' means nothing",
        ),
        (
            FEEDBACK,
            'like = "well"',
            'like = "nobody"',
            "there is no question nobody",
        ),
        (
            PLANNING,
            'id = "b000080"',
            'id = "b000081"',
            "ids have seven characters and are used once",
        ),
        (
            PLANNING,
            'type = "time"',
            'type = "grid"',
            "a grid has rows, and nothing else has",
        ),
        (
            PLANNING,
            'say = "Fri", means = 4',
            'say = "Fri", means = 5',
            "a row means a weekday",
        ),
        (
            FEEDBACK,
            'say = "Very", means = 5',
            'say = "Very", means = 50',
            "a scale goes from 1 to 5",
        ),
        (
            FEEDBACK,
            'means = "administrator"',
            'means = "boss"',
            "question role: 'boss' means nothing",
        ),
    ],
)
def test_a_file_of_ones_own_with_a_mistake_is_refused_by_name(
    tmp_path: Any, shape: Any, old: str, new: str, words: str
) -> None:
    text = shape.file().read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "own.toml").write_text(
        text.replace(old, new, 1), encoding="utf-8"
    )
    with pytest.raises(FormFileError, match=words):
        load(shape, tmp_path / "own.toml")


def test_a_file_of_ones_own_is_used(program: Program) -> None:
    text = (
        PLANNING.file()
        .read_text(encoding="utf-8")
        .replace(
            'say = "After", means = "after school"',
            'say = "3:30", means = "at half past three"',
        )
    )
    (program.folder / "own.toml").write_text(text, encoding="utf-8")
    config = program.folder / "program.toml"
    config.write_text(
        config.read_text(encoding="utf-8") + '[form]\nplanning = "own.toml"\n',
        encoding="utf-8",
    )
    assert len(program.provision()[0].of(Deed.MEND)) == 1
    plan(
        program,
        "grace@westbrook.example",
        "WES-2",
        both_free={1: ["3:30"]},
    )
    program.run(attended=False)
    assert (
        "Both are free Tue at half past three."
        in program.row("status", "WES-2", "pair")["In words"]
    )
