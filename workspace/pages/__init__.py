"""What people see in a browser: the list of files, forms to fill in,
spreadsheets to edit, consent.
"""

from __future__ import annotations

from importlib.resources import files as resources
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from workspace.drive import FOLDER, FORM
from workspace.errors import Refusal
from workspace.pages.form import FormPages
from workspace.pages.frame import COOKIE, message, page, signed_in
from workspace.pages.sheet import SheetPages
from workspace.space import Workspace

_SCOPES = {
    "drive.file": "See, edit, create and delete only the Drive files that you use with this app",
    "drive": "See, edit, create and delete all of your Drive files",
    "drive.readonly": "See and download all your Drive files",
    "spreadsheets": "See, edit, create and delete all your Sheets spreadsheets",
    "spreadsheets.readonly": "See all your Sheets spreadsheets",
    "forms.body": "See, edit, create and delete all your Forms forms",
    "forms.body.readonly": "See all your Forms forms",
    "forms.responses.readonly": "See all responses to your Forms forms",
}
_STATIC = {"sheet.js": "text/javascript; charset=utf-8"}


class Pages:
    """The pages of a workspace; whoever the cookie names is signed in."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.forms = FormPages(workspace)
        self.sheets = SheetPages(workspace)

    def routes(self) -> list[Route]:
        """The pages' routes."""
        return [
            Route("/", self.home),
            Route("/signin", self.sign_in, methods=["POST"]),
            Route("/static/{name}", self.static),
            Route("/favicon.ico", lambda _: Response(status_code=204)),
            Route("/o/oauth2/auth", self.consent),
            Route("/o/oauth2/auth/decision", self.decide, methods=["POST"]),
            *self.forms.routes(),
            *self.sheets.routes(),
        ]

    def refused(self, request: Request, refusal: Exception) -> Response:
        """What a person sees of a refusal."""
        assert isinstance(refusal, Refusal)
        return message(
            request,
            refusal.code,
            "Local workspace",
            refusal.message,
            All_files="/",
        )

    def static(self, request: Request) -> Response:
        """A script of our own."""
        name = request.path_params["name"]
        if name not in _STATIC:
            raise Refusal(404, "There is no such file.")
        text = (
            resources("workspace.pages").joinpath("static", name).read_bytes()
        )
        return Response(
            text,
            media_type=_STATIC[name],
            headers={"X-Content-Type-Options": "nosniff"},
        )

    def home(self, request: Request) -> Response:
        """Every file there is, folder by folder."""
        access, shelf = self.workspace.access, self.workspace.forms.shelf
        with self.workspace.store.lock:
            rows = access.rows("1 ORDER BY name")
            names = {r["id"]: r["name"] for r in rows}
            files = []
            for row in rows:
                if row["mime"] == FOLDER or access.trashed(row):
                    continue
                form = row["mime"] == FORM
                address = (
                    f"{shelf.path(shelf.load(row['id']))}/viewform"
                    if form
                    else f"/spreadsheets/d/{row['id']}/edit"
                )
                files.append(
                    {
                        "kind": "form" if form else "sheet",
                        "name": row["name"],
                        "address": address,
                        "folder": names.get(row["parent"], ""),
                        "settings": f"/forms/d/{row['id']}/edit"
                        if form
                        else "",
                    }
                )
        files.sort(key=lambda f: (f["folder"], f["kind"], f["name"]))
        return page("home.html", request, files=files)

    async def sign_in(self, request: Request) -> Response:
        """Choose which test identity the browser is."""
        given = dict(
            parse_qsl(
                (await request.body()).decode("utf-8", "replace"),
                keep_blank_values=True,
            )
        )
        try:
            back = urlsplit(given.get("back") or "/")
        except ValueError:
            back = urlsplit("/")
        path = "/" + back.path.lstrip("/\\")
        answer = RedirectResponse(
            path + ("?" + back.query if back.query else ""), 303
        )
        who = given.get("who", "").strip().lower()
        if who:
            answer.set_cookie(COOKIE, who, httponly=True, samesite="lax")
        else:
            answer.delete_cookie(COOKIE)
        return answer

    # -- consent --------------------------------------------------------------

    def consent(self, request: Request) -> Response:
        """A program asks a person for access to their files."""
        query = dict(request.query_params)
        with self.workspace.store.lock:
            name = self.workspace.identities.asked(query)
        scopes = [
            _SCOPES.get(s.rpartition("/")[2], s)
            for s in query["scope"].split()
        ]
        where = urlsplit(query["redirect_uri"])
        allowed = f"'self' {where.scheme}://{where.netloc}"
        return page(
            "consent.html",
            request,
            form_action=allowed,
            name=name,
            scopes=scopes,
            query=request.url.query,
        )

    async def decide(self, request: Request) -> Response:
        """Allow or cancel: the browser goes back to the program, with a code
        or without.
        """
        given = dict(
            parse_qsl(
                (await request.body()).decode("utf-8", "replace"),
                keep_blank_values=True,
            )
        )
        query = dict(parse_qsl(given.get("query", "")))
        with self.workspace.store.lock:
            self.workspace.identities.asked(query)
            if "allow" in given:
                if not (who := signed_in(request)):
                    raise Refusal(401, "Sign in first.")
                answer = {
                    "code": self.workspace.identities.consent(who, query),
                    "scope": query["scope"],
                }
            else:
                answer = {"error": "access_denied"}
        if "state" in query:
            answer["state"] = query["state"]
        mark = "&" if urlsplit(query["redirect_uri"]).query else "?"
        return RedirectResponse(
            query["redirect_uri"] + mark + urlencode(answer), 303
        )
