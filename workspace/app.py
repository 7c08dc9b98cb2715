"""The HTTP side of a workspace: the APIs' paths, the token endpoint, the
pages, and ``/_internal``.
"""

from __future__ import annotations

import asyncio
import base64
import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workspace import multipart
from workspace.control import Control
from workspace.errors import Refusal, not_here
from workspace.pages import Pages
from workspace.space import Workspace
from workspace.wire import Answer

HOLD = 300.0


def application(workspace: Workspace) -> Any:
    """The ASGI application: the APIs' paths, the token endpoint, the pages,
    and ``/_internal``.
    """
    control = Control(workspace)

    async def api(request: Request) -> Response:
        if workspace.weather.latency:
            await asyncio.sleep(workspace.weather.latency)
        body = await request.body()
        path = request.scope.get("raw_path", request.url.path.encode()).decode(
            "ascii"
        )
        query: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            query.setdefault(name, []).append(value)
        verb = request.headers.get(
            "x-http-method-override", request.method
        ).upper()
        if verb != request.method and verb == "GET":
            for name, value in parse_qsl(
                body.decode("utf-8", "replace"), keep_blank_values=True
            ):
                query.setdefault(name, []).append(value)
            body = b""
        token = _bearer(request.headers.get("authorization", ""))
        return await _sent(
            await run_in_threadpool(
                workspace.wire.answer, verb, path, query, body, token
            ),
            request,
        )

    async def batch(request: Request) -> Response:
        try:
            calls = multipart.parse(
                request.headers.get("content-type", ""), await request.body()
            )
        except Refusal as refusal:
            return JSONResponse(refusal.body(drive=True), refusal.code)
        outer = _bearer(request.headers.get("authorization", ""))
        answers = [
            await run_in_threadpool(
                workspace.wire.answer,
                c.verb,
                c.path,
                c.query,
                c.body,
                _bearer(c.token) or outer,
            )
            for c in calls
        ]
        boundary, text = multipart.compose(calls, answers)
        return Response(
            text, media_type=f'multipart/mixed; boundary="{boundary}"'
        )

    async def token(request: Request) -> Response:
        form = dict(
            parse_qsl(
                (await request.body()).decode("utf-8", "replace"),
                keep_blank_values=True,
            )
        )
        if request.url.path == "/revoke":
            given = form.get("token", request.query_params.get("token", ""))
            code, answer = await run_in_threadpool(
                workspace.identities.revoke, given
            )
        else:
            form |= _basic(request.headers.get("authorization", ""))
            code, answer = await run_in_threadpool(
                workspace.identities.exchange, form
            )
        return JSONResponse(
            answer, code, headers={"Cache-Control": "no-store"}
        )

    async def iam(request: Request) -> Response:
        account, _, deed = unquote(request.path_params["which"]).partition(":")
        deeds = {
            "generateAccessToken": workspace.iam.generate_access_token,
            "signJwt": workspace.iam.sign_jwt,
        }
        try:
            if deed not in deeds:
                raise not_here(f"IAM's {deed}")
            caller = _bearer(request.headers.get("authorization", ""))
            code, answer = await run_in_threadpool(
                deeds[deed], caller, account, await request.json()
            )
        except Refusal as refusal:
            return JSONResponse(refusal.body(drive=False), refusal.code)
        return JSONResponse(answer, code)

    async def sts(request: Request) -> Response:
        form = dict(
            parse_qsl(
                (await request.body()).decode("utf-8", "replace"),
                keep_blank_values=True,
            )
        )
        code, answer = await run_in_threadpool(workspace.iam.exchange, form)
        return JSONResponse(
            answer, code, headers={"Cache-Control": "no-store"}
        )

    async def internal(request: Request) -> Response:
        body = await request.body()
        code, answer = await run_in_threadpool(
            control.answer, request.method, request.path_params["rest"], body
        )
        return JSONResponse(answer, code)

    pages = Pages(workspace)
    verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    app = Starlette(
        routes=[
            Route(
                "/_internal/{rest:path}",
                internal,
                methods=["GET", "POST", "DELETE"],
            ),
            Route("/v4/{rest:path}", api, methods=verbs),
            Route("/v1/{rest:path}", api, methods=verbs),
            Route("/drive/v3/{rest:path}", api, methods=verbs),
            Route("/upload/{rest:path}", api, methods=verbs),
            Route("/batch/drive/v3", batch, methods=["POST"]),
            Route("/batch", batch, methods=["POST"]),
            Route("/token", token, methods=["POST"]),
            Route("/revoke", token, methods=["POST"]),
            Route(
                "/iam/v1/projects/-/serviceAccounts/{which}",
                iam,
                methods=["POST"],
            ),
            Route("/sts/v1/token", sts, methods=["POST"]),
            *pages.routes(),
        ],
        exception_handlers={Refusal: pages.refused},
    )
    return _OnlyFromHere(app)


