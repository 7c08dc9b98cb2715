"""Field masks, as ``a,b(c,d),e/f`` and ``*``: what of an answer is asked for,
what of a thing an update changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from workspace.discovery import has_path
from workspace.errors import invalid, not_here

Mask = dict[str, "Mask"]


def parse(text: str) -> Mask:
    """Read a mask into nested names; an empty inner mask means everything
    below.
    """
    mask, rest = _parse(text.replace(" ", ""))
    if rest:
        raise invalid(f"Invalid field selection {text}")
    return mask


def _parse(text: str) -> tuple[Mask, str]:
    mask: Mask = {}
    while True:
        end = next((i for i, c in enumerate(text) if c in ",()"), len(text))
        names, text = text[:end].replace(".", "/").split("/"), text[end:]
        if not all(names):
            raise invalid("Invalid field selection")
        inner: Mask = {}
        if text.startswith("("):
            inner, text = _parse(text[1:])
            if not text.startswith(")"):
                raise invalid("Invalid field selection")
            text = text[1:]
        at = mask
        for name in names[:-1]:
            at = at.setdefault(name, {})
        at.setdefault(names[-1], {}).update(inner)
        if not text.startswith(","):
            return mask, text
        text = text[1:]


def apply(mask: Mask, value: Any) -> Any:
    """Keep of an answer what the mask names, by camel case or snake case."""
    return _kept(_in_both_cases(mask), value)


def _in_both_cases(mask: Mask) -> Mask:
    inner = {name: _in_both_cases(each) for name, each in mask.items()}
    return {_camel(name): each for name, each in inner.items()} | inner


def _kept(mask: Mask, value: Any) -> Any:
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [_kept(mask, item) for item in value]
    if isinstance(value, dict):
        return {
            name: _kept(mask[name], item)
            for name, item in value.items()
            if name in mask
        }
    return value


def _camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name)


def within(mask: Mask | None, *names: str) -> Mask | None:
    """What a mask asks of what lies under some names: an empty mask for all of
    it, None for nothing.
    """
    for name in names:
        if not mask or "*" in mask:
            return {}
        if name not in mask:
            return None
        mask = mask[name]
    return mask or {}


@cache
def paths(text: str) -> tuple[str, ...]:
    """The dotted paths of an update mask (``a.b,c(d,e)``), each to its leaf."""

    def walk(mask: Mask, before: str) -> list[str]:
        found: list[str] = []
        for name, inner in mask.items():
            at = f"{before}.{name}" if before else name
            found += walk(inner, at) if inner else [at]
        return found

    return tuple(walk(parse(text), ""))


def _set(
    target: dict[str, Any], path: Sequence[str], value: Any
) -> dict[str, Any]:
    """A copy of nested dictionaries with one path set, or removed where the
    value is None.
    """
    changed = dict(target)
    if len(path) == 1:
        if value is None:
            changed.pop(path[0], None)
        else:
            changed[path[0]] = value
    else:
        inner = _set(changed.get(path[0]) or {}, path[1:], value)
        if inner:
            changed[path[0]] = inner
        else:
            changed.pop(path[0], None)
    return changed


def _get(source: dict[str, Any], path: Sequence[str]) -> Any:
    at: Any = source
    for name in path:
        at = at.get(name) if isinstance(at, dict) else None
    return at


@cache
def _resolved(
    schema: str, mask: str, all_of: tuple[str, ...]
) -> tuple[tuple[str, ...], ...]:
    """The paths of an update mask. Raises Refusal for one that its message
    does not have, or that cannot be written.
    """
    if not mask:
        raise invalid(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    if mask.strip() == "*":
        return tuple(tuple(path.split(".")) for path in all_of)
    api, _, name = schema.partition(" ")
    heads = {path.split(".")[0] for path in all_of}
    found = []
    for path in paths(mask):
        if not has_path(api, name, path):
            raise invalid(f"Invalid field mask: {name} has no field {path}.")
        if path.split(".")[0] not in heads:
            raise not_here(f"writing {path} of {name}")
        found.append(tuple(path.split(".")))
    return tuple(found)


def check(schema: str, mask: str, all_of: Iterable[str]) -> None:
    """Refuse an update mask that names nothing, or what a message such as
    ``sheets.v4 CellData`` does not have.
    """
    _resolved(schema, mask, tuple(all_of))


def overwrite(
    schema: str,
    target: dict[str, Any],
    source: dict[str, Any],
    mask: str,
    all_of: Iterable[str],
) -> dict[str, Any]:
    """A copy of ``target`` in which the fields of an update mask are those of
    ``source``.

    ``schema`` is the mask's message, such as ``sheets.v4 CellData``.
    ``all_of`` are the fields that can be written; ``*`` means all of them.
    Raises Refusal for a mask that the message does not allow.
    """
    for path in _resolved(schema, mask, tuple(all_of)):
        target = _set(target, path, _get(source, path))
    return target


def without(target: dict[str, Any], path: str) -> dict[str, Any]:
    """A message without one of its fields."""
    return _set(target, tuple(path.split(".")), None)
