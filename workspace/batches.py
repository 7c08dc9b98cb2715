"""Batches: requests of named kinds applied in order, the whole refused with
the first that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workspace.errors import Refusal, invalid, not_here

Body = dict[str, Any]
Kind = Callable[..., Body | None]


def apply(
    requests: Iterable[Body], kinds: Mapping[str, Kind], batch: str, *to: Any
) -> list[Body]:
    """Apply each request to a working copy by the function of its kind.

    Returns one reply for each request, ``{}`` where a kind has none.

    A refusal names the request's place and kind; a kind that is not done here
    is refused by its name.
    """
    replies = []
    for place, request in enumerate(requests):
        given = [k for k, v in (request or {}).items() if v is not None]
        if not given:
            raise invalid(f"Invalid requests[{place}]: No request set.")
        if len(given) > 1:
            raise invalid(
                f"Invalid value at 'requests[{place}]' (oneof), oneof field 'kind' is already set. Cannot set '{given[1]}'"
            )
        kind = given[0]
        if kind not in kinds:
            raise not_here(f"the {batch} request {kind}")
        try:
            reply = kinds[kind](to[0], request[kind], *to[1:])
        except Refusal as refusal:
            if refusal.code != 400:
                raise
            raise invalid(
                f"Invalid requests[{place}].{kind}: {refusal.message}"
            ) from refusal
        replies.append({kind: reply} if reply else {})
    return replies
