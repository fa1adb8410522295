"""Markdown and HTML: all that happened is in them, and nothing in them can act."""

from html.parser import HTMLParser

import pytest
from fake_run import Story, support_desk
from hostile import HOSTILE

from agents_core.history.run_history import RunHistory
from agents_core.run_events import RunEvent
from tui.exports.exported_run import ExportedRun, whole_run
from tui.exports.markdown import markdown
from tui.exports.page import page

ACTING = (
    '</pre></details><script>alert(1)</script><img src="http://evil.example/x" onerror=alert(2)>'
)


def run_of(events: list[RunEvent], title: str = "support.toml") -> ExportedRun:
    history = RunHistory()
    for event in events:
        history.append(event)
    return whole_run(history, None, title)


def hostile_run() -> ExportedRun:
    text = f"{HOSTILE}\n{ACTING}\n````\n![x](http://evil.example/y)\n```"
    story = Story()
    story.start_run(text, [{"name": "triage", "tools": [], "handoffs": []}])
    story.start_turn()
    story.say(text)
    story.call("look", "c1", f'{{"x": "{ACTING[:9]}"}}')
    story.end_turn(5)
    story.start_tool("look", "c1", "{}")
    story.end_tool("look", "c1", text, error=text)
    story.end_run(text)
    return run_of(story.events, title=ACTING)


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action")]


@pytest.mark.parametrize("write", [markdown, page])
def test_everything_that_happened_is_told(write: object) -> None:
    assert callable(write)
    run = run_of(support_desk())
    told = "\n".join(write(run))
    for item in run.items():
        words = item.text if item.kind == "message" else item.output or ""
        for line in words.splitlines():
            plain = line.strip(" |-#*`")
            if plain.isalnum():
                assert plain in told
    assert "web_search" in told.replace("\\", "")
    assert "upstream 504" in told
    assert "writer · turn" in told


def test_a_page_holds_no_tag_or_link_of_the_run() -> None:
    tags, plain = Tags(), Tags()
    tags.feed("".join(page(hostile_run())))
    plain.feed("".join(page(run_of(support_desk()))))
    assert set(tags.tags) <= set(plain.tags)
    assert tags.tags.count("script") == 1
    assert tags.links == []
    assert not [name for name in tags.attributes if name.startswith("on")]


def test_a_page_allows_its_own_script_alone() -> None:
    told = "".join(page(hostile_run()))
    policy = told.split('Content-Security-Policy" content="')[1].split('"')[0]
    assert policy.startswith("default-src 'none'")
    assert "script-src 'sha256-" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("write", [markdown, page])
def test_no_control_character_is_left(write: object) -> None:
    assert callable(write)
    told = "\n".join(write(hostile_run()))
    assert not [c for c in told if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0]
    assert "\u202e" not in told


def test_markdown_keeps_hostile_text_in_fences_or_unlocked() -> None:
    fence = ""
    for line in "\n".join(markdown(hostile_run())).split("\n"):
        if fence:
            fence = "" if line.strip() == fence else fence
        elif line.startswith("```"):
            fence = line[: len(line) - len(line.lstrip("`"))]
        else:
            assert "<script" not in line.replace("\\<", "")
            assert "![x]" not in line
    assert fence == ""
