"""What Inspect says of an item: arguments by the schema, output at the cursor, lineage."""

from fake_run import Story, agent_card, seq_of, support_desk
from scenes import scene_of

from agents_core.history.views import ItemView
from tui.drawing.inspection import Face, inspect
from tui.rendering.styled_line import line_text
from tui.scene import Scene, Selection

EVENTS = support_desk()


def lines(scene: Scene, name: str, face: Face = "Pretty") -> list[str]:
    """Return the lines of the first item called `name`."""
    return [line_text(line) for line in inspect(scene, Selection(item(scene, name).index), face)]


def item(scene: Scene, name: str) -> ItemView:
    items = scene.history.items(scene.view.position)
    return next(one for one in items if one.name == name)


def test_arguments_say_what_each_value_had_to_be_and_what_has_not_come() -> None:
    scene = scene_of(EVENTS, seq_of(EVENTS, "fc_c2", 3))
    assert lines(scene, "get_order")[3:5] == [
        'args     query: "A-10▌   … string',
        '         include: ·   required, ("items" | "photos" | "notes")[] - not received yet',
    ]
    assert lines(scene, "web_search")[3:5] == [
        'args     query: "refund policy for damaged goods EU"   ✓ string',
        "         limit: 5   ✓ integer 1..20",
    ]


def test_at_a_past_cursor_the_output_says_when_it_arrives() -> None:
    running = seq_of(EVENTS, '"type":"tool.start"', 1) + 1
    assert [line.strip() for line in lines(scene_of(EVENTS, running), "get_order")[8:11]] == [
        "output   running 0.0 s",
        "not yet at this point of the run",
        "(arrives at 0:05.5; :0:05.5 goes there)",
    ]
    text = "\n".join(lines(scene_of(EVENTS[:running]), "get_order"))
    assert "running 0.0 s" in text
    assert "arrives" not in text


def test_a_running_tool_is_compared_with_its_earlier_calls_in_this_run() -> None:
    story = Story()
    story.start_run("go", [agent_card("triage", tools=["web_search"])])
    for call, seconds in (("c1", 1.0), ("c2", 3.0), ("c3", 0.0)):
        story.start_turn()
        story.call("web_search", call, '{"query": "a"}')
        story.end_turn(1)
        story.start_tool("web_search", call, '{"query": "a"}')
        if seconds:
            story.wait(seconds)
            story.end_tool("web_search", call, "found")
    scene = scene_of(story.events)
    last = scene.view.items - 1
    text = "\n".join(line_text(line) for line in inspect(scene, Selection(last), "Pretty"))
    assert "running 0.0 s   (its 2 earlier calls in this run: 2.0 s)" in text


def test_timing_stands_in_one_line() -> None:
    timing = next(line for line in lines(scene_of(EVENTS), "get_order") if "timing" in line)
    assert timing == "timing   args 550 ms · queue 200 ms · exec 1.2 s   began at 0:03.6"


def test_lineage_tells_where_a_call_comes_from_and_who_received_its_output() -> None:
    assert lines(scene_of(EVENTS), "web_search", "Lineage")[3:] == [
        "agent    research   turn 2",
        "handoffs triage → research (0:01.0)",
        "cause    model call of research, turn 2   demo   0:01.0   event 28",
        "beside   ✓ reasoning   research   item 5   0:01.9   event 31",
        "         ✓ message   research   item 6   0:02.4   event 45",
        "         ✓ get_order   research   item 8   0:03.6   event 74",
        "         ✗ get_customer   research   item 9   0:04.1   event 88",
        "nested   no nested run",
        "next use model call of research, turn 3   demo   0:07.5   event 107",
    ]


def test_lineage_of_nested_runs_goes_both_ways() -> None:
    scene = scene_of(EVENTS)
    assert "nested   ✓ message   writer   item 11" in "\n".join(lines(scene, "writer", "Lineage"))
    nested = next(one for one in scene.history.items(scene.view.position) if one.agent == "writer")
    said = [line_text(line) for line in inspect(scene, Selection(nested.index), "Lineage")]
    assert said[-2].startswith("within   ✓ writer   research   item 10")
    assert said[-1].startswith("next use output of ✓ writer   research   item 10")


def test_lineage_at_a_past_cursor_says_nothing_of_what_comes_later() -> None:
    scene = scene_of(EVENTS, seq_of(EVENTS, '"type":"tool.start"') + 1)
    assert lines(scene, "web_search", "Lineage")[-1] == "next use no output yet"


def test_items_that_no_model_made_have_a_lineage_too() -> None:
    scene = scene_of(EVENTS)
    for one in scene.history.items(scene.view.position):
        assert inspect(scene, Selection(one.index), "Lineage")


def test_timing_says_what_the_model_call_behind_an_item_used_and_cost() -> None:
    before, after = (
        lines(scene_of(EVENTS, seq_of(EVENTS, '"model.end"', 1) - ago), "get_order", "Timing")[-2:]
        for ago in (1, 0)
    )
    assert before == ["call     2 of 2   demo", "cost     not answered yet"]
    assert after == [
        "tokens   in 1 200   cached 600   out 61   reasoning 12",
        "cost     $0.001",
    ]
