"""What the title of an entry in a school's calendar means for pairs.

The words are those of published district calendars. What they do not say
plainly is a guess, or left for a person to judge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sync.core.calendar import Event


class TitleMeaning(NamedTuple):
    """What an entry means: events, for the named schools or for all; a
    ``guess`` is to be looked at. ``letter`` is the day of a cycle that it
    names, such as ``A`` or ``4``.
    """

    events: tuple[Event, ...] = ()
    schools: tuple[str, ...] = ()
    guess: bool = False
    letter: str = ""


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_SET_ASIDE = (
    (
        Event.EARLY_RELEASE,
        _words(
            r"early[ -](?:release|dismissal|closing|out)",
            r"(?:half|1/2|½)[ -]?day",
            r"(?:minimum|min\.?|abbreviated|shortened|short) day",
            r"delayed (?:opening|start)|late (?:start|arrival|opening)",
            r"noon dismissal|(?:1|2|one|two)[- ]hour delay",
        ),
    ),
    (
        Event.FACULTY_MEETING,
        _words(r"(?:faculty|staff|building|department) meeting"),
    ),
    (Event.ORIENTATION, _words(r"orientation")),
    (
        Event.PD_DAY,
        _words(
            r"professional (?:development|learning|day)|\bpd\b|in-?service",
            r"teacher (?:work|planning|prep) ?day|curriculum day",
            r"(?:teacher )?institute day|staff development",
        ),
    ),
    (Event.TRAINING, _words(r"training|workshop")),
    (
        Event.TESTING,
        _words(
            r"\b(?:mcas|parcc|njsla|regents)\b|state (?:tests?|assessments?)",
            r"testing (?:days?|weeks?|window)|\btesting$|standardized test",
        ),
    ),
)
# For whom time is not set aside.
_OTHERS = _words(
    r"parents?\b|famil(?:y|ies)|students? (?:orientation|training|workshop)",
    r"freshm[ae]n|kindergarten|grade|pta\b|pto\b|registration|volunteer",
    r"athletic|coach|football|soccer|basketball|baseball|softball|volleyball",
    r"hockey|lacrosse|tennis|track|swim|wrestling|cheer|golf|team|tryouts?",
    r"practice|game\b|\bvs\.?\b|band\b|chorus|driver|babysit|\bsat\b|\bact\b",
)
_STAFF = _words(r"new|teacher|staff|mentor|educator|employee|faculty")
_EXPLICIT = _words(
    r"no (?:school|classes|students)\b(?=\s*(?:$|[-–—:;,/(.!&]|(?:for|on|due|all|in|and|this)\b))",
    r"(?:schools?|district)(?: is| are| will be)? closed",
    r"school (?:holiday|closing|closure)|(?:non[- ]?(?:student|school|attendance)) day",
    r"student holiday|all schools closed",
)
_DOUBTFUL = _words(
    r"resumes?|returns?|before|after|in session|tentative|if needed|make-?up",
    r"last day|first day|begins?|starts?|ends?\b",
)
_SOME = _words(
    r"\bgrades?\b|\bgr\.|\bk ?- ?\d|\b\d(?:st|nd|rd|th)?[- ]graders?|kindergarten|pre-?k\b",
    r"elementary|middle school|high school|seniors?|juniors?|freshm[ae]n|\b[a-z]\w+ school only",
)
_CALLED_OFF = _words(
    r"cancel",
    r"\bno (?:early|half|late|delayed|pd\b|professional|faculty|staff|orientation|training|minimum)",
)
# What may stand around a school's name.
_SCHOOL = _words(r"\b(?:school|only|at|for)\b")
_NO_SCHOOL = re.compile(r"no (?:school|classes) +", re.IGNORECASE)
_AFTER = re.compile(r"\bday after (?=thanksgiving|christmas)", re.IGNORECASE)
_HOLIDAY = re.compile(
    r"(?:(?:day after )?thanksgiving|christmas|new year'?s?|labor|memorial|columbus|indigenous peoples?'?s?|veterans?'?s?"
    r"|(?:rev\.? )?(?:dr\.? )?(?:martin luther king,?(?: jr\.?)?(?:'s)?|mlk)(?: jr\.?)?|presidents?'?s?|washington'?s|lincoln'?s"
    r"|patriots?'?s?|juneteenth|good friday|easter|yom kippur|rosh hashanah|passover|diwali|lunar new year"
    r"|eid(?: al[- ](?:fitr|adha))?|independence|cesar chavez|snow|(?:federal|public|state|legal|school)?)"
    r"(?: (?:birthday|monday|sunday|eve|day))*(?: holidays?)?(?: \(?observed\)?)?",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"(?:(?:winter|spring|fall|autumn|february|april|march|december|mid[- ]?winter|holiday|christmas|thanksgiving|easter"
    r"|semester|year[- ]end|presidents'? week) )?(?:break|recess|vacation|holidays?)(?: week)?",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(r"observed|weekend|all schools|\W*", re.IGNORECASE)
_BETWEEN = re.compile(r" [-–—] |[–—:/;()]|, | & | and ")
_LETTER = re.compile(
    r"(?:day )?(?P<a>[a-h])[ -]day|day (?P<b>[a-h]|\d{1,2})", re.IGNORECASE
)


def meaning_of(
    title: str, whole: bool, schools: Sequence[str] = ()
) -> TitleMeaning | None:
    """What a title means; None where a person must say, or where it is
    nothing to pairs.

    ``whole``: an entry of whole days, which alone can close a school;
    ``schools`` are the district's.
    """
    if letter := _LETTER.fullmatch(title.strip()):
        return TitleMeaning(letter=(letter["a"] or letter["b"]).upper())
    if _CALLED_OFF.search(title):
        return None
    parts = {
        _SCHOOL.sub("", p).strip().casefold() for p in _BETWEEN.split(title)
    }
    named = tuple(
        s for s in schools if _SCHOOL.sub("", s).strip().casefold() in parts
    )
    closes, guess = _closes(title, named) if whole else (False, False)
    events = [Event.NO_SCHOOL] if closes else []
    if not _OTHERS.search(title):
        set_aside = [e for e, words in _SET_ASIDE if words.search(title)]
        if len(set_aside) > 1 and Event.TRAINING in set_aside:
            set_aside.remove(Event.TRAINING)
        events += set_aside
        if Event.ORIENTATION in set_aside and not _STAFF.search(title):
            guess = True
    return TitleMeaning(tuple(events), named, guess) if events else None


def _closes(title: str, named: Sequence[str]) -> tuple[bool, bool]:
    """Whether a title closes schools, and whether that is a guess."""
    bare = title
    for school in named:
        bare = re.sub(re.escape(school), "", bare, flags=re.IGNORECASE)
    bare = _AFTER.sub("", bare)
    if _DOUBTFUL.search(bare) or _SOME.search(bare):
        return False, False
    if _EXPLICIT.search(bare):
        return True, False
    if _HOLIDAY.fullmatch(bare.strip()) and bare.strip():
        return True, True
    if _NO_SCHOOL.match(bare):
        rest = _NO_SCHOOL.sub("", bare, count=1).strip()
        return bool(_HOLIDAY.fullmatch(rest) or _BREAK.fullmatch(rest)), False
    parts = [p.strip() for p in _BETWEEN.split(bare)]
    spoken = [p for p in parts if not _NEUTRAL.fullmatch(p)]
    if not spoken:
        return False, False
    rests = [bool(_BREAK.fullmatch(p)) for p in spoken]
    days = [bool(_HOLIDAY.fullmatch(p)) for p in spoken]
    known = all(r or d for r, d in zip(rests, days, strict=True))
    return known, known and not any(rests)
