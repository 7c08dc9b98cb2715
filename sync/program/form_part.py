"""``[form]`` of program.toml, and what the meeting log says first."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field, field_validator

from sync.program.file_part import Names, Part

# What the meeting log says first.
# By whether coordinators are mentors, and whether they evaluate teachers.
_READ_BY = {
    (False, False): "Read by your mentoring coordinator.",
    (
        True,
        False,
    ): "Read by your mentoring coordinator, who may be a mentor here.",
    (
        False,
        True,
    ): "Read by your mentoring coordinator, who may evaluate teachers.",
    (
        True,
        True,
    ): "Read by your mentoring coordinator, who may be a mentor here and evaluate teachers.",
}
_APART = "Not part of anyone's evaluation."
_ONLY_DATES = "Dates and times only: it is a district record."


class FormPart(Part):
    """``[form]``: who may answer, how addresses are collected, what the first
    lines promise, and files of the program's own for the three forms.

    The first lines are ``introduction``; without one they follow from whether
    coordinators mentor a pair, or evaluate teachers.
    """

    email: Literal["verified", "typed", "none"] = "verified"
    strict: bool = False
    pick: Literal["code", "list"] = "code"
    responders: Names = ("anyone",)
    introduction: str = Field("", max_length=1000)
    coordinators_mentor: bool = False
    coordinators_evaluate: bool = False
    file: str = ""
    planning: str = ""
    feedback: str = ""

    @property
    def first_words(self) -> str:
        """What the meeting log says first: who reads it, and what it is."""
        if self.introduction.strip():
            return self.introduction.strip()
        reads = _READ_BY[self.coordinators_mentor, self.coordinators_evaluate]
        apart = "" if self.coordinators_evaluate else f" {_APART}"
        return f"{reads}{apart}\n{_ONLY_DATES}"

    @field_validator("responders")
    @classmethod
    def _responders(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for each in given:
            if not re.fullmatch(r"anyone|(?:domain|user|group):\S+", each):
                raise ValueError(
                    f'{each!r} is not known; use "anyone", "domain:school.example", "group:..." or "user:..."'
                )
        return given
