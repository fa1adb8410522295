"""What model calls cost: what is known of a model's prices, and sums that say what they lack.

Law: dollars are exact decimals, and an unknown price is never zero. A call of which some tokens
have no known price, or whose tokens nobody reported, counts as unpriced; a sum with such calls is
a lower bound.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final, Self

_MILLION: Final = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars per million tokens; None: nobody said."""

    input_price: float | None = None
    cached_input_price: float | None = None
    """Of input from the provider's cache; where unknown, as much as other input."""
    output_price: float | None = None
    """Reasoning included."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Return the prices among the fields of an event; what is no price counts as absent."""
        return cls(**{field.name: _price(data.get(field.name)) for field in fields(cls)})

    def cost(self, input: int, cached: int, output: int) -> "Cost":
        """Return what one call costs that used so many tokens, `cached` of the `input` ones.

        There is no call without tokens: of one with none, nobody reported them.
        """
        cached = max(0, min(cached, input))
        cached_price = (
            self.input_price if self.cached_input_price is None else self.cached_input_price
        )
        shares = (
            (input - cached, self.input_price),
            (cached, cached_price),
            (output, self.output_price),
        )
        used = [(tokens, price) for tokens, price in shares if tokens > 0]
        known = (tokens * Decimal(str(price)) for tokens, price in used if price is not None)
        is_free = self.input_price == self.output_price == 0
        is_unpriced = not is_free and (not used or any(price is None for _, price in used))
        return Cost(sum(known, Decimal(0)) / _MILLION, int(is_unpriced))


@dataclass(frozen=True, slots=True)
class Cost:
    """What some model calls cost, as far as that is known."""

    dollars: Decimal = Decimal(0)
    """Of what has a price."""
    unpriced: int = 0
    """How many of the calls cost more than that, nobody knows how much."""

    def __add__(self, other: "Cost") -> "Cost":
        """Return what both cost together."""
        return Cost(self.dollars + other.dollars, self.unpriced + other.unpriced)

    @classmethod
    def read(cls, data: object) -> Self | None:
        """Return the cost an event holds, or None where it holds none."""
        fields = data if isinstance(data, dict) else {}
        dollars, unpriced = _price(fields.get("dollars")), fields.get("unpriced")
        if dollars is None or not isinstance(unpriced, int):
            return None
        return cls(Decimal(str(dollars)), unpriced)

    def as_data(self) -> dict[str, float | int]:
        """Return the cost as an event holds it."""
        return {"dollars": float(self.dollars), "unpriced": self.unpriced}


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of a model that it does not say itself."""

    name: str
    """For people, such as "provider/model-id"."""
    prices: Prices = Prices()
    context_window: int | None = None
    """Tokens it can read at once."""

    def as_data(self) -> dict[str, float | int]:
        """Return what is known, as fields of an event."""
        known = {field.name: getattr(self.prices, field.name) for field in fields(Prices)}
        known["context_window"] = self.context_window
        return {name: value for name, value in known.items() if value is not None}


def read_window(data: Mapping[str, Any]) -> int | None:
    """Return the context window among the fields of an event, if they hold one."""
    window = data.get("context_window")
    return window if type(window) is int and window > 0 else None


def _price(value: object) -> float | None:
    """Return a price as far as it is one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        price = float(value)
    except OverflowError:
        return None
    return price if 0 <= price < math.inf else None
