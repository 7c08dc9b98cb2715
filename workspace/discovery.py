"""Google's own discovery documents, as they ship in google-api-python-client:
routes and schemas.

Requests are read by them as Google reads proto-JSON (``snake_case`` names, a
single object where a list is meant, ``null`` for unset), unknown names
refused; every answer is checked against them and printed without defaults.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from workspace.errors import Refusal, bad_field, invalid

APIS = ("sheets.v4", "forms.v1", "drive.v3")


@dataclass(frozen=True)
class Method:
    """One method of a discovery document."""

    api: str
    id: str
    verb: str
    pattern: re.Pattern[str]
    parameters: Mapping[str, Any]
    scopes: frozenset[str]
    request: str | None
    response: str | None


_ABOUT_PEOPLE = frozenset(
    {
        "openid",
        "email",
        "profile",
        "https://www.googleapis.com/auth/userinfo.email",
        "https://www.googleapis.com/auth/userinfo.profile",
        "https://www.googleapis.com/auth/cloud-platform",
        "https://www.googleapis.com/auth/iam",
    }
)


@cache
def document(api: str) -> dict[str, Any]:
    """A bundled discovery document, such as ``sheets.v4``."""
    text = (
        files("googleapiclient.discovery_cache")
        .joinpath("documents", f"{api}.json")
        .read_text(encoding="utf-8")
    )
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
            frozenset(method.get("scopes", ())),
            method.get("request", {}).get("$ref"),
            method.get("response", {}).get("$ref"),
        )
    for resource in node.get("resources", {}).values():
        yield from _methods(api, resource)


@cache
def known_scopes() -> frozenset[str]:
    """Every OAuth scope that the three APIs know, and those that say who
    somebody is.
    """
    named = (
        document(api).get("auth", {}).get("oauth2", {}).get("scopes", {})
        for api in APIS
    )
    return (
        frozenset(scope for scopes in named for scope in scopes)
        | _ABOUT_PEOPLE
    )


def route(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """The method that a verb and a path name, with the path's parameters; the
    one with the fewest parameters wins.
    """
    found = [
        (-len(match.groupdict()), len(m.pattern.pattern), m, match.groupdict())
        for m in methods()
        if m.verb == verb and (match := m.pattern.fullmatch(path))
    ]
    if not found:
        return None
    _, _, method, parameters = max(found, key=lambda f: f[:2])
    return method, parameters


def check_query(
    method: Method, query: Mapping[str, list[str]], ignored: list[str]
) -> dict[str, Any]:
    """Read the query parameters by their declared types.

    Unknown ones are refused, but by Drive, which ignores them: they are noted
    in ``ignored``.
    """
    read: dict[str, Any] = {}
    for name, texts in query.items():
        declared = method.parameters.get(name)
        if declared is None and method.api.startswith("drive"):
            ignored.append(name)
            continue
        if declared is None:
            raise bad_field(
                "",
                f"Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' could not be found in request message.",
            )
        values = [_query_value(name, declared, text) for text in texts]
        read[name] = values if declared.get("repeated") else values[-1]
    for name, declared in method.parameters.items():
        if (
            declared.get("required")
            and declared["location"] == "query"
            and name not in read
        ):
            raise Refusal(400, f"Required parameter: {name}", "required")
    return read


def path_value(method: Method, name: str, text: str) -> Any:
    """A path parameter by its declared type."""
    return _query_value(
        name, method.parameters.get(name, {"type": "string"}), text
    )


def _query_value(name: str, declared: Mapping[str, Any], text: str) -> Any:
    if declared["type"] == "boolean":
        if text.lower() not in ("true", "false"):
            raise invalid(f"Invalid value at '{name}' (TYPE_BOOL), \"{text}\"")
        return text.lower() == "true"
    if declared["type"] == "integer":
        if not re.fullmatch(r"-?\d+", text):
            raise invalid(
                f"Invalid value at '{name}' (TYPE_INT32), \"{text}\""
            )
        _bounded(name, declared, int(text))
        return int(text)
    if "enum" in declared and text not in declared["enum"]:
        raise invalid(f"Invalid value at '{name}', \"{text}\"")
    return text


def _bounded(name: str, declared: Mapping[str, Any], number: int) -> None:
    """Refuse a number outside of what the document allows."""
    least, most = (declared.get(k) for k in ("minimum", "maximum"))
    if (least is not None and number < int(least)) or (
        most is not None and number > int(most)
    ):
        raise Refusal(
            400,
            f"Invalid value '{number}'. Values must be within the range: [{least}, {most}]",
            "invalidParameter",
            location=name,
        )


def accepted(api: str, schema: str, value: Any, ignored: list[str]) -> Any:
    """A request's body as Google's servers read it: in the schema's own names,
    lists where lists are meant.

    Raises Refusal for unknown names, wrong types and unknown enum values,
    naming the place as Google does. Drive ignores unknown names (gspread's
    ``withLink`` is one, recorded with Google's 200): they are noted in
    ``ignored``.
    """
    if api.startswith("drive"):
        value = _known(
            document(api)["schemas"], {"$ref": schema}, value, ignored
        )
    schemas, called = document(api)["schemas"], _CALLED.get(schema, "")
    return _accepted(schemas, {"$ref": schema}, value, called)


# What Google's protos call the body of a method, where it is not the whole
# message: their refusals name fields by it.
_CALLED = {"ValueRange": "data", "Spreadsheet": "spreadsheet", "Form": "form"}


def _known(
    schemas: Mapping[str, Any],
    schema: Mapping[str, Any],
    value: Any,
    ignored: list[str],
) -> Any:
    """A body without the names that its schema does not have."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"]]
    if isinstance(value, list):
        return [
            _known(schemas, schema.get("items", {}), item, ignored)
            for item in value
        ]
    properties, extra = (
        schema.get("properties", {}),
        schema.get("additionalProperties"),
    )
    if not isinstance(value, dict) or not properties or extra is not None:
        return value
    ignored += [name for name in value if name not in properties]
    return {
        k: _known(schemas, properties[k], v, ignored)
        for k, v in value.items()
        if k in properties
    }


