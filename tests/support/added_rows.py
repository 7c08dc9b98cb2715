"""Rows of a file, added to a program."""

from __future__ import annotations

from templates import layout as layouts

PAIRS = layouts.load(20, 40).tab("pairs")


LISTS = {"schools": ("Hill School", "River School")}
