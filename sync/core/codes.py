"""The codes of pairs that people type, and the short codes of answers that
they copy.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_THREE = [a + b + c for c in _LETTERS for b in _LETTERS for a in _LETTERS]

# -- of pairs -----------------------------------------------------------------


def district_of(
    pair_text: str,
    email: str,
    keys: Collection[str],
    addresses: Mapping[str, Collection[str]],
) -> str | None:
    """The key of the district that an answer belongs to, or None.

    The first pair code in ``pair_text`` decides. Else the address decides, if
    it stands on the rosters of one district alone. A program with a single
    district gets every other answer.

    ``addresses`` maps an address to the keys of the districts on whose rosters
    it stands.
    """
    for key, _ in codes_in(pair_text, keys):
        return key
    at = addresses.get(email, ())
    if len(at) == 1:
        return next(iter(at))
    return next(iter(keys)) if len(keys) == 1 else None


def codes_in(text: str, keys: Collection[str]) -> list[tuple[str, int]]:
    """The pair codes of these districts in a text, in order.

    ``wes 12``, ``WES12`` and ``WES-012`` are ``("WES", 12)``.
    """
    return [
        (found.group(1).upper(), int(found.group(2)))
        for found in _codes(frozenset(keys)).finditer(text)
    ]


@cache
def _codes(keys: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(
        re.escape(k) for k in sorted(keys, key=lambda k: (-len(k), k))
    )
    return re.compile(
        rf"(?<![A-Za-z0-9])({names})[\s._-]*#?0*(\d{{1,4}})(?!\d)",
        re.IGNORECASE,
    )


# -- of answers ---------------------------------------------------------------


@dataclass(frozen=True)
class Codes:
    """The short codes of a district's answers, worked out when one is needed."""

    ids: frozenset[str]

    @cached_property
    def all(self) -> Mapping[str, str]:
        """The code of every answer by its id."""
        return short_codes(self.ids)


def short_codes(ids: Iterable[str]) -> dict[str, str]:
    """Short codes of six letters and digits that people can copy by hand, by
    id.

    Codes depend on the ids alone; two that would be equal are both made
    longer.
    """
    codes = {each: _short(each, 6) for each in ids}
    if len(set(codes.values())) < len(codes):
        times = Counter(codes.values())
        for each, code in codes.items():
            if times[code] > 1:
                codes[each] = _short(each, 12)
    return codes


def _short(response_id: str, length: int) -> str:
    digest = int.from_bytes(
        hashlib.sha256(response_id.encode()).digest()[:12], "big"
    )
    code = ""
    for _ in range(length // 3):
        digest, three = divmod(digest, len(_THREE))
        code += _THREE[three]
    return code