_NATIVE: Mapping[str, Any] = {"string": str, "boolean": bool, "object": dict}


def _accepted(
    schemas: Mapping[str, Any],
    schema: Mapping[str, Any],
    value: Any,
    path: str,
) -> Any:
    if "$ref" in schema:
        schema = schemas[schema["$ref"]]
    kind = schema.get("type", "any")
    if kind == "any" or value is None:
        return value
    if kind == "array":
        return _accepted_list(schemas, schema["items"], value, path)
    if kind in ("integer", "number"):
        return _number(schemas, kind, schema, value, path)
    if not isinstance(value, _NATIVE[kind]):
        raise _wrong(schemas, schema, value, path)
    if kind == "string" and "enum" in schema and value not in schema["enum"]:
        raise _wrong(schemas, schema, value, path)
    if schema.get("format") == "google-fieldmask":
        return _camel(value)
    if (
        kind == "string"
        and schema.get("format") in ("int64", "uint64")
        and not re.fullmatch(r"-?\d+", value)
    ):
        raise _wrong(schemas, schema, value, path)
    return (
        _accepted_object(schemas, schema, value, path)
        if kind == "object"
        else value
    )


def _accepted_list(
    schemas: Mapping[str, Any], items: Mapping[str, Any], value: Any, path: str
) -> list[Any]:
    if not isinstance(value, list):
        if not isinstance(value, dict):
            raise _wrong(schemas, {"type": "array"}, value, path)
        value = [value]
    if items.get("type") != "any" and any(item is None for item in value):
        raise _wrong(schemas, items, None, f"{path}[{value.index(None)}]")
    if items.get("type") not in ("array", "any"):
        flat: list[Any] = []
        for item in value:
            flat.extend(item if isinstance(item, list) else [item])
        value = flat
    elif items.get("type") == "array" and any(
        not isinstance(row, list) for row in value
    ):
        bad = next(
            i for i, row in enumerate(value) if not isinstance(row, list)
        )
        raise _wrong(schemas, {"type": "row"}, value[bad], f"{path}[{bad}]")
    return [
        _accepted(schemas, items, item, f"{path}[{place}]")
        for place, item in enumerate(value)
    ]


def _accepted_object(
    schemas: Mapping[str, Any],
    schema: Mapping[str, Any],
    value: Mapping[str, Any],
    path: str,
) -> dict[str, Any]:
    properties = schema.get("properties", {})
    extra = schema.get("additionalProperties")
    read: dict[str, Any] = {}
    _one_of(schema.get("id", ""), value, path)
    for name, item in value.items():
        known = name if name in properties else _camel(name)
        declared = properties.get(known, extra)
        if declared is None:
            at = f" at '{path}'" if path else ""
            message = f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'
            raise bad_field(path, message)
        if extra is not None and known not in properties:
            read[name] = _accepted(
                schemas, declared, item, f"{path}.{name}" if path else name
            )
        elif item is not None:
            below = f"{path}.{_snake(known)}" if path else _snake(known)
            read[known] = _accepted(schemas, declared, item, below)
    return read


