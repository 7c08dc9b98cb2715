"""One response to the feedback form becomes an Opinion, without anybody's name
or address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from forms.definition import Definition
from forms.submissions import clean, first, texts_of
from sync.core.feedback import Opinion, Role


def district_in(
    response: dict[str, Any], form: Definition, keys: Mapping[str, str]
) -> str | None:
    """The key of the district that a response names, if it does; ``keys`` are
    those by name.
    """
    return keys.get(
        first(texts_of(response, form.question("district").question_id))
    )


def read(
    response: dict[str, Any], form: Definition, district: str
) -> Opinion | None:
    """Read a response by question id; ``district`` is the district's key.

    None where the role is missing or unknown.
    """

    def one(key: str) -> str:
        return first(texts_of(response, form.question(key).question_id))

    def themes(key: str) -> frozenset[str]:
        found = (
            question.meaning(text)
            for question in form.each(key)
            for text in texts_of(response, question.question_id)
        )
        return frozenset(str(theme) for theme in found if theme is not None)

    role = form.question("role").meaning(one("role"))
    if role is None:
        return None
    satisfied = one("satisfaction")
    return Opinion(
        role=Role(role),
        district=district,
        satisfaction=int(satisfied)
        if re.fullmatch(r"\d", satisfied)
        else None,
        well=themes("well"),
        improve=themes("improve"),
        worked=clean(one("worked")),
        sent=str(response.get("createTime", "")),
    )
