"""What every page has: a template, a policy for what it may load, and the
identity of the browser.
"""

from __future__ import annotations

from typing import Any

from jinja2 import (
    ChainableUndefined,
    Environment,
    PackageLoader,
    select_autoescape,
)
from starlette.requests import Request
from starlette.responses import HTMLResponse

COOKIE = "identity"
_ENVIRONMENT = Environment(
    loader=PackageLoader("workspace.pages"),
    autoescape=select_autoescape(default=True),
    undefined=ChainableUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    template: str,
    request: Request,
    code: int = 200,
    form_action: str = "'self'",
    **values: Any,
) -> HTMLResponse:
    """A page; scripts and styles only of our own, and nothing from anywhere
    else.
    """
    here = request.url.path + (
        "?" + request.url.query if request.url.query else ""
    )
    text = _ENVIRONMENT.get_template(template).render(
        {"who": signed_in(request), "here": here} | values
    )
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src 'self'; "
        f"form-action {form_action}; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(text, code, headers=headers)


def message(
    request: Request, code: int, title: str, text: str, **links: str
) -> HTMLResponse:
    """A page that says one thing, and where to go on: addresses by what they
    are called, ``_`` for a blank.
    """
    shown = [
        (name.replace("_", " "), address)
        for name, address in links.items()
        if address
    ]
    return page(
        "message.html", request, code, title=title, text=text, links=shown
    )


def signed_in(request: Request) -> str:
    """Whoever the browser is; empty for nobody."""
    return request.cookies.get(COOKIE, "").strip().strip('"').lower()
