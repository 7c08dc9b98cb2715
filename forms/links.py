"""Personal links: the form with a pair already filled in, and as a QR code for
paper.
"""

from __future__ import annotations

from urllib.parse import quote

from forms.definition import Definition


def pair_link(responder_uri: str, definition: Definition, label: str) -> str:
    """The address at which the form opens with a pair filled in."""
    entry = definition.question("pair").entry
    return f"{responder_uri}?usp=pp_url&entry.{entry}={quote(label, safe='')}"


def url_formula(responder_uri: str, definition: Definition, label: str) -> str:
    """The same address as a spreadsheet formula; ``label`` is a formula that
    gives the text to fill in.
    """
    entry = definition.question("pair").entry
    return f'"{responder_uri}?usp=pp_url&entry.{entry}="&ENCODEURL({label})'


def qr_code(link: str) -> str:
    """A link as a QR code: an SVG that scales, with the quiet zone that
    readers need.
    """
    import io

    import segno

    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        border=4,
        omitsize=True,
        light="white",
        svgclass=None,
        lineclass=None,
    )
    return out.getvalue().decode("utf-8")