def _bearer(header: str) -> str:
    kind, _, token = header.strip().partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _basic(header: str) -> dict[str, str]:
    """An OAuth client that names itself in the Authorization header, as
    oauthlib does.
    """
    kind, _, text = header.strip().partition(" ")
    if kind.lower() != "basic":
        return {}
    try:
        name, _, secret = base64.b64decode(text).decode().partition(":")
    except ValueError:
        return {}
    return {"client_id": unquote(name), "client_secret": unquote(secret)}


async def _sent(answer: Answer, request: Request) -> Response:
    """An answer as it is sent: whole, cut, or never."""
    if answer.lost == "timeout":
        try:
            await asyncio.wait_for(_left(request), HOLD)
        except TimeoutError:
            return _Cut(b"")
    if answer.lost in ("timeout", "drop"):
        return _Cut(b"")
    response = Response(
        answer.body,
        answer.code,
        headers=answer.headers,
        media_type=answer.type or None,
    )
    return (
        _Cut(answer.body, len(answer.body) * 2, answer.code)
        if answer.lost == "truncated"
        else response
    )


async def _left(request: Request) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(0.05)


class _Cut(Response):
    """An answer that ends too early: nothing at all, or part of what was
    promised; then the connection is gone.
    """

    def __init__(
        self, part: bytes, promised: int = 0, code: int = 200
    ) -> None:
        super().__init__(part, code)
        self.promised = promised

    async def __call__(self, scope: Any, _: Any, send: Any) -> None:
        if self.promised:
            headers = [
                (b"content-type", b"application/json"),
                (b"content-length", str(self.promised).encode()),
            ]
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": headers,
                }
            )
            await send(
                {
                    "type": "http.response.body",
                    "body": self.body,
                    "more_body": True,
                }
            )
            await asyncio.sleep(0)
        scope["state"]["hang_up"]()


class _OnlyFromHere:
    """Refuse requests that name another host, or that a page of another place
    sends: none of them can reach in.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            headers = {
                k.decode("latin-1"): v.decode("latin-1")
                for k, v in scope["headers"]
            }
            host = headers.get("host", "")
            if not re.fullmatch(
                r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", host
            ):
                await Response(
                    "This workspace answers on the loopback address only.", 421
                )(scope, receive, send)
                return
            if scope["method"] not in ("GET", "HEAD") and _foreign(
                headers, host
            ):
                await Response("Sent from a page of another place.", 403)(
                    scope, receive, send
                )
                return
            # uvicorn's ``send`` belongs to the connection: a fault hangs up
            # through it.
            connection = getattr(
                getattr(send, "__self__", None), "transport", None
            )
            scope["state"] = {
                **scope.get("state", {}),
                "hang_up": connection.abort if connection else lambda: None,
            }
        await self.app(scope, receive, send)


def _foreign(headers: dict[str, str], host: str) -> bool:
    """Whether a browser says that another place's page sends this; programs
    say nothing of the kind.
    """
    origin = headers.get("origin", "")
    site = headers.get("sec-fetch-site", "same-origin")
    return (bool(origin) and urlsplit(origin).netloc != host) or site not in (
        "same-origin",
        "none",
    )
