"""What a district's mentoring costs, by the rates that it declares: coverage
that was used, and stipends. Without a declared rate an amount is None: nothing
is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from sync.core.judge import DistrictStanding
from sync.core.model import Status
from sync.core.whole_people import by_person


@dataclass(frozen=True)
class Costs:
    """The costs of a year so far, in the district's own currency.

    ``pairs`` counts the pairs whose status is not *Not started*, ``mentors``
    their mentors, ``observations`` what they logged. ``hours`` are hours of
    coverage. An amount is None where its rate is not declared.
    """

    pairs: int
    mentors: int
    observations: int
    hours: float
    coverage: float | None
    stipends: float | None

    @property
    def whole(self) -> float | None:
        """Both together; None where neither rate is declared."""
        known = [c for c in (self.coverage, self.stipends) if c is not None]
        return sum(known) if known else None

    @property
    def of_a_pair(self) -> float | None:
        """The whole by pair; None without pairs or rates."""
        return _each(self.whole, self.pairs)

    @property
    def of_an_observation(self) -> float | None:
        """Coverage by observation; None without observations or its rate."""
        return _each(self.coverage, self.observations)


def costs_of(standing: DistrictStanding) -> Costs:
    """The costs of a district so far."""
    begun = [p for p in standing.pairs if p.status is not Status.NOT_STARTED]
    hours = sum(p.cover.used for p in begun)
    mentors = len(by_person(begun, lambda p: p.pair.mentor))
    # A meeting of a beginner with two mentors stands with both.
    seen = {m.submission for p in begun for m in p.meetings if m.direction}
    rates = standing.district.rates
    hour, stipend = rates.coverage_hour, rates.stipend
    return Costs(
        pairs=len(begun),
        mentors=mentors,
        observations=len(seen),
        hours=hours,
        coverage=None if hour is None else hours * hour,
        stipends=None if stipend is None else mentors * stipend,
    )


def _each(amount: float | None, number: int) -> float | None:
    return None if amount is None or not number else amount / number
