"""Two requests compared: the marks, and that nothing is left out."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from agents_core.received.difference import Difference, difference
from agents_core.received.entries import item_entries, offer_entries, setting_entries
from agents_core.received.request_reader import Received


def received(*items: Any, **request: Any) -> Received:
    return Received(
        input=item_entries(1, {"input": list(items)}),
        offers=tuple(offer_entries(1, request)),
        settings=tuple(setting_entries(1, request)),
        is_continued="previous_response_id" in request,
    )


def said(role: str, words: str) -> dict[str, str]:
    return {"role": role, "content": words}


def output(call_id: str, words: str) -> dict[str, str]:
    return {"type": "function_call_output", "call_id": call_id, "output": words}


def marks(found: list[Difference]) -> list[str]:
    return [f"{each.mark} {each.entry.preview or each.entry.name}" for each in found]


def test_what_was_sent_before_is_kept_and_the_rest_is_added() -> None:
    before = received(said("user", "a"))
    assert marks(difference(before, received(said("user", "a"), said("assistant", "b")))) == [
        "kept a",
        "added b",
    ]


def test_what_a_filter_took_out_of_the_middle_is_removed_where_it_stood() -> None:
    before = received(said("user", "a"), output("c1", "secret"), said("assistant", "b"))
    now = received(said("user", "a"), said("assistant", "b"))
    assert marks(difference(before, now)) == ["kept a", "removed secret", "kept b"]


def test_an_output_that_was_cut_is_changed_and_known_by_its_call() -> None:
    [found] = difference(received(output("c1", "long" * 9)), received(output("c1", "long")))
    assert (found.mark, found.entry.preview) == ("changed", "long")
    assert found.was is not None and found.was.size > found.entry.size


def test_equal_entries_are_told_apart_by_their_number() -> None:
    yes = said("user", "yes")
    assert marks(difference(received(yes), received(yes, yes))) == ["kept yes", "added yes"]


def test_tools_are_compared_by_name_and_settings_are_listed_where_they_differ() -> None:
    before = received(
        tools=[{"name": "a"}, {"name": "b", "description": "old"}, {"name": "c"}],
        settings={"temperature": 0, "top_p": 1},
    )
    now = received(
        tools=[{"name": "b", "description": "new"}, {"name": "a"}, {"name": "d"}],
        settings={"temperature": 1, "top_p": 1},
    )
    assert [(each.mark, each.entry.name) for each in difference(before, now)] == [
        ("changed", "b"),
        ("kept", "a"),
        ("added", "d"),
        ("removed", "c"),
        ("changed", "temperature"),
    ]


def test_what_the_provider_keeps_is_not_called_removed() -> None:
    now = received(said("user", "b"), previous_response_id="r1")
    found = difference(received(said("user", "a")), now)
    assert marks(found) == ["added b", "added r1"]


WORDS = st.lists(st.sampled_from("abcde"), max_size=12)


@given(WORDS, WORDS)
def test_nothing_is_left_out_and_the_order_is_that_of_this_call(old: str, new: str) -> None:
    before = received(*(output(word, word) for word in old))
    now = received(*(output(word, word) for word in new))
    found = difference(before, now)
    assert [f.entry.preview for f in found if f.mark != "removed"] == list(new)
    others = [f.entry.preview for f in found if f.mark != "added"]
    assert sorted(others) == sorted(old)


@given(st.lists(st.integers(0, 50), unique=True), st.lists(st.integers(0, 50), unique=True))
def test_the_longest_common_part_is_kept(old: list[int], new: list[int]) -> None:
    before = received(*({"n": n, "call_id": f"old {n}"} for n in old))
    now = received(*({"n": n, "call_id": f"old {n}"} for n in new))
    kept = sum(found.mark == "kept" for found in difference(before, now))
    assert kept >= longest_common(old, new)


def longest_common(old: list[int], new: list[int]) -> int:
    lengths = [0] * (len(new) + 1)
    for a in old:
        row = [0]
        for at, b in enumerate(new):
            row.append(lengths[at] + 1 if a == b else max(row[at], lengths[at + 1]))
        lengths = row
    return lengths[-1]
