"""The mail that a coordinator's link opens, by what the pair's situation is: a
kind question with the pair's own link, and nothing that was noted of anybody.
The greeting is the link's.
"""

from __future__ import annotations

from urllib.parse import quote

from sync.core.flag_kinds import FlagKind
from sync.core.judge import DistrictStanding, PairStanding
from sync.core.model import Status

# To whom no mail is offered, unless they ask to be contacted.
NO_MAIL = (Status.PAUSED, Status.ENDED, Status.NOT_STARTED)


def draft(p: PairStanding, link: str) -> str:
    """The text below the greeting; ``link`` is the pair's own, empty where it
    is not known.
    """
    if p.wishes.shown:
        return "You asked to talk with me. When may I call you?\n\n"
    kinds = {flag.kind for flag in p.flags}
    if FlagKind.IN_THE_WAY in kinds:
        words = "How is it going? Is finding the time hard at the moment? What could I take off your plate?"
    elif p.status in (Status.REACH_OUT, Status.IN_TOUCH):
        words = "How is it going? Is there anything I can take off your plate? If you met, it takes half a minute to log it."
    elif FlagKind.OBSERVATION_DUE in kinds:
        words = "It may be a good time for a classroom observation. Shall I help with a date, or with a substitute?"
    elif p.status is Status.CHECK_IN:
        words = "How are you two doing? Is finding the time hard at the moment? I am glad to help."
    else:
        words = "Thank you for making the time. How is it going, and is there anything that would help?"
    return "\n\n".join([words, *([f"Your link: {link}"] if link else []), ""])


# Longer links do not open in every mail program.
_LONGEST_LIST = 1500
_TO_ALL = "How is it going? Is there anything I can take off your plate? If you met, your own link logs it in half a minute."


def silent_addresses(standing: DistrictStanding) -> str:
    """The addresses of pairs to reach out to, each once, quoted for a link;
    only as many pairs as fit into it.

    Addresses of pairs that asked to be contacted are left out.
    """
    asked = {
        address
        for p in standing.pairs
        if p.wishes.shown
        for person in (p.pair.mentor, p.pair.mentee)
        for address in person.addresses
    }
    listed: list[str] = []
    for p in standing.pairs:
        if p.status is not Status.REACH_OUT:
            continue
        people = (p.pair.mentor, p.pair.mentee)
        both = (each.addresses[0] for each in people if each.addresses)
        new = [quote(a, safe="@") for a in both if a not in asked]
        more = list(dict.fromkeys([*listed, *new]))
        if len(",".join(more)) > _LONGEST_LIST:
            break
        listed = more
    return ",".join(listed)


def to_all(addresses: str) -> str:
    """The formula of one mail to everybody in a cell, as blind copies: nobody
    sees who else it goes to.
    """
    subject = 'ENCODEURL("Mentoring: making time")'
    body = f'ENCODEURL("Hello,"&CHAR(10)&CHAR(10)&"{_TO_ALL}"&CHAR(10))'
    link = f'"mailto:?bcc="&{addresses}&"&subject="&{subject}&"&body="&{body}'
    # Of very many the first have room.
    words = "write to those who are silent"
    return f'=IF({addresses}="","",HYPERLINK({link},"{words}"))'
