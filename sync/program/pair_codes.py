"""A pair's code as somebody types it into a command."""

from __future__ import annotations

import re

from sync.core.codes import codes_in
from sync.errors import ConfigurationError
from sync.program.settings import Settings

_LIKE_A_CODE = re.compile(r"\s*([A-Za-z]\w*)[\s-]+\d+\s*")


def pair_of(settings: Settings, code: str) -> tuple[str, int]:
    """The district and the number of a code such as ``WES-12``, in any case,
    alone or before names.

    Raises ConfigurationError.
    """
    keys = [district.key for district in settings.districts]
    for key, number in codes_in(code, keys):
        whole = rf"\s*{re.escape(key)}[\s-]*0*{number}(?!\w)"
        if re.match(whole, code, re.IGNORECASE):
            return key, number
    typed = _LIKE_A_CODE.fullmatch(code)
    if typed and typed.group(1).upper() not in keys:
        raise ConfigurationError(
            f"There is no district {typed.group(1).upper()}. Use one of"
            f" {', '.join(keys)}."
        )
    raise ConfigurationError(
        f"{code!r} is no pair's code. Write it as {keys[0]}-12; the codes stand in Status and Pairs."
    )
