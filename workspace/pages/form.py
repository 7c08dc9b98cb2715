"""A form's pages: to fill it in, to edit one's answer, and for its editors the
switches that only a person has.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from workspace.drive import RANK
from workspace.errors import Refusal
from workspace.forms import filling
from workspace.identity import Caller
from workspace.pages.frame import message, page, signed_in
from workspace.space import Workspace

Body = dict[str, Any]


class FormPages:
    """The pages of forms."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.forms = workspace.forms

    def routes(self) -> list[Route]:
        """The routes."""
        return [
            Route("/forms/d/e/{public}/viewform", self.view),
            Route(
                "/forms/d/e/{public}/formResponse", self.send, methods=["POST"]
            ),
            Route(
                "/forms/d/{form_id}/edit", self.editor, methods=["GET", "POST"]
            ),
        ]

    def view(self, request: Request) -> Response:
        """The first page of a form, pre-filled as its link says, or with an
        earlier answer to edit.
        """
        form = self._load(request)
        edit = request.query_params.get("edit2", "")
        if (closed := self._closed(request, form, edit)) is not None:
            return closed
        query = request.query_params
        given = filling.prefill(query, query.multi_items())
        email = (
            query.get("emailAddress", "")
            if query.get("usp") == "pp_url"
            else ""
        )
        if edit:
            with self.workspace.store.lock:
                answer = self.forms.responses.to_edit(form["formId"], edit)
            if answer is None:
                return message(
                    request,
                    404,
                    _title(form),
                    "This answer is no longer there.",
                )
            given = filling.Given.of(form, answer.get("answers", {}))
            email = answer.get("respondentEmail", "")
        return self._page(request, form, [], 0, given, {}, email, edit)

    async def send(self, request: Request) -> Response:
        """Go on to the next page, go back, or send."""
        pairs = parse_qsl(
            (await request.body()).decode("utf-8", "replace"),
            keep_blank_values=True,
        )
        with self.workspace.store.lock:
            return self._received(request, pairs)

    def _received(
        self, request: Request, pairs: list[tuple[str, str]]
    ) -> Response:
        """What the page sent, held to the form as it is at this moment."""
        form = self._load(request)
        sent = dict(pairs)
        edit = sent.get("edit2", "")
        if (closed := self._closed(request, form, edit)) is not None:
            return closed
        given = filling.Given.read(pairs)
        history = filling.way(
            form,
            [
                int(p)
                for p in sent.get("pageHistory", "").split(",")
                if p.isdecimal()
            ],
            given,
        )
        at, before = history[-1], history[:-1]
        email = self._email(request, form, sent)
        if "back" in sent and before:
            return self._page(
                request, form, before[:-1], before[-1], given, {}, email, edit
            )
        if problems := self._mistakes(form, at, given, email):
            return self._page(
                request, form, before, at, given, problems, email, edit
            )
        following = filling.next_section(form, at, given)
        if following is not None:
            return self._page(
                request, form, history, following, given, {}, email, edit
            )
        return self._sent(request, form, history, given, email, edit)

    def _sent(
        self,
        request: Request,
        form: Body,
        history: list[int],
        given: filling.Given,
        email: str,
        edit: str,
    ) -> Response:
        """The last press of the button: every page that was visited is held to
        its rules once more.
        """
        for at in history:
            if problems := self._mistakes(form, at, given, email):
                return self._page(
                    request,
                    form,
                    history[: history.index(at)],
                    at,
                    given,
                    problems,
                    email,
                    edit,
                )
        answers = filling.answers(form, history, given)
        _, key = self.forms.responses.submit(
            form, email, answers, edit, signed_in(request)
        )
        settings = self.forms.shelf.page_settings(form["formId"], {})
        view = f"{self.forms.shelf.path(form)}/viewform"
        return message(
            request,
            200,
            _title(form),
            settings["confirmation"] or "Your response has been recorded.",
            Edit_your_response=f"{view}?edit2={key}"
            if settings["editResponses"]
            else "",
            Submit_another_response="" if settings["limitOne"] else view,
        )

    def _mistakes(
        self, form: Body, at: int, given: filling.Given, email: str
    ) -> dict[str, str]:
        """What keeps a page from being sent, the address that the first one
        asks for included.
        """
        problems = filling.mistakes(filling.sections(form)[at], given)
        asked = (
            at == 0
            and form["settings"].get("emailCollectionType")
            == "RESPONDER_INPUT"
        )
        if asked and not filling.is_address(email):
            problems["email"] = "Please enter your e-mail address"
        return problems

    def _load(self, request: Request) -> Body:
        with self.workspace.store.lock:
            form = self.forms.shelf.load(
                self.forms.shelf.behind(request.path_params["public"])
            )
            row = self.workspace.access.row(form["formId"])
            if row is None or self.workspace.access.trashed(row):
                raise Refusal(
                    404,
                    "This form is no longer there. Its owner can take it out of the trash.",
                )
            return form

    def _email(
        self, request: Request, form: Body, sent: dict[str, str]
    ) -> str:
        how = form["settings"].get("emailCollectionType")
        return (
            sent.get("emailAddress", "").strip().lower()
            if how == "RESPONDER_INPUT"
            else signed_in(request)
        )

    def _closed(
        self, request: Request, form: Body, edit: str
    ) -> Response | None:
        """Why a form does not open for somebody, as a page; None where it
        does.
        """
        with self.workspace.store.lock:
            published, accepting = self.forms.shelf.accepts(form)
            title, who = _title(form), signed_in(request)
            settings = self.forms.shelf.page_settings(form["formId"], {})
            may = self.workspace.access.may_respond(who, form["formId"])
            answered = (
                settings["limitOne"]
                and bool(who)
                and self.forms.responses.answered(form["formId"], who)
            )
        if not published:
            return message(
                request,
                404,
                title,
                "This form is not published. Its owner can publish it.",
            )
        verified = (
            form["settings"].get("emailCollectionType") == "VERIFIED"
            or settings["limitOne"]
        )
        if not may or (verified and not who):
            text = (
                "You need permission. Choose an account that this form is open to."
                if who
                else "Sign in to continue."
            )
            return message(request, 403 if who else 401, title, text)
        if not accepting:
            text = (
                settings["closedMessage"]
                or "This form is no longer accepting responses."
            )
            return message(request, 200, title, text)
        if edit and not settings["editResponses"]:
            return message(
                request, 403, title, "Answers to this form cannot be edited."
            )
        if answered and not edit:
            return message(
                request,
                200,
                title,
                "You've already responded. You can fill in this form only once.",
            )
        return None

    def _page(
        self,
        request: Request,
        form: Body,
        before: list[int],
        at: int,
        given: filling.Given,
        problems: dict[str, str],
        email: str = "",
        edit: str = "",
    ) -> Response:
        pages = filling.sections(form)
        here = {filling.entry(q) for q, _ in pages[at].questions()}
        carried = [
            (n, v) for n, v in given.pairs if v and _field(n) not in here
        ]
        return page(
            "form.html",
            request,
            422 if problems else 200,
            title=_title(form),
            description=form["info"].get("description", ""),
            section=pages[at],
            first=at == 0,
            last=filling.ends(form, at),
            history=",".join(map(str, [*before, at])),
            carried=carried,
            given=given,
            problems=problems,
            action=f"{self.forms.shelf.path(form)}/formResponse",
            collects=form["settings"].get("emailCollectionType") or "",
            email=email,
            edit=edit,
            can_go_back=bool(before),
            other=filling.OTHER,
            entry=filling.entry,
        )

    # -- for editors ----------------------------------------------------------

    async def editor(self, request: Request) -> Response:
        """The switches of a form that only a person can flip, and its answers.
        The questions are edited by the API.
        """
        form_id, who = request.path_params["form_id"], signed_in(request)
        given: dict[str, str] = {}
        if request.method == "POST":
            given = dict(
                parse_qsl(
                    (await request.body()).decode("utf-8", "replace"),
                    keep_blank_values=True,
                )
            )
        with self.workspace.store.lock:
            form = self.forms.shelf.load(form_id)
            if (
                RANK.get(self.workspace.access.role(Caller(who), form_id), 0)
                < RANK["writer"]
            ):
                if request.method == "POST":
                    raise Refusal(
                        403, "Only editors of this form can change it."
                    )
                return RedirectResponse(
                    f"{self.forms.shelf.path(form)}/viewform"
                )
            if "delete" in given:
                self.forms.responses.delete(form_id, given["delete"])
            elif given:
                self.forms.shelf.page_settings(
                    form_id,
                    {
                        "editResponses": "editResponses" in given,
                        "limitOne": "limitOne" in given,
                        "confirmation": given.get("confirmation", ""),
                        "closedMessage": given.get("closedMessage", ""),
                    },
                )
            settings = self.forms.shelf.page_settings(form_id, {})
            answers = self.workspace.store.db.execute(
                "SELECT id, submitted, email FROM responses WHERE form = ? ORDER BY submitted DESC LIMIT 200",
                (form_id,),
            ).fetchall()
        if request.method == "POST":
            return RedirectResponse(request.url.path, 303)
        published, accepting = self.forms.shelf.accepts(form)
        return page(
            "editor.html",
            request,
            title=_title(form),
            form=form,
            settings=settings,
            answers=answers,
            published=published,
            accepting=accepting,
        )


def _field(name: str) -> str:
    """The question's field that a field such as ``entry.7_year`` is part of."""
    return name.removesuffix(".other_option_response").partition("_")[0]


def _title(form: Body) -> str:
    title: str = form["info"].get("title") or form["info"].get(
        "documentTitle", ""
    )
    return title
