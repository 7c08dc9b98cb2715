"""Google's own discovery documents, as they ship in google-api-python-client: routes and schemas.

Requests are checked against them, unknown names included, and so is every answer before it is sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from workspace.errors import Refusal, invalid

APIS = ("sheets.v4", "forms.v1", "drive.v3")


@dataclass(frozen=True)
class Method:
    """One method of a discovery document."""

    api: str
    id: str
    verb: str
    pattern: re.Pattern[str]
    parameters: Mapping[str, Any]
    request: str | None
    response: str | None


@cache
def document(api: str) -> dict[str, Any]:
    """A bundled discovery document, such as ``sheets.v4``."""
    text = files("googleapiclient.discovery_cache").joinpath("documents", f"{api}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def methods() -> tuple[Method, ...]:
    """Every method of the three APIs."""
    return tuple(m for api in APIS for m in _methods(api, document(api)))


def _methods(api: str, node: Mapping[str, Any]) -> Iterator[Method]:
    base = document(api)["servicePath"]
    shared = document(api)["parameters"]
    for method in node.get("methods", {}).values():
        path = method.get("flatPath", method["path"])
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/:]+)", re.escape(path))
        if method["id"] == "sheets.spreadsheets.values.append":
            pattern = pattern.replace("[^/:]+):append", "[^/]+):append")
        pattern = pattern.replace("(?P<range>[^/:]+)", "(?P<range>[^/]+?)")
        yield Method(
            api,
            method["id"],
            method["httpMethod"],
            re.compile(re.escape("/" + base) + pattern),
            {**shared, **method.get("parameters", {})},
            method.get("request", {}).get("$ref"),
            method.get("response", {}).get("$ref"),
        )
    for resource in node.get("resources", {}).values():
        yield from _methods(api, resource)


def route(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """The method that a verb and a path name, with the path's parameters; the longest fixed path wins."""
    found = [
        (len(m.pattern.pattern), m, match.groupdict())
        for m in methods()
        if m.verb == verb and (match := m.pattern.fullmatch(path))
    ]
    if not found:
        return None
    _, method, parameters = max(found, key=lambda f: f[0])
    return method, parameters


def check_query(method: Method, query: Mapping[str, list[str]]) -> dict[str, Any]:
    """Read the query parameters by their declared types, refusing unknown ones as Google does."""
    read: dict[str, Any] = {}
    for name, texts in query.items():
        declared = method.parameters.get(name)
        if declared is None:
            raise invalid(
                f"Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' could not be found in request message."
            )
        values = [_query_value(name, declared, text) for text in texts]
        read[name] = values if declared.get("repeated") else values[-1]
    for name, declared in method.parameters.items():
        if declared.get("required") and declared["location"] == "query" and name not in read:
            raise Refusal(400, f"Required parameter: {name}", "required")
    return read


def _query_value(name: str, declared: Mapping[str, Any], text: str) -> Any:
    if declared["type"] == "boolean":
        if text.lower() not in ("true", "false"):
            raise invalid(f"Invalid value at '{name}' (TYPE_BOOL), \"{text}\"")
        return text.lower() == "true"
    if declared["type"] == "integer":
        if not re.fullmatch(r"-?\d+", text):
            raise invalid(f"Invalid value at '{name}' (TYPE_INT32), \"{text}\"")
        return int(text)
    if "enum" in declared and text not in declared["enum"]:
        raise invalid(f"Invalid value at '{name}', \"{text}\"")
    return text


def check(api: str, schema: str, value: Any) -> None:
    """Refuse a body that is not of a schema: unknown names, wrong types, unknown enum values."""
    _check(document(api)["schemas"], {"$ref": schema}, value, "")


_TYPES: Mapping[str, Any] = {"string": str, "boolean": bool, "object": dict, "array": list}


def _check(schemas: Mapping[str, Any], schema: Mapping[str, Any], value: Any, path: str) -> None:
    if value is None:
        return
    if "$ref" in schema:
        schema = schemas[schema["$ref"]]
    kind = schema.get("type", "any")
    if kind == "any":
        return
    if kind in ("integer", "number"):
        _check_number(kind, schema, value, path)
        return
    given: Any = value
    if not isinstance(given, _TYPES[kind]):
        raise invalid(f"Invalid value at '{path or 'request'}' ({_type_name(schema)}), {json.dumps(value)[:80]}")
    if kind == "string" and "enum" in schema and value not in schema["enum"]:
        raise invalid(f"Invalid value at '{path}' ({_type_name(schema)}), {json.dumps(value)}")
    if kind == "array":
        for index, item in enumerate(given):
            _check(schemas, schema["items"], item, f"{path}[{index}]")
    elif kind == "object":
        properties = schema.get("properties", {})
        extra = schema.get("additionalProperties")
        for name, item in given.items():
            declared = properties.get(name, extra)
            if declared is None:
                at = f" at '{path}'" if path else ""
                raise invalid(f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.')
            _check(schemas, declared, item, f"{path}.{name}" if path else name)


def _check_number(kind: str, schema: Mapping[str, Any], value: Any, path: str) -> None:
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "integer" and good:
        good = float(value).is_integer()
        if good and schema.get("format") == "int32":
            good = -(2**31) <= value < 2**31
    if not good:
        raise invalid(f"Invalid value at '{path}' ({_type_name(schema)}), {json.dumps(value)[:80]}")


def _type_name(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type", "")
    if "enum" in schema:
        return "TYPE_ENUM"
    form = {"int32": "TYPE_INT32", "float": "TYPE_FLOAT", "double": "TYPE_DOUBLE"}.get(schema.get("format", ""))
    return form or {"string": "TYPE_STRING", "boolean": "TYPE_BOOL", "array": "TYPE_MESSAGE"}.get(kind, "TYPE_MESSAGE")
