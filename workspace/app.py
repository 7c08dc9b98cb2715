"""The HTTP side: every method of the discovery documents is a route; what is not done here is refused by name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workspace import discovery
from workspace import fields as masks
from workspace.drive import Drive
from workspace.errors import Refusal, not_here
from workspace.forms.api import Forms
from workspace.pages import Pages
from workspace.sheets.api import Sheets
from workspace.store import Store

Body = dict[str, Any]
Handler = Callable[..., Any]
_UNSIGNED = (
    "Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)


class Workspace:
    """Everything behind one file: the three services, the pages and the table of methods."""

    def __init__(self, path: Path | str, control: bool = False) -> None:
        self.store = Store(path)
        self.url = "http://127.0.0.1"
        self.control = control
        self.drive = Drive(self.store, lambda: self.url)
        self.sheets = Sheets(self.store, self.drive, lambda: self.url)
        self.forms = Forms(self.store, self.drive, lambda: self.url)
        self.calls: list[str] = []
        d, f, s = self.drive, self.forms, self.sheets
        self.methods: dict[str, Handler] = {
            "drive.about.get": lambda who, query: _about(who, query),
            "drive.changes.getStartPageToken": lambda who, query: d.start_token(who),
            "drive.changes.list": d.changes,
            "drive.files.create": lambda who, body, query: d.create(who, body),
            "drive.files.get": lambda who, fileId, query: d.get(who, fileId),
            "drive.files.list": d.find,
            "drive.files.update": d.update,
            "drive.permissions.create": d.permissions_create,
            "drive.permissions.delete": lambda who, fileId, permissionId, query: d.permissions_delete(
                who, fileId, permissionId
            ),
            "drive.permissions.list": d.permissions_list,
            "forms.forms.batchUpdate": f.batch_update,
            "forms.forms.create": lambda who, body, query: f.create(who, body),
            "forms.forms.get": lambda who, formId, query: f.get(who, formId),
            "forms.forms.responses.get": lambda who, formId, responseId, query: f.responses_get(
                who, formId, responseId
            ),
            "forms.forms.responses.list": f.responses_list,
            "forms.forms.setPublishSettings": f.set_publish_settings,
            "sheets.spreadsheets.batchUpdate": s.batch_update,
            "sheets.spreadsheets.create": lambda who, body, query: s.create(who, body),
            "sheets.spreadsheets.get": s.get,
            "sheets.spreadsheets.values.batchGet": s.values_batch_get,
            "sheets.spreadsheets.values.batchGetByDataFilter": s.values_by_filter,
            "sheets.spreadsheets.values.batchUpdate": s.values_batch_update,
            "sheets.spreadsheets.values.clear": s.values_clear,
            "sheets.spreadsheets.values.get": s.values_get,
            "sheets.spreadsheets.values.update": s.values_update,
        }

    def _method(self, verb: str, path: str, token: str) -> tuple[discovery.Method, dict[str, str]]:
        found = discovery.route(verb, path)
        if found is None:
            raise Refusal(404, f"The requested URL {path} was not found on this server.", "notFound")
        if not token:
            raise Refusal(401, _UNSIGNED, "required")
        if found[0].id not in self.methods:
            raise not_here(f"the method {found[0].id}")
        return found

    def answer(self, verb: str, path: str, query: dict[str, list[str]], body: bytes, token: str) -> tuple[int, Any]:
        """Answer one API call: a status code and a JSON body (None for no content)."""
        drive = path.startswith("/drive/")
        try:
            method, parameters = self._method(verb, path, token)
            asked = discovery.check_query(method, query)
            arguments: Body = {name: unquote(value) for name, value in parameters.items()}
            if method.request:
                arguments["body"] = _json(body)
                discovery.check(method.api, method.request, arguments["body"])
            with self.store.lock:
                self.calls.append(method.id)
                answer = self.methods[method.id](token, query=asked, **arguments)
            if answer is None:
                return 204, None
            answer = _sparse(json.loads(json.dumps(answer)))
            assert method.response
            discovery.check(method.api, method.response, answer)
            if fields := asked.get("fields"):
                answer = masks.apply(masks.parse(fields), answer)
            elif drive:
                answer = _drive_default(method.id, answer)
        except Refusal as refusal:
            return refusal.code, refusal.body(drive)
        return 200, answer


def _about(who: str, query: Body) -> Body:
    if not query.get("fields"):
        raise Refusal(400, "The 'fields' parameter is required for this method.", "required")
    return {
        "kind": "drive#about",
        "user": {"kind": "drive#user", "emailAddress": who, "displayName": who.split("@")[0], "me": True},
    }


def _json(body: bytes) -> Body:
    try:
        read = json.loads(body or b"{}")
    except ValueError:
        raise Refusal(400, "Invalid JSON payload received.", "parseError") from None
    if not isinstance(read, dict):
        raise Refusal(400, "Invalid JSON payload received. Expected an object.", "parseError")
    return read


_KEPT = ("index", "sheetId", "rowCount", "columnCount", "width")


def _sparse(value: Any, name: str = "") -> Any:
    """Leave out defaults (false, zero, empty lists) as Google's newer APIs do, but keep what they print."""
    if isinstance(value, dict):
        if name == "values":
            return value
        return {
            k: _sparse(v, k)
            for k, v in value.items()
            if not (
                v is False
                and k
                not in (
                    "boolValue",
                    "trashed",
                    "explicitlyTrashed",
                    "removed",
                    "incompleteSearch",
                    "ownedByMe",
                    "modifiedByMe",
                    "me",
                )
            )
            and not (v == [] and k not in ("values", "files", "changes", "permissions"))
        }
    if isinstance(value, list) and name != "values":
        return [_sparse(v) for v in value]
    if isinstance(value, list):
        return [_sparse(v) if isinstance(v, dict) else v for v in value]
    return value


