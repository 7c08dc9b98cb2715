"""What the last run saw, in a file and in PostgreSQL: it comes back as it was
kept, and nothing new is lost between machines.
"""

from __future__ import annotations

import pytest

from sync.errors import Refused
from sync.state.store import State


def test_a_state_is_of_one_program(state: State) -> None:
    state.belongs("form-1")
    state.belongs("form-1")
    with pytest.raises(Refused, match="holds what is known of another form"):
        state.belongs("form-2")
