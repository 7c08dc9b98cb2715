"""Records of a program."""

from __future__ import annotations

import re


def minutes(page: str, words: str) -> list[int]:
    found = re.findall(rf'<dt>{words}</dt><dd data-minutes="(\d+)">', page)
    return [int(each) for each in found]
