"""Links to a form that is filled in beforehand."""

from __future__ import annotations

from forms.form_file import load
from forms.links import pair_link, url_formula


def test_links_name_the_question_by_its_id_in_decimal() -> None:
    form = load()
    entry = int(form.question("pair").question_id, 16)
    assert (
        pair_link("https://x/viewform", form, "WES-1 A & B")
        == f"https://x/viewform?usp=pp_url&entry.{entry}=WES-1%20A%20%26%20B"
    )
    assert f'entry.{entry}="&ENCODEURL(A2)' in url_formula(
        "https://x/viewform", form, "A2"
    )
