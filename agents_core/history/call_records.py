"""CallRecord: one request to a model, from the question to what the answer cost."""

from collections.abc import Sequence
from dataclasses import replace

from agents_core.costs import Cost, Prices
from agents_core.history.tracks import Track
from agents_core.history.views import CallView, TokenCount


class CallRecord:
    """One model call; what was asked never changes, the answer is added once."""

    __slots__ = ("_prices", "created", "views")

    def __init__(self, asked: CallView, prices: Prices, created: Sequence[int]) -> None:
        """Begin with a call that has no answer yet, in a run with the `created` items."""
        self.views = Track(asked)
        self._prices = prices
        self.created = created
        """The `item.create` events of its run, those to come as well."""

    @property
    def number(self) -> int:
        """Its place among all calls."""
        return self.views.latest.number

    @property
    def window(self) -> int | None:
        """Tokens its model can read at once."""
        return self.views.latest.window

    def cost_of(self, tokens: TokenCount) -> Cost:
        """Return what it costs if it used `tokens`."""
        return self._prices.cost(tokens.input, tokens.cached, tokens.output)

    def end(self, seq: int, tokens: TokenCount, cost: Cost, status: str) -> None:
        """Let the answer be complete from event `seq` on."""
        before = self.views.latest
        after = replace(before, tokens=tokens, cost=cost, status=status, answered=seq)
        self.views.set(seq, after)
