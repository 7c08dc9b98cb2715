"""What Google's APIs do, as cases that run against any of them.

Each case is a function: its docstring is the law, its decorator the source.
It yields pairs: what is seen, and what Google answers. The tests run them
against the workspace; ``python -m workspace compare`` runs them against two
services and prints where these differ.
"""

from workspace.contract.account import (
    Account,
    Answer,
    NeedsAnother,
    Sheet,
    Unusable,
)
from workspace.contract.case import Case, cases

__all__ = (
    "Account",
    "Answer",
    "Case",
    "NeedsAnother",
    "Sheet",
    "Unusable",
    "cases",
)
