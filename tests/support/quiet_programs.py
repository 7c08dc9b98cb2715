"""Programs in which nothing is new, and what a run of them costs."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.support.program import ADMIN, Program, unattended

NOVEMBER = datetime(2026, 11, 18, 20, tzinfo=UTC)


# What a run costs in which something is new: the planning form is read, too,
# and the program's sheet written; what an answer or an edit costs comes on top
# of it. On a new day the feedback form is read as well.
NEWS = {"forms.read": 2, "drive.read": 1, "sheets.write": 1}


NEW_DAY = NEWS | {"forms.read": 3}


def caught_up(program: Program) -> None:
    """A program whose runs have caught up with everything."""
    for _ in range(3):
        unattended(program)


def twelve_pairs(quiet: Program) -> None:
    """Twelve pairs, last read."""
    caught_up(quiet)
    place = quiet.layout.tab("pairs").place("mentor")
    rows = [
        {
            "values": [
                {"userEnteredValue": {"stringValue": f"{who} {n}"}}
                for who in ("Mentor", "Mentee")
            ]
        }
        for n in range(9)
    ]
    start = {"sheetId": 103, "rowIndex": 4, "columnIndex": place}
    numbers = {
        "start": start | {"columnIndex": 0},
        "fields": "userEnteredValue",
        "rows": [
            {"values": [{"userEnteredValue": {"numberValue": n}}]}
            for n in range(4, 13)
        ],
    }
    quiet.edit(
        {
            "updateCells": {
                "start": start,
                "rows": rows,
                "fields": "userEnteredValue",
            }
        },
        {"updateCells": numbers},
        who=ADMIN,
    )
    assert len(quiet.run()[0].standings[0].pairs) == 12


ROBOT = "robot@making-time.iam.gserviceaccount.com"


def run_by_a_robot(program: Program) -> None:
    """The same program, run by a service account, caught up with everything."""
    program.identities = (ADMIN, ROBOT)
    program.provision()
    program.identities = (ROBOT,)
    for _ in range(2):
        unattended(program)


def codes(program: Program) -> list[str]:
    return [str(row[0]) for row in program.values("log")[1:] if row]


def empty_five_rows(many: Program) -> None:
    """A coordinator empties the names of five of the twelve pairs."""
    area = {
        "sheetId": 103,
        "startRowIndex": 8,
        "endRowIndex": 13,
        "startColumnIndex": 1,
        "endColumnIndex": 3,
    }
    nothing = {"range": area, "cell": {}, "fields": "userEnteredValue"}
    many.edit({"repeatCell": nothing})
