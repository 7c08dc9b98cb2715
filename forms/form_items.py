"""A declared form as items of the Forms API."""

from __future__ import annotations

from forms.definition import Body, Definition, Option, Question

_CHOICES = {
    "radio": "RADIO",
    "dropdown": "DROP_DOWN",
    "checkboxes": "CHECKBOX",
}


def items(definition: Definition) -> list[Body]:
    """The declared form as Forms API items, in order."""
    made: list[Body] = []
    for page in definition.pages:
        if page.id:
            made.append(
                _sparse(
                    {
                        "itemId": page.item_id,
                        "title": page.title,
                        "description": page.help,
                    }
                )
                | {"pageBreakItem": {}}
            )
        made += [_item(definition, q) for q in page.questions]
    return made


def _sparse(body: Body) -> Body:
    return {k: v for k, v in body.items() if v not in ("", False, None)}


def _item(definition: Definition, q: Question) -> Body:
    head = _sparse(
        {"itemId": q.item_id, "title": q.title, "description": q.help}
    )
    if q.type == "grid":
        return head | {"questionGroupItem": _grid(q)}
    question: Body = _sparse(
        {"questionId": q.question_id, "required": q.required}
    )
    if q.type in ("text", "paragraph"):
        question["textQuestion"] = _sparse(
            {"paragraph": q.type == "paragraph"}
        )
    elif q.type == "date":
        question["dateQuestion"] = {"includeYear": True}
    elif q.type == "time":
        question["timeQuestion"] = {}
    elif q.type == "scale":
        low, high = q.options[0], q.options[-1]
        question["scaleQuestion"] = {
            "low": low.means,
            "high": high.means,
            "lowLabel": low.say,
            "highLabel": high.say,
        }
    else:
        question["choiceQuestion"] = {
            "type": _CHOICES[q.type],
            "options": [_option(definition, o) for o in q.options],
        }
    return head | {"questionItem": {"question": question}}


def _grid(q: Question) -> Body:
    """A question whose rows are questions of their own."""
    rows = [
        {"questionId": r.question_id, "rowQuestion": {"title": r.title}}
        for r in q.rows
    ]
    columns = {
        "type": "CHECKBOX",
        "options": [{"value": o.say} for o in q.options],
    }
    return {"grid": {"columns": columns}, "questions": rows}


def _option(definition: Definition, option: Option) -> Body:
    if not option.go:
        return {"value": option.say}
    if option.go == "submit":
        return {"value": option.say, "goToAction": "SUBMIT_FORM"}
    target = next(p for p in definition.pages if p.key == option.go)
    return {"value": option.say, "goToSectionId": target.item_id}
