"""What people see in a browser: the list of files, a form to fill in, a spreadsheet to look at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jinja2 import ChainableUndefined, Environment, PackageLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from workspace.drive import FOLDER, FORM, RANK, Drive
from workspace.errors import Refusal
from workspace.forms import filling
from workspace.forms.api import Forms
from workspace.pages.grid import draw
from workspace.sheets.api import Sheets
from workspace.store import Store

COOKIE = "identity"


class Pages:
    """The pages of a workspace; whoever the cookie names is signed in."""

    def __init__(self, store: Store, drive: Drive, forms: Forms, sheets: Sheets, url: Callable[[], str]) -> None:
        self.store = store
        self.drive = drive
        self.forms = forms
        self.sheets = sheets
        self.url = url
        self.environment = Environment(
            loader=PackageLoader("workspace.pages"),
            autoescape=select_autoescape(default=True),
            undefined=ChainableUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[Route]:
        """The pages' routes."""
        return [
            Route("/", self.home),
            Route("/signin", self.sign_in, methods=["POST"]),
            Route("/forms/d/e/{form_id}/viewform", self.view_form),
            Route("/forms/d/e/{form_id}/formResponse", self.form_response, methods=["POST"]),
            Route("/forms/d/{form_id}/edit", self.edit_form),
            Route("/spreadsheets/d/{book_id}/edit", self.spreadsheet),
        ]

    def _page(self, template: str, request: Request, code: int = 200, **values: Any) -> HTMLResponse:
        here = request.url.path + ("?" + request.url.query if request.url.query else "")
        values = {"who": _who(request), "here": here} | values
        text = self.environment.get_template(template).render(values)
        policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
        return HTMLResponse(text, code, headers={"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"})

    def refused(self, request: Request, refusal: Exception) -> Response:
        """What a person sees of a refusal."""
        assert isinstance(refusal, Refusal)
        return self._page("message.html", request, refusal.code, title="Local workspace", text=refusal.message,
                          link="/", link_text="All files")  # fmt: skip

    # -- home ---------------------------------------------------------------------------------------------

    def home(self, request: Request) -> Response:
        """Every file there is, folder by folder."""
        rows = self.store.db.execute("SELECT id, mime, name, parent, trashed FROM files ORDER BY name").fetchall()
        names = {r[0]: r[2] for r in rows}
        files = []
        for file_id, mime, name, parent, trashed in rows:
            if mime == FOLDER or trashed:
                continue
            kind = "form" if mime == FORM else "sheet"
            address = f"/forms/d/e/{file_id}/viewform" if mime == FORM else f"/spreadsheets/d/{file_id}/edit"
            files.append({"kind": kind, "name": name, "folder": names.get(parent, ""), "address": address})
        files.sort(key=lambda f: (f["folder"], f["kind"], f["name"]))
        return self._page("home.html", request, files=files)

    async def sign_in(self, request: Request) -> Response:
        """Choose which test identity the browser is."""
        _own_page(request)
        given = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        back = urlsplit(given.get("back") or "/")
        answer = RedirectResponse(back.path + ("?" + back.query if back.query else ""), 303)
        who = given.get("who", "").strip().lower()
        if who:
            answer.set_cookie(COOKIE, who, httponly=True, samesite="lax")
        else:
            answer.delete_cookie(COOKIE)
        return answer

    # -- the form -----------------------------------------------------------------------------------------

    def edit_form(self, request: Request) -> Response:
        """The editor is not part of this workspace; its address leads to the form itself."""
        return RedirectResponse(f"/forms/d/e/{request.path_params['form_id']}/viewform")

    def view_form(self, request: Request) -> Response:
        """The first page of a form, pre-filled as its link says."""
        form = self._load(request)
        if (closed := self._closed(request, form)) is not None:
            return closed
        given = filling.prefill(request.query_params, request.query_params.multi_items())
        return self._form_page(request, form, [], 0, given, {})

    async def form_response(self, request: Request) -> Response:
        """Go on to the next page, go back, or send."""
        _own_page(request)
        form = self._load(request)
        if (closed := self._closed(request, form)) is not None:
            return closed
        pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True)
        sent = dict(pairs)
        pages = filling.sections(form)
        history = [int(p) for p in sent.get("pageHistory", "0").split(",") if p.isdigit() and int(p) < len(pages)] or [
            0
        ]
        at, before = history[-1], history[:-1]
        given = filling.Given.read(pairs)
        if "back" in sent and before:
            return self._form_page(request, form, before[:-1], before[-1], given, {})
        problems = filling.mistakes(pages[at], given)
        email = self._email(request, form, sent)
        if at == 0 and form["settings"].get("emailCollectionType") == "RESPONDER_INPUT" and "@" not in email:
            problems["email"] = "Please enter your e-mail address"
        if problems:
            return self._form_page(request, form, before, at, given, problems, email)
        following = filling.next_section(form, at, given)
        if following is not None:
            return self._form_page(request, form, history, following, given, {}, email)
        with self.store.lock:
            self.forms.submit(form, email, filling.answers(form, history, given))
        return self._page("message.html", request, title=_title(form), text="Your response has been recorded.",
                          link=f"/forms/d/e/{form['formId']}/viewform", link_text="Submit another response")  # fmt: skip

    def _load(self, request: Request) -> dict[str, Any]:
        with self.store.lock:
            return self.forms.load(request.path_params["form_id"])

    def _email(self, request: Request, form: dict[str, Any], sent: dict[str, str]) -> str:
        how = form["settings"].get("emailCollectionType")
        return sent.get("emailAddress", "").strip().lower() if how == "RESPONDER_INPUT" else _who(request)

    def _closed(self, request: Request, form: dict[str, Any]) -> Response | None:
        published, accepting = self.forms.accepts(form)
        title, who = _title(form), _who(request)
        if not published:
            text = "This form is not published. Its owner can publish it."
            return self._page("message.html", request, 404, title=title, text=text, link="", link_text="")
        verified = form["settings"].get("emailCollectionType") == "VERIFIED"
        if not self.drive.may_respond(who, form["formId"]) or (verified and not who):
            text = (
                "You need permission. Choose an account that this form is open to." if who else "Sign in to continue."
            )
            return self._page(
                "message.html", request, 403 if who else 401, title=title, text=text, link="", link_text=""
            )
        if not accepting:
            text = "This form is no longer accepting responses."
            return self._page("message.html", request, title=title, text=text, link="", link_text="")
        return None

    def _form_page(
        self, request: Request, form: dict[str, Any], before: list[int], at: int, given: filling.Given,
        problems: dict[str, str], email: str = "",
    ) -> Response:  # fmt: skip
        pages = filling.sections(form)
        here = {int(i["questionItem"]["question"]["questionId"], 16) for i in pages[at].items if "questionItem" in i}
        carried = [
            (f"entry.{int(q, 16)}", value)
            for q, values in given.values.items()
            if int(q, 16) not in here
            for value in values
        ] + [
            (f"entry.{int(q, 16)}.other_option_response", text)
            for q, text in given.other.items()
            if int(q, 16) not in here
        ]
        how = form["settings"].get("emailCollectionType")
        return self._page(
            "form.html",
            request,
            422 if problems else 200,
            title=_title(form),
            description=form["info"].get("description", ""),
            section=pages[at],
            first=at == 0,
            last=_ends(form, at),
            history=",".join(map(str, [*before, at])),
            carried=carried,
            given=given,
            problems=problems,
            action=f"/forms/d/e/{form['formId']}/formResponse",
            collects=how or "",
            email=email,
            can_go_back=bool(before),
            progress=(len(before) + 1),
            other=filling.OTHER,
        )

    # -- the spreadsheet ----------------------------------------------------------------------------------

    def spreadsheet(self, request: Request) -> Response:
        """One tab of a spreadsheet, to look at."""
        who = _who(request)
        with self.store.lock:
            book_id = request.path_params["book_id"]
            book = self.sheets.shelf.get(book_id)
            row = self.drive.row(book_id)
            role = self.drive.role(who, book_id)
            if not role:
                return self._page("message.html", request, 403 if who else 401, title=book.properties["title"],
                                  text="You need access. Choose an account that this sheet is shared with.",
                                  link="", link_text="")  # fmt: skip
            visible = [t for t in book.tabs if not t.properties.get("hidden")]
            gid = request.query_params.get("gid") or request.query_params.get("tab") or str(visible[0].id)
            tab = next((t for t in book.tabs if str(t.id) == gid), visible[0])
            table = draw(tab, self.sheets.evaluation(book))
        assert row is not None
        return self._page(
            "sheet.html",
            request,
            title=book.properties["title"],
            tabs=[
                {
                    "title": t.title,
                    "id": t.id,
                    "open": t is tab,
                    "color": _css(t.properties.get("tabColorStyle", {})),
                }
                for t in visible
            ],
            table=table,
            role="can edit" if RANK[role] >= RANK["writer"] else "can view",
            filters=[f.get("title", "") for f in tab.part("filterViews")],
        )


def _ends(form: dict[str, Any], at: int) -> bool:
    """Whether a page has nothing to navigate by and nothing after it: its button says Submit."""
    pages = filling.sections(form)
    goes = [
        o
        for item in pages[at].items
        for o in item.get("questionItem", {}).get("question", {}).get("choiceQuestion", {}).get("options", [])
        if o.get("goToAction") or o.get("goToSectionId")
    ]
    if goes:
        return all(o.get("goToAction") == "SUBMIT_FORM" for o in goes)
    return at + 1 == len(pages)


def _title(form: dict[str, Any]) -> str:
    title: str = form["info"].get("title") or form["info"].get("documentTitle", "")
    return title


def _css(style: dict[str, Any]) -> str:
    rgb = style.get("rgbColor")
    return "" if rgb is None else "#" + "".join(f"{round(255 * rgb.get(c, 0)):02x}" for c in ("red", "green", "blue"))


def _who(request: Request) -> str:
    return request.cookies.get(COOKIE, "").strip().strip('"').lower()


def _own_page(request: Request) -> None:
    """Refuse a form that was sent from a page of another place."""
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise Refusal(403, "Sent from another page.")
