"""What every entry of ``params/*.yml`` is made of: strict, frozen, nothing said twice."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Strict, model_validator

#: ``true`` is no 1, and text is no number.
Whole = Annotated[int, Strict()]
Number = Annotated[float, Strict()]


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @model_validator(mode="after")
    def _names_nothing_twice(self) -> Self:
        for name, value in self:
            entries = value if isinstance(value, tuple) else ()
            listed = [each for each in entries if isinstance(each, str)]
            twice = sorted({each for each in listed if listed.count(each) > 1})
            if twice:
                raise ValueError(f"{name} holds {', '.join(twice)} twice; keep one of them")
        return self
