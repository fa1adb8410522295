"""Token counts add up."""

from agents_core.usage import InputTokensDetails, OutputTokensDetails, RequestUsage, Usage


def one_request(tokens: int) -> Usage:
    return Usage(
        requests=1,
        input_tokens=tokens,
        input_tokens_details=InputTokensDetails(cached_tokens=1),
        output_tokens=tokens,
        output_tokens_details=OutputTokensDetails(reasoning_tokens=2),
        total_tokens=2 * tokens,
    )


def test_adding_sums_every_count() -> None:
    total = one_request(10)
    total.add(one_request(5))
    assert (total.requests, total.input_tokens, total.output_tokens) == (2, 15, 15)
    assert total.total_tokens == 30
    assert total.input_tokens_details.cached_tokens == 2
    assert total.output_tokens_details.reasoning_tokens == 4


def test_each_request_with_tokens_leaves_an_entry() -> None:
    total = Usage()
    total.add(one_request(10))
    total.add(Usage(requests=1))
    total.add(one_request(5))
    entries = [entry.input_tokens for entry in total.request_usage_entries]
    assert entries == [10, 5]


def test_entries_of_a_nested_run_are_kept_apart() -> None:
    nested = Usage()
    nested.add(one_request(1))
    nested.add(one_request(2))
    outer = Usage()
    outer.add(nested)
    assert [type(entry) for entry in outer.request_usage_entries] == [RequestUsage, RequestUsage]


def test_adding_leaves_the_other_usage_alone() -> None:
    other, total = one_request(3), Usage()
    total.add(other)
    total.add(other)
    assert other == one_request(3)
