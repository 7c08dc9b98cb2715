"""The pairs that people name in a text: by a code, by a number alone, or by a
name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sync.core.codes import codes_in
from sync.core.people import Pair, Person
from sync.core.words import words_of

# What stands between two pairs in a list.
_BETWEEN = re.compile(r"[,;/+&\n]|\b(?:and|with)\b", re.IGNORECASE)
_LINES = re.compile(r"[;\n\t]")
_REMARK = re.compile(r"\([^()]*\)")
# One or more numbers, and nothing else.
_ALONE = re.compile(r"(?:pairs?|no\.?|\s|#?\d{1,4}(?!\d))+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
# The fewest letters of a name that makes a guess, and how many are named.
_FEWEST, MOST = 3, 5


@dataclass(frozen=True, slots=True)
class Named:
    """What a text names.

    ``numbers`` are those of pairs, in order, whether there are such pairs or
    not; ``by_code`` says that the first one stands as a code. ``unclear`` says
    that something names no pair, and ``guesses`` are the pairs that it may
    mean.
    """

    numbers: tuple[int, ...] = ()
    by_code: bool = False
    unclear: bool = False
    guesses: tuple[int, ...] = ()

    def beside(self, number: int) -> tuple[int, ...]:
        """The further pairs of a text that is put to a pair; none where the
        text does not name that one.
        """
        if not self.by_code and self.numbers[:1] != (number,):
            return ()
        return tuple(n for n in self.numbers[1:] if n != number)


@dataclass(frozen=True, slots=True)
class Everyone:
    """Whom a list of people names: the numbers of their pairs, and the parts
    that name nobody, each with the pairs that it may mean.
    """

    numbers: tuple[int, ...] = ()
    unread: tuple[tuple[str, tuple[int, ...]], ...] = ()


class Roll:
    """The names of a district's pairs, to find them in what people type."""

    def __init__(self, key: str, pairs: Iterable[Pair]) -> None:
        self.key = key
        self._known: dict[tuple[str, bool], Named] = {}
        self.full: dict[frozenset[str], set[int]] = defaultdict(set)
        self.people: dict[frozenset[str], set[Person]] = defaultdict(set)
        self.words: dict[str, set[int]] = defaultdict(set)
        self._labels: dict[int, str] = {}
        for pair in pairs:
            self._labels[pair.number] = pair.label.casefold()
            for person in (pair.mentor, pair.mentee):
                name = words_of(person.name)
                if name:
                    self.full[name].add(pair.number)
                    self.people[name].add(person)
                for word in name:
                    self.words[word].add(pair.number)

    def named(self, text: str, of_one_pair: bool = False) -> Named:
        """What a text names, part by part.

        Text beside a code is its pair's. A number counts where nothing else
        stands beside it, and a full name where one pair alone has it; of
        anything else the pairs are guessed that have such a name. Where a
        field asks for the code of one pair, a number beside a code is none.
        """
        known = self._known.get((text, of_one_pair))
        if known is None:
            known = self._known[text, of_one_pair] = self._read(
                text, of_one_pair
            )
        return known

    def _read(self, text: str, of_one_pair: bool) -> Named:
        coded = [number for _, number in codes_in(text, (self.key,))]
        found, rest = list(coded), list[str]()
        for part in _BETWEEN.split(text):
            if codes_in(part, (self.key,)):
                continue
            if _ALONE.fullmatch(part):
                if not (coded and of_one_pair):
                    found += map(int, _NUMBER.findall(part))
            elif any(c.isalnum() for c in part):
                rest.append(part)
        guesses: list[int] = []
        unclear = False
        for words in map(words_of, rest):
            fits = self._full(words)
            if len(fits) == 1:
                found += fits
            elif not (words and self._of_any(words, found)):
                unclear = True
                guesses += sorted(fits or self._some(words))
        numbers = tuple(dict.fromkeys(found))
        left = (n for n in guesses if n not in numbers)
        return Named(numbers, bool(coded), unclear, tuple(dict.fromkeys(left)))

    def in_label(self, text: str) -> tuple[int, ...]:
        """The one pair in whose label a text of some letters stands, as *Who*
        finds it in *Follow-up*; none where it stands in several.
        """
        wanted = text.strip().casefold()
        found = [n for n, label in self._labels.items() if wanted in label]
        enough = len(wanted) >= _FEWEST
        return tuple(found) if enough and len(found) == 1 else ()

    def everyone(self, text: str) -> Everyone:
        """Whom a list names, such as a sign-in sheet: pairs by number or code,
        people by their full names in any order (``Lee, Sam``).

        Somebody of several pairs names all of them; a name that several people
        have names none.
        """
        numbers: list[int] = []
        unread: list[tuple[str, tuple[int, ...]]] = []
        for line in _LINES.split(text):
            if whole := self._on_list(line):  # a pair's label
                numbers += whole
                continue
            parts = [
                p for p in _BETWEEN.split(line) if any(map(str.isalnum, p))
            ]
            while parts:
                part = parts.pop(0)
                found = self._on_list(part)
                if not found and parts:  # "Lee, Sam"
                    found = self._exactly(f"{part} {parts[0]}")
                    if found:
                        parts.pop(0)
                numbers += found
                if not found:
                    guesses = sorted(self._some(words_of(part)))
                    unread.append((part.strip(), tuple(guesses)))
        return Everyone(tuple(dict.fromkeys(numbers)), tuple(unread))

    def _on_list(self, part: str) -> list[int]:
        """The pairs that one part of a list names; none where it says more
        than who.
        """
        if _ALONE.fullmatch(part):
            return [int(n) for n in _NUMBER.findall(part)]
        coded = [number for _, number in codes_in(part, (self.key,))]
        if not coded:
            return self._exactly(part)
        words = words_of(part) - words_of(self.key)
        only_it = len(coded) == len(_NUMBER.findall(part)) == 1
        return coded if only_it and self._of_any(words, coded) else []

    def _exactly(self, text: str) -> list[int]:
        """The pairs of the one person whose full name a text is; remarks in
        brackets are left out.
        """
        if codes_in(text, (self.key,)):
            return []
        name = words_of(_REMARK.sub(" ", text))
        if len(self.people.get(name, ())) != 1:
            return []
        return sorted(self.full[name])

    def _full(self, words: frozenset[str]) -> set[int]:
        """The pairs one of whose people is named in full."""
        return {
            number
            for name, numbers in self._names(words)
            if name <= words
            for number in numbers
        }

    def _names(
        self, words: frozenset[str]
    ) -> Iterator[tuple[frozenset[str], set[int]]]:
        """The names that have a word of these, but for single words, which
        must be all that is said.
        """
        if words.isdisjoint(self.words):
            return
        for name, numbers in self.full.items():
            if len(name) > 1 or name == words:
                yield name, numbers

    def _some(self, words: frozenset[str]) -> set[int]:
        """The pairs one of whose people has one of these names."""
        return {
            number
            for word in words
            if len(word) >= _FEWEST
            for number in self.words.get(word, ())
        }

    def _of_any(self, words: frozenset[str], numbers: Iterable[int]) -> bool:
        """Whether all of these are names in pairs that are named already."""
        return all(
            any(number in self.words.get(word, ()) for number in numbers)
            for word in words
        )


def guess_words(pairs: Mapping[int, Pair], guesses: Iterable[int]) -> str:
    """The pairs that may be meant, as a question; empty for none."""
    labels = [pairs[n].label for n in guesses if n in pairs]
    more = f" or {len(labels) - MOST} more" if len(labels) > MOST else ""
    return f" ({' or '.join(labels[:MOST])}{more}?)" if labels else ""