_DRIVE_FIELDS = {
    "drive.files.create": ("kind", "id", "name", "mimeType"),
    "drive.files.get": ("kind", "id", "name", "mimeType"),
    "drive.files.update": ("kind", "id", "name", "mimeType"),
    "drive.permissions.create": ("kind", "id", "type", "role"),
}


def _drive_default(method: str, answer: Body) -> Body:
    """What Drive answers when no ``fields`` are asked for."""
    file = ("kind", "id", "name", "mimeType")
    if method in _DRIVE_FIELDS:
        return {k: v for k, v in answer.items() if k in _DRIVE_FIELDS[method]}
    if method == "drive.files.list":
        return answer | {"files": [{k: f[k] for k in file} for f in answer["files"]]}
    if method == "drive.permissions.list":
        kept = ("kind", "id", "type", "role")
        return answer | {"permissions": [{k: p[k] for k in kept} for p in answer["permissions"]]}
    if method == "drive.changes.list":
        return answer | {"changes": [c | {"file": {k: c["file"][k] for k in file}} for c in answer["changes"]]}
    return answer


def application(workspace: Workspace) -> Starlette:
    """The ASGI application: the APIs' paths, the pages, and ``/_internal`` for tests and demos."""

    async def api(request: Request) -> Response:
        query: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            query.setdefault(name, []).append(value)
        token = request.headers.get("authorization", "").removeprefix("Bearer ").strip().lower()
        body = await request.body()
        path = request.scope.get("raw_path", request.url.path.encode()).decode("ascii")
        code, answer = await run_in_threadpool(workspace.answer, request.method, path, query, body, token)
        return Response(status_code=204) if answer is None else JSONResponse(answer, code)

    async def internal(request: Request) -> Response:
        verb = request.path_params["verb"]
        if verb == "about":
            return JSONResponse({"making-time-workspace": 1, "data": workspace.store.path})
        if not workspace.control:
            return JSONResponse({"error": "start the workspace with --control to use this"}, 403)
        body = json.loads(await request.body() or b"{}")
        if verb == "clock":
            workspace.store.set_now(datetime.fromisoformat(body["now"]))
        elif verb == "calls":
            calls, workspace.calls = workspace.calls, []
            return JSONResponse(calls)
        else:
            return JSONResponse({"error": f"there is no {verb}"}, 404)
        return JSONResponse({})

    pages = Pages(workspace.store, workspace.drive, workspace.forms, workspace.sheets, lambda: workspace.url)
    verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    app = Starlette(
        routes=[
            Route("/_internal/{verb}", internal, methods=["GET", "POST"]),
            Route("/v4/{rest:path}", api, methods=verbs),
            Route("/v1/{rest:path}", api, methods=verbs),
            Route("/drive/v3/{rest:path}", api, methods=verbs),
            *pages.routes(),
        ],
        exception_handlers={Refusal: pages.refused},
    )
    app.add_middleware(_OnlyThisHost)
    return app


class _OnlyThisHost:
    """Refuse requests that name another host, so that no page elsewhere can reach in by a name of its own."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            host = dict(scope["headers"]).get(b"host", b"").decode()
            if not re.fullmatch(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", host):
                await Response("This workspace answers on the loopback address only.", 421)(scope, receive, send)
                return
        await self.app(scope, receive, send)
