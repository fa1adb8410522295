"""What calls cost: exact, and never less unknown than it is."""

from decimal import Decimal

import pytest

from agents_core.costs import Cost, ModelCard, Prices

GPT = Prices(input_price=1.25, cached_input_price=0.125, output_price=10.0)


def test_cached_input_has_a_price_of_its_own() -> None:
    assert GPT.cost(1_000_000, 400_000, 50_000) == Cost(Decimal("1.3"))
    assert Prices(1.25, None, 10.0).cost(1_000_000, 400_000, 0) == Cost(Decimal("1.25"))


def test_ten_times_a_tenth_is_one() -> None:
    calls = [Prices(0.1, None, 0.0).cost(1_000_000, 0, 1)] * 10
    assert sum(calls, Cost()) == Cost(Decimal(1))


@pytest.mark.parametrize(
    ("prices", "tokens", "cost"),
    [
        (Prices(), (10, 0, 5), Cost(Decimal(0), 1)),
        (Prices(input_price=2.0), (500_000, 0, 5), Cost(Decimal(1), 1)),
        (Prices(input_price=2.0), (500_000, 0, 0), Cost(Decimal(1), 0)),
        (Prices(0.0, None, 0.0), (10, 0, 5), Cost()),
    ],
)
def test_tokens_without_a_price_make_the_cost_a_lower_bound(
    prices: Prices, tokens: tuple[int, int, int], cost: Cost
) -> None:
    assert prices.cost(*tokens) == cost


def test_a_call_whose_tokens_nobody_reported_is_unpriced_unless_the_model_is_free() -> None:
    assert GPT.cost(0, 0, 0) == Cost(unpriced=1)
    assert Prices(0.0, None, 0.0).cost(0, 0, 0) == Cost()


def test_what_an_event_says_of_a_model_is_read_back() -> None:
    data = ModelCard("openai/gpt-5", GPT, 400_000).as_data()
    assert data == {
        "input_price": 1.25,
        "cached_input_price": 0.125,
        "output_price": 10.0,
        "context_window": 400_000,
    }
    assert Prices.read(data) == GPT
    assert ModelCard("some", Prices(output_price=0.0)).as_data() == {"output_price": 0.0}


@pytest.mark.parametrize("junk", [None, True, "1", -1, float("nan"), float("inf"), 10**400, [1]])
def test_what_is_no_price_is_no_price(junk: object) -> None:
    assert Prices.read({"input_price": junk}) == Prices()


def test_a_cost_is_read_back_from_its_event() -> None:
    cost = Cost(Decimal("0.0312"), 2)
    assert Cost.read(cost.as_data()) == cost
    assert [Cost.read(junk) for junk in (None, 3, {"dollars": "1"}, {"dollars": 1.0})] == [None] * 4
