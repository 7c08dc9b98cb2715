"""Personal links: the form with a pair already filled in."""

from __future__ import annotations

from urllib.parse import quote

from forms.definition import Definition


def pair_link(responder_uri: str, definition: Definition, label: str) -> str:
    """The address at which the form opens with a pair filled in."""
    entry = definition.question("pair").entry
    return f"{responder_uri}?usp=pp_url&entry.{entry}={quote(label, safe='')}"


def link_formula(responder_uri: str, definition: Definition, label: str) -> str:
    """The same link as a spreadsheet formula; ``label`` is a formula that gives the text to fill in."""
    entry = definition.question("pair").entry
    return f'HYPERLINK("{responder_uri}?usp=pp_url&entry.{entry}="&ENCODEURL({label}),"log a meeting")'
