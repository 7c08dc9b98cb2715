"""Options of the live form whose words the declaration does not know: the form
is read once for each, and the line is shown that makes them known.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.definition import Body, Definition, Option, Question
from sync.core.unread import short
from sync.core.words import many
from sync.program.opened import Program

# What the live form says of unknown words, where it is not the declared words
# of the option that they replaced: some option's, or typed behind "Other".
_SOME, _TYPED = "some option's", "typed"
Wording = tuple[str, str]


def unknown(program: Program) -> list[str]:
    """A sentence for each wording that answers hold and the declaration does
    not know, with the line to add.
    """
    form = program.meeting_log
    counts = Counter(
        (key, text)
        for key, text in program.state.answers.unread()
        if text and form.asks(key) and form.question(key).options
    )
    known = program.state.notes.wordings
    if new := [each for each in counts if _name(each) not in known]:
        live = program.google.forms.get(program.lock.form)
        found = {_name(each): _found(live, form, each) for each in new}
        known = {**known, **found}
    kept = {_name(each): known[_name(each)] for each in counts}
    if kept != program.state.notes.wordings:
        with program.state.writing():
            program.state.notes.wordings = kept
    file = program.settings.file.form.file
    edition = program.lock.form_edition
    name = "meeting_log.toml" if edition > 1 else "earlier/meeting_log.toml"
    where = file or f"your own copy of {name} (see admin.md)"
    return list(_sentences(form, counts, kept, where))


def fingerprint(form: Definition) -> str:
    """All wordings of a form as one text: where it differs, what was not
    understood is read again.
    """
    return json.dumps(
        [[q.key, [[o.say, *o.was] for o in q.options]] for q in form.questions]
    )


def _name(wording: Wording) -> str:
    return "\n".join(wording)


def _found(live: Mapping[str, Any], form: Definition, wording: Wording) -> str:
    """What the live form says of a wording: the declared option in whose
    place it stands, ``_SOME`` or ``_TYPED``.
    """
    key, text = wording
    question, options = _live_options(live, form.each(key), text)
    now = [option.get("value", "") for option in options]
    if text not in now:
        other = any(option.get("isOther") for option in options)
        return _TYPED if other else _SOME
    gone = [
        option
        for option in question.options
        if not any(question.meaning(each) == option.means for each in now)
    ]
    place = now.index(text)
    there = question.options[place : place + 1]
    if len(now) == len(question.options) and there and there[0] in gone:
        return there[0].say
    return gone[0].say if len(gone) == 1 else _SOME


def _live_options(
    live: Mapping[str, Any], questions: Sequence[Question], text: str
) -> tuple[Question, list[Body]]:
    """The options of a question in the live form, in order, with the declared
    question: of several that are asked alike the one that offers the text.
    """
    ids = {question.question_id: question for question in questions}
    found: list[tuple[Question, list[Body]]] = []
    for item in live.get("items", ()):
        asked = item.get("questionItem", {}).get("question", {})
        if question := ids.get(asked.get("questionId", "")):
            options = list(asked.get("choiceQuestion", {}).get("options", ()))
            if any(option.get("value", "") == text for option in options):
                return question, options
            found.append((question, options))
    return found[0] if found else (questions[0], [])


def _sentences(
    form: Definition,
    counts: Mapping[Wording, int],
    found: Mapping[str, str],
    where: str,
) -> Iterator[str]:
    for (key, text), number in sorted(counts.items()):
        what = found[_name((key, text))]
        question, option = _declared(form.each(key), what)
        title = f"“{question.title}”"
        answers = f"{many(number, 'answer')} to {title}"
        if what == _TYPED:
            yield f"{answers}: words that are none of its options. Log names them."
            continue
        says = f"{answers}: “{short(text)}” is not known."
        if option is None:
            yield (
                f"{says} If an option once had these words, add to it in"
                f" {where}: was = [{_toml(text)}]"
            )
        else:
            yield (
                f"{says} If it means “{option.say}”, replace that option's"
                f" line in {where} with: {_line(option, text)}"
            )


def _declared(
    questions: Sequence[Question], say: str
) -> tuple[Question, Option | None]:
    """The question with an option that says this, and the option; else the
    first one.
    """
    for question in questions:
        for option in question.options:
            if option.say == say:
                return question, option
    return questions[0], None


def _line(option: Option, text: str) -> str:
    """An option as its line in the form's file, with a wording more."""
    means = (
        _toml(option.means)
        if isinstance(option.means, str)
        else f"{option.means:g}"
    )
    parts = [f"say = {_toml(option.say)}", f"means = {means}"]
    if option.go:
        parts.append(f"go = {_toml(option.go)}")
    was = ", ".join(map(_toml, (*option.was, text)))
    return f"{{ {', '.join(parts)}, was = [{was}] }},"


def _toml(text: str) -> str:
    """A text in quotes, as TOML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False)
