"""Responses as Google sends them."""

from __future__ import annotations

from forms.form_file import load

FORM, EARLIER = load(), load(edition=1)
