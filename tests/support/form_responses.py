"""The log form, in its newest and its first edition."""

from __future__ import annotations

from forms.form_file import load

FORM, EARLIER = load(), load(edition=1)
