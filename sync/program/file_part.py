"""A part of program.toml, whatever it declares."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

# One name, or a list of several.
Names = Annotated[
    tuple[str, ...],
    Field(min_length=1),
    BeforeValidator(
        lambda given: (given,) if isinstance(given, str) else given
    ),
]


class Part(BaseModel):
    """A part of the file; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
