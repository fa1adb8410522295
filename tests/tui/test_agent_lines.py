"""What the Agents pane says, and that it fits."""

from dataclasses import replace
from decimal import Decimal

import pytest
from fake_run import support_desk

from agents_core.costs import Cost
from agents_core.history.run_history import RunHistory
from agents_core.history.views import RunView
from tui.drawing.agent_lines import agent_lines, tree
from tui.rendering.styled_line import line_cells, line_text


def desk() -> RunView:
    history = RunHistory()
    for event in support_desk():
        history.append(event)
    view = history.view(len(history))
    priced = [
        replace(agent, cost=Cost(Decimal("0.0241"), unpriced), context=78_000, window=128_000)
        for unpriced, agent in enumerate(view.agents)
    ]
    unknown = [
        replace(agent, cost=Cost(unpriced=agent.turns), window=None) for agent in view.agents[2:]
    ]
    return replace(view, agents=(*priced[:2], *unknown))


def test_an_agent_shows_its_time_tokens_cost_and_how_full_its_context_is() -> None:
    lines = [line_text(line) for line in agent_lines(desk(), 37)]
    assert lines[:4] == [
        "✓ triage           0:01  1.2k  $0.024",
        "   ctx ███████░░░░░  61% of 128k",
        "✓ research         0:10  3.8k ≥$0.024",
        "   ctx ███████░░░░░  61% of 128k",
    ]


def test_where_room_is_short_only_those_who_work_show_how_full_their_context_is() -> None:
    view = desk()
    first, second, *others = view.agents
    view = replace(view, agents=(first, replace(second, status="asked"), *others))
    lines = [line_text(line) for line in agent_lines(view, 33)]
    assert lines[:3] == [
        "✓ triage       0:01  1.2k  $0.024",
        "● research     0:10  3.8k ≥$0.024",
        "   ctx ███████░░░░░  61% of 128k",
    ]


def test_an_unknown_price_is_never_zero_and_an_unknown_window_shows_no_bar() -> None:
    lines = [line_text(line) for line in agent_lines(desk(), 37)]
    writer = next(line for line in lines if "writer" in line)
    assert "$?" in writer
    assert sum("ctx" in line for line in lines) == 2


def test_the_sums_stand_below() -> None:
    view = replace(desk(), tools_running=2, approvals=1)
    assert [line_text(line) for line in agent_lines(view, 33)][-2:] == [
        "2 tools running · 1 approval",
        "handoffs 1 · errors 1 · retries 1",
    ]


@pytest.mark.parametrize("width", [32, 36, 60, 120])
def test_the_lines_fit(width: int) -> None:
    assert max(line_cells(line) for line in agent_lines(desk(), width)) <= width


def test_a_nested_agent_hangs_under_the_agent_that_called_it() -> None:
    view = desk()
    triage, research, *others = view.agents
    first = replace(others[-1], name="editor", depth=1, parent=3, caller=triage.key)
    second = replace(first, name="speller", depth=2, parent=5, caller=first.key)
    third = replace(first, name="printer", parent=6)
    lost = replace(first, name="lost", parent=None, caller=None)
    drawn = tree((triage, research, first, second, third, lost))
    assert [f"{branch}{agent.name}" for agent, branch in drawn] == [
        "triage",
        "├─editor",
        "│ └─speller",
        "└─printer",
        "research",
        "└─lost",
    ]
