"""The pages that are printed, as templates: whatever is put into them is
escaped.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template


def template_of(name: str) -> Template:
    """The template of a page, by the name of its file without an ending."""
    from jinja2 import Environment

    page = files("sync.reports") / "pages" / f"{name}.html"
    return Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).from_string(page.read_text(encoding="utf-8"))
