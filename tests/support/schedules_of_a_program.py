"""A program with bells, schedules and substitutes."""

from __future__ import annotations

from tests.support.program import Program
from tests.support.schedule_folder import put

BELLS = "Day,Period,From,To\n,1,8:00,8:45\n,2,9:00,9:45\n,3,10:00,10:45\n"


# Ana and Mei are free in the third period, whose mentees teach then.
SCHEDULE = """\
Teacher,Teacher Email,Expression,Course Name,School
"Diaz, Ana",ana@westbrook.example,1-2(A),Biology,Hill School
"Diaz, Ana",ana@westbrook.example,3(A),Mentoring,Hill School
"Lee, Sam",sam@westbrook.example,1-3(A),Art,Hill School
"Novak, Mei",mei@westbrook.example,1-3(A),Latin,Hill School
"Patel, Omar",omar@westbrook.example,1-2(A),Music,Hill School
"""


SUBSTITUTES = (
    "reason_code,budget_code,approver,lead_days,avoid_days",
    'MENT {12},"21 ""B""",office@westbrook.example,2,Monday;Fri',
)


def with_schedules(program: Program) -> Program:
    put(program.folder, "bells/WES.csv", BELLS)
    put(program.folder, "schedules/WES.csv", SCHEDULE)
    days = "".join(f"2026-11-{day},A\n" for day in (24, 25, 30))
    put(program.folder, "cycles/WES.csv", f"Date,Day\n{days}")
    return program


def observe(program: Program) -> None:
    """Six observations a year are asked, of which two are due."""
    for column, value in (
        ("what", "mentor observes mentee"),
        ("amount", 6),
        ("per", "year"),
        ("force", "required"),
    ):
        program.type("rules", 8, column, value)


def arranged(program: Program) -> list[list[object]]:
    return program.values("arrange")[1:]


def with_substitutes(program: Program) -> None:
    path = program.folder / "districts.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    text = f"{header},{SUBSTITUTES[0]}\n{line},{SUBSTITUTES[1]}\n"
    path.write_text(text, encoding="utf-8")