# Of these fields a message has one at most: discovery documents do not say so,
# the reference calls them unions.
_UNIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ColorStyle": ("kind", ("rgbColor", "themeColor")),
    "ConditionValue": ("value", ("relativeDate", "userEnteredValue")),
    "ConditionalFormatRule": ("rule", ("booleanRule", "gradientRule")),
    "DataFilter": (
        "filter",
        ("a1Range", "developerMetadataLookup", "gridRange"),
    ),
    "ExtendedValue": (
        "value",
        (
            "boolValue",
            "errorValue",
            "formulaValue",
            "numberValue",
            "stringValue",
        ),
    ),
    "TextRotation": ("type", ("angle", "vertical")),
}


def _one_of(schema: str, value: Mapping[str, Any], path: str) -> None:
    """Refuse a message with two of a union's fields."""
    union, names = _UNIONS.get(schema, ("", ()))
    given = [
        n for n, v in value.items() if _camel(n) in names and v is not None
    ]
    if len(given) > 1:
        raise bad_field(
            path,
            f"Invalid value at '{path}' (oneof), oneof field '{union}' is already set. Cannot set '{_camel(given[1])}'",
        )


def _number(
    schemas: Mapping[str, Any],
    kind: str,
    schema: Mapping[str, Any],
    value: Any,
    path: str,
) -> Any:
    if isinstance(value, str) and re.fullmatch(
        r"-?\d+(\.\d+)?([eE][-+]?\d+)?", value
    ):
        value = (
            float(value)
            if kind == "number" or not value.lstrip("-").isdigit()
            else int(value)
        )
    good = (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and _finite(value)
    )
    if kind == "integer" and good:
        good = float(value).is_integer() and -(2**31) <= value < 2 ** (
            32 if schema.get("format") == "uint32" else 31
        )
        value = int(value) if good else value
    if not good:
        raise _wrong(schemas, schema, value, path)
    return value


def _finite(value: float) -> bool:
    """Whether a number is one that a double can hold."""
    try:
        return math.isfinite(float(value))
    except OverflowError:
        return False


def _wrong(
    schemas: Mapping[str, Any],
    schema: Mapping[str, Any],
    value: Any,
    path: str,
) -> Refusal:
    kind = (
        _enum_name(schemas, path) if "enum" in schema else _type_name(schema)
    )
    message = f"Invalid value at '{path or 'request'}' ({kind}), {json.dumps(value)[:80]}"
    return bad_field(path, message)


_PACKAGES = {
    "sheets.v4": "google.apps.sheets.v4",
    "forms.v1": "google.apps.forms.v1",
}


def _enum_name(schemas: Mapping[str, Any], path: str) -> str:
    """The type of an enum, which discovery documents do not name: that of its
    field, and for a ``type`` that of what has it.
    """
    package = next(
        (
            p
            for api, p in _PACKAGES.items()
            if document(api)["schemas"] is schemas
        ),
        "",
    )
    if not package:
        return "TYPE_ENUM"
    steps = [re.sub(r"\[\d+\]$", "", step) for step in path.split(".")]
    field = steps[-1]
    if field == "type" and len(steps) > 1:
        field = f"{steps[-2]}_type"
    if field.endswith("_dimension"):
        field = "dimension"
    name = "".join(word.capitalize() for word in field.split("_"))
    return f"type.googleapis.com/{package}.{name}"


