"""Field masks, as ``a,b(c,d),e/f`` and ``*``: what of an answer is asked for, what of a thing an update changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workspace.errors import invalid

Mask = dict[str, "Mask"]


def parse(text: str) -> Mask:
    """Read a mask into nested names; an empty inner mask means everything below."""
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
    """Keep of an answer what the mask names."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [apply(mask, item) for item in value]
    if isinstance(value, dict):
        return {name: apply(mask[name], item) for name, item in value.items() if name in mask}
    return value


def paths(text: str) -> list[str]:
    """The dotted paths of an update mask (``a.b,c(d,e)``), each to its leaf."""

    def walk(mask: Mask, before: str) -> list[str]:
        found: list[str] = []
        for name, inner in mask.items():
            at = f"{before}.{name}" if before else name
            found += walk(inner, at) if inner else [at]
        return found

    return walk(parse(text), "")


def _set(target: dict[str, Any], path: list[str], value: Any) -> dict[str, Any]:
    """A copy of nested dictionaries with one path set, or removed where the value is None."""
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


def _get(source: dict[str, Any], path: list[str]) -> Any:
    at: Any = source
    for name in path:
        at = at.get(name) if isinstance(at, dict) else None
    return at


def overwrite(target: dict[str, Any], source: dict[str, Any], mask: str, all_of: Iterable[str]) -> dict[str, Any]:
    """Overwrite of ``target`` what an update mask names, with what ``source`` has there."""
    if not mask:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    for path in list(all_of) if mask.strip() == "*" else paths(mask):
        target = _set(target, path.split("."), _get(source, path.split(".")))
    return target
