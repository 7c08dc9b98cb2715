"""Districts of random programs, and the state's file of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sync.core.district import District, Place
from sync.core.judge import judge
from sync.core.model import Submission
from sync.reports import state_report
from sync.reports.state_report import StateFile
from templates.annual_items import asked
from tests.support.random_programs import program as random_program

MA = asked("MA")


Made = tuple[District, list[Submission], date]


def made(number: int) -> Made:
    """One of many made districts, with a code and one of eight regions."""
    district, answers, today = random_program(number)
    place = Place(f"{number:04}", f"region {number % 8}")
    named = replace(district, name=f"District {number}", place=place)
    return named, answers, today


def report_of(districts: list[Made], names: bool = False) -> StateFile:
    standings = [judge(*each) for each in districts]
    report = state_report.collected(standings, MA, [], "2026-27", names)
    return replace(report, as_of="2026-11-23")