def _type_name(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type", "")
    if kind == "row":
        return "type.googleapis.com/google.protobuf.ListValue"
    form = {
        "int32": "TYPE_INT32",
        "int64": "TYPE_INT64",
        "float": "TYPE_FLOAT",
        "double": "TYPE_DOUBLE",
    }
    return form.get(schema.get("format", "")) or {
        "string": "TYPE_STRING",
        "boolean": "TYPE_BOOL",
    }.get(kind, "TYPE_MESSAGE")


def _camel(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda found: found.group(1).upper(), name)


def _snake(name: str) -> str:
    return re.sub(r"[A-Z]", lambda found: "_" + found.group(0).lower(), name)


# Whole numbers below are printed without ".0".
_EXACT = 2**53
_TEXT = frozenset(("bold", "italic", "strikethrough", "underline"))
# Fields that are printed with their default, too, since Google's servers know
# whether they were set. From recorded answers (gspread's cassettes): a range's
# start of 0 is printed, its sheetId of 0 is not.
_PRINTED: Mapping[str, frozenset[str]] = {
    "SheetProperties": frozenset(("sheetId", "index")),
    "GridRange": frozenset(
        ("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    ),
    "DimensionRange": frozenset(("startIndex", "endIndex")),
    "ExtendedValue": frozenset(("numberValue", "stringValue", "boolValue")),
    "TextFormat": _TEXT,
    "ConditionValue": frozenset(("userEnteredValue",)),
}


def printed(api: str, schema: str, value: Any) -> Any:
    """An answer as Google prints it. Raises ValueError for one that is not of
    the schema: it is never sent.

    Drive prints everything; the newer APIs leave out false, zero, empty texts
    and empty lists, while a message that is there but empty is printed as
    ``{}``.
    """
    schemas = document(api)["schemas"]
    return _printed(schemas, {"$ref": schema}, value, api.startswith("drive"))


def _printed(
    schemas: Mapping[str, Any],
    schema: Mapping[str, Any],
    value: Any,
    all_: bool,
) -> Any:
    name = schema.get("$ref", "")
    if name:
        schema = schemas[name]
    kind = schema.get("type", "any")
    if kind == "any":
        return value
    if kind == "array" and isinstance(value, list):
        items = schema["items"]
        if items.get("type") == "array":
            return value
        return [_printed(schemas, items, item, all_) for item in value]
    if kind == "object" and isinstance(value, dict):
        return _printed_object(schemas, name, schema, value, all_)
    good = {
        "string": isinstance(value, str),
        "boolean": isinstance(value, bool),
    }.get(
        kind,
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and kind in ("integer", "number"),
    )
    if not good or ("enum" in schema and value not in schema["enum"]):
        raise ValueError(f"not of its schema: {value!r}")
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return value


def _printed_object(
    schemas: Mapping[str, Any],
    name: str,
    schema: Mapping[str, Any],
    value: dict[str, Any],
    all_: bool,
) -> dict[str, Any]:
    properties, extra = (
        schema.get("properties", {}),
        schema.get("additionalProperties"),
    )
    kept = _PRINTED.get(name, frozenset())
    shown: dict[str, Any] = {}
    for key, item in value.items():
        declared = properties.get(key, extra)
        if declared is None:
            raise ValueError(f"unknown name: {key}")
        if item is None or (
            not all_
            and key not in kept
            and (item is False or (item in (0, "", []) and item != {}))
        ):
            continue
        try:
            shown[key] = _printed(schemas, declared, item, all_)
        except ValueError as wrong:
            raise ValueError(f"{key}: {wrong}") from wrong
    return shown


def has_path(api: str, schema: str, path: str) -> bool:
    """Whether a message has a field at a dotted path."""
    schemas = document(api)["schemas"]
    declared: Mapping[str, Any] = {"$ref": schema}
    for name in path.split("."):
        while "$ref" in declared or declared.get("type") == "array":
            declared = (
                schemas[declared["$ref"]]
                if "$ref" in declared
                else declared["items"]
            )
        found = declared.get("properties", {}).get(
            name, declared.get("additionalProperties")
        )
        if found is None:
            return False
        declared = found
    return True


def check_mask(api: str, schema: str, mask: Mapping[str, Any]) -> None:
    """Refuse a ``fields`` mask that names what the answer cannot have."""
    schemas = document(api)["schemas"]

    def walk(
        declared: Mapping[str, Any], mask: Mapping[str, Any], path: str
    ) -> None:
        while "$ref" in declared or declared.get("type") == "array":
            declared = (
                schemas[declared["$ref"]]
                if "$ref" in declared
                else declared["items"]
            )
        properties, extra = (
            declared.get("properties", {}),
            declared.get("additionalProperties"),
        )
        for name, inner in mask.items():
            known = name if name in properties else _camel(name)
            below = properties.get(known, extra)
            if name == "*" or declared.get("type") == "any":
                continue
            if below is None:
                raise _no_field(api, f"{path}{name}")
            walk(below, inner, f"{path}{name}.")

    walk({"$ref": schema}, mask, "")


def _no_field(api: str, path: str) -> Refusal:
    if api.startswith("drive"):
        return Refusal(
            400,
            f"Invalid field selection {path.rpartition('.')[2]}",
            "invalidParameter",
            location="fields",
        )
    message = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    violation = {"field": path, "description": message}
    details = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [violation],
    }
    return Refusal(
        400, "Request contains an invalid argument.", details=[details]
    )
