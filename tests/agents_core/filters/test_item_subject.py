"""Which items of a run a filter finds: asked of the run that the screen's tests show, too."""

import pytest
from fake_run import Story, support_desk

from agents_core.errors import FilterError
from agents_core.filters import RunItems, parse_filter
from agents_core.filters.item_subject import _FACTS, _FLAGS
from agents_core.filters.keys import FLAGS, KEYS
from agents_core.history.run_history import RunHistory


@pytest.fixture(scope="module")
def history() -> RunHistory:
    history = RunHistory()
    for event in support_desk():
        history.append(event)
    return history


def found(history: RunHistory, text: str, position: int | None = None) -> list[str]:
    """Return number and name of the items that `text` finds."""
    at = len(history) if position is None else position
    items, wanted = RunItems(history), parse_filter(text)
    subjects = (items.at(index, at) for index in range(history.item_count(at)))
    return [f"{s.item.index + 1} {s.item.name}" for s in subjects if wanted.matches(s)]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("kind:tool & (dur>2.5s | is:error)", ["7 web_search", "9 get_customer"]),
        ("kind:handoff", ["3 research"]),
        ("agent:write*", ["11 message"]),
        ("agent=Writer", []),
        ("agent:RESEARCH", []),
        ("tool:get_*", ["8 get_order", "9 get_customer"]),
        ("tool~^get", ["8 get_order", "9 get_customer"]),
        ("tool!=get_order tool:get_*", ["9 get_customer"]),
        ("turn=3", ["10 writer"]),
        ("depth>0", ["11 message"]),
        ("item<=2", ["1 input", "2 reasoning"]),
        ("status:failed", ["9 get_customer"]),
        ("status!=done", ["9 get_customer"]),
        ("t<500ms", ["1 input", "2 reasoning"]),
        ("tokens>=41", ["12 message"]),
        ("n:0", ["1 input"]),
        ("is:parallel", ["7 web_search", "8 get_order", "9 get_customer"]),
        ("is:nested", ["11 message"]),
        ("is:retry | is:handoff", ["3 research", "4 429"]),
        ("is:streaming", []),
        ("ttft<460ms turn:1", ["2 reasoning", "3 research", "11 message"]),
        ("in>1000 kind:message", ["6 message", "11 message", "12 message"]),
        ("out=88", ["12 message"]),
        ("is:cached turn:4", ["12 message"]),
        ("cost>$0.001 turn:4", ["12 message"]),
        ("cost>$0.01", []),
        ("model:de* turn:3", ["10 writer"]),
        ("finish!=completed", []),
        ("finish:completed turn:4", ["12 message"]),
        ("arg.query:A-*", ["8 get_order", "9 get_customer"]),
        ('arg.query~"refund.*eu"', ["7 web_search"]),
        ("arg.limit>4", ["7 web_search"]),
        ("arg.limit>5", []),
        ("arg.include:photos", ["8 get_order"]),
        ("arg.include.0:photos", []),
        ("arg.include.1:photos", ["8 get_order"]),
        ("out.lamp>=89.90", ["8 get_order"]),
        ("out.photos.*:*.jpg", ["8 get_order"]),
        ("out.nothing:x", []),
        ("text:lamp", ["1 input", "11 message", "12 message"]),
        ('"no return"', ["7 web_search"]),
        ("504", ["9 get_customer"]),
        ("timeouterror", ["9 get_customer"]),
        ("raw:function_call_arguments turn:3", ["10 writer"]),
        ("!kind:tool !kind:message !kind:reasoning", ["1 input", "3 research", "4 429"]),
    ],
)
def test_a_filter_finds_the_items_it_means(
    history: RunHistory, text: str, items: list[str]
) -> None:
    assert found(history, text) == items


def test_an_item_is_judged_as_it_was_at_the_position(history: RunHistory) -> None:
    failed = next(p for p in range(len(history) + 1) if found(history, "is:error", p))
    assert history.event(failed - 1).type == "tool.end"
    assert found(history, "is:error", failed) == ["9 get_customer"]
    assert found(history, "status:running", failed) == ["7 web_search"]
    assert found(history, "dur>1.9s !is:error", failed) == ["7 web_search"]


def test_marks_come_from_whoever_keeps_them(history: RunHistory) -> None:
    items, wanted = RunItems(history, lambda index: index == 4), parse_filter("is:marked")
    assert [i for i in range(12) if wanted.matches(items.at(i, len(history)))] == [4]


def test_a_tool_of_a_server_is_found_by_it() -> None:
    story, history = Story(), RunHistory()
    story.start_run("?", [])
    story.happen("mcp.connect", server="billing", tools=["issue_refund"], seconds=0.1)
    story.happen("tool.start", call_id="c1", name="issue_refund", arguments='{"amount": "129.90"}')
    for event in story.events:
        history.append(event)
    assert found(history, "server:billing") == ["2 issue_refund"]
    assert found(history, "tool:issue_refund & arg.amount>100") == ["2 issue_refund"]


def test_a_pattern_that_takes_for_ever_is_stopped() -> None:
    story, history = Story(), RunHistory()
    story.start_run("a" * 60 + "b", [])
    history.append(story.events[0])
    with pytest.raises(FilterError, match="takes too long"):
        found(history, 'text~"(a|aa)+[xy]"')


def test_every_key_and_flag_of_the_reference_can_be_asked() -> None:
    plain = {key.name for key in KEYS.values() if key.values not in ("text", "json", "flag")}
    assert (set(_FACTS), set(_FLAGS)) == (plain, set(FLAGS))


def test_the_examples_of_the_reference_mean_something() -> None:
    assert [str(parse_filter(key.example)) for key in KEYS.values()]
