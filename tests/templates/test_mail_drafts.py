"""What a coordinator's link offers to send: a question with the pair's link,
never what was noted of anybody, and to nobody who is away.
"""

from __future__ import annotations

import pytest

from sync.core.judge import judge
from templates.mail_drafts import NO_MAIL, draft
from templates.status_rows import status_row
from tests.support.random_programs import program

LINK = "https://forms.example/?pair"


@pytest.mark.parametrize("seed", range(120))
def test_a_draft_holds_a_question_and_the_link_and_no_evidence(
    seed: int,
) -> None:
    district, answers, today = program(seed)
    for p in judge(district, answers, today).pairs:
        text = draft(p, LINK)
        asks = p.wishes.shown is not None
        assert (LINK in text) is not asks
        assert "?" in text
        words = text.replace(LINK, "")
        assert not any(c.isdigit() for c in words), "no day and no count"
        for person in (p.pair.mentor, p.pair.mentee):
            assert not person.name or person.name not in words
        assert "link" not in draft(p, "")


def test_nobody_who_is_away_or_has_not_begun_is_written_to() -> None:
    seen = set()
    for seed in range(120):
        district, answers, today = program(seed)
        standing = judge(district, answers, today)
        for p in standing.pairs:
            row = status_row(standing, p, LINK)
            if p.status in NO_MAIL and not p.wishes.shown:
                assert row["mentor_email"] is row["mentee_email"] is None
                seen.add(p.status)
    assert seen == set(NO_MAIL)
