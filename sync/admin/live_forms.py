"""What is assumed of Google's forms, tried."""

from __future__ import annotations

import urllib.request

from forms import form_changes, form_items
from forms.links import pair_link
from sync.admin.live_trial import MARK, NAME, Trial, Untried
from sync.google.drive import FORM
from sync.program import declared


def bare(t: Trial) -> bool:
    """A new form holds nothing."""
    return not t.form.get("items")


def says_how_it_collects(t: Trial) -> bool:
    """A form says how it collects addresses."""
    return (
        bool(form_changes.collects(t.form))
        and form_changes.collects(t.filled) == "DO_NOT_COLLECT"
    )


def fills(t: Trial) -> bool:
    """A form made in a folder can be filled."""
    return len(t.filled.get("items", ())) == len(form_items.items(t.declared))


def keeps_ids(t: Trial) -> bool:
    """Ids may be chosen."""
    asked = {
        q["questionItem"]["question"]["questionId"]
        for q in t.filled["items"]
        if "questionItem" in q
    }
    return {q.question_id for q in t.declared.questions} == asked


def unpublished(t: Trial) -> bool:
    """A new form is unpublished."""
    return (
        not t.form.get("publishSettings", {})
        .get("publishState", {})
        .get("isPublished")
    )


def responder(t: Trial) -> bool:
    """A responder is a permission."""
    grants = t.google.drive.permissions(t.opened["formId"])
    return any(
        g.get("view") == "published"
        and g["role"] in ("reader", "publishedReader")
        for g in grants
    )


def prefills(t: Trial) -> bool:
    """A link fills in the pair."""
    if "anyone" not in t.settings.file.form.responders:
        raise Untried(
            "the form opens only to who is signed in. Open a link of Pairs in a browser instead."
        )
    link = pair_link(
        t.opened["responderUri"],
        t.declared,
        f"{t.district.key}-1 prefilled here",
    )
    with urllib.request.urlopen(link, timeout=60) as page:  # noqa: S310  (Google's own address of the form)
        return "prefilled here" in page.read().decode("utf-8", "replace")


def further_forms(t: Trial) -> bool:
    """The planning form has grids, whose rows keep their ids, and a time; the
    feedback form a scale.
    """
    for wanted in (
        declared.planning_of(t.settings),
        declared.feedback_of(t.settings),
    ):
        form = t.google.forms.get(
            t.google.drive.create(NAME, FORM, f"{MARK}:form", t.folder)["id"]
        )
        t.google.forms.update(
            form["formId"],
            form_changes.changes(form, wanted, new=True),
            form["revisionId"],
        )
        if form_changes.changes(t.google.forms.get(form["formId"]), wanted):
            return False
    return True
