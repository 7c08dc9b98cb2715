"""The mail that a coordinator's link opens, by what the pair's situation is: a
kind question with the pair's own link, and nothing that was noted of anybody.
The greeting is the link's.
"""

from __future__ import annotations

from sync.core.flag_kinds import FlagKind
from sync.core.judge import PairStanding
from sync.core.model import Status

# To whom no mail is offered, unless they ask for a word.
SILENT = (Status.PAUSED, Status.ENDED, Status.NOT_STARTED)


def draft(p: PairStanding, link: str) -> str:
    """The text below the greeting; ``link`` is the pair's own, empty where it
    is not known.
    """
    if p.wishes.shown:
        return "You asked to talk with me. When may I call you?\n\n"
    kinds = {flag.kind for flag in p.flags}
    if FlagKind.IN_THE_WAY in kinds:
        words = "How is it going? Is finding the time hard at the moment? What could I take off your plate?"
    elif p.status in (Status.REACH_OUT, Status.REACHED_OUT):
        words = "How is it going? Is there anything I can take off your plate? If you met, it takes half a minute to log it."
    elif FlagKind.OBSERVATION_DUE in kinds:
        words = "It may be a good time for a classroom observation. Shall I help with a date, or with a substitute?"
    elif p.status is Status.CHECK_IN:
        words = "How is it going with the two of you? Is finding the time hard at the moment? I am glad to help."
    else:
        words = "Thank you for making the time. How is it going, and is there anything that would help?"
    return "\n\n".join([words, *([f"Your link: {link}"] if link else []), ""])
