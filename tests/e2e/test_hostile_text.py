"""What models, tools and files say acts on nothing: checked on the bytes themselves."""

import json
from pathlib import Path
from typing import Any

import pytest
from hostile import HOSTILE, MARK, smuggled
from recorded_streams import agent_tui
from sse_server import Reply, SseServer
from terminal import Terminal

LONG_LINE = "x" * 1_000_000 + HOSTILE
TITLE = "evil\x1b]0;PWNED\x07\u202e.toml"
"""The name of a configuration, which is the title of its run."""


def event(type: str, **fields: Any) -> bytes:
    return b"data: " + json.dumps({"type": type, **fields}).encode() + b"\n\n"


def response(*items: dict[str, Any]) -> Reply:
    """Answer with whole items, streamed as their deltas and their ends."""
    body = event("response.created", response={"id": "resp_1", "output": []})
    for place, item in enumerate(items):
        body += event("response.output_item.added", output_index=place, item=_begun(item))
        body += _delta(place, item)
        body += event("response.output_item.done", output_index=place, item=item)
    done = {"id": "resp_1", "status": "completed", "output": list(items)}
    return Reply(body + event("response.completed", response=done), chunk_size=1000)


def _begun(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, **{key: [] for key in ("content", "summary") if key in item}}


def _delta(place: int, item: dict[str, Any]) -> bytes:
    match item["type"]:
        case "message":
            kind, text = "response.output_text.delta", item["content"][0]["text"]
            return event(kind, output_index=place, content_index=0, item_id="i", delta=text)
        case "reasoning":
            kind, text = "response.reasoning_summary_text.delta", item["summary"][0]["text"]
            return event(kind, output_index=place, summary_index=0, item_id="i", delta=text)
        case "mcp_call":
            kind, text = "response.mcp_call_arguments.delta", item["arguments"]
            return event(kind, output_index=place, item_id="i", delta=text)
    kind = "response.function_call_arguments.delta"
    return event(kind, output_index=place, item_id="i", delta=item["arguments"])


def message(text: str) -> dict[str, Any]:
    content = [{"type": "output_text", "text": text, "annotations": []}]
    return {"type": "message", "id": "m", "role": "assistant", "content": content}


def reasoning(text: str) -> dict[str, Any]:
    return {"type": "reasoning", "id": "r", "summary": [{"type": "summary_text", "text": text}]}


def call(name: str, arguments: str) -> dict[str, Any]:
    parts = {"id": "f", "call_id": f"{name}-{len(arguments)}{HOSTILE}", "status": "completed"}
    return {"type": "function_call", "name": name, "arguments": arguments, **parts}


def remote_call(name: str, arguments: str, output: str) -> dict[str, Any]:
    """A call the provider made itself, so that its tool can have any name."""
    parts = {"id": "mcp_1", "server_label": HOSTILE, "output": output, "error": None}
    return {"type": "mcp_call", "name": name, "arguments": arguments, **parts}


def config(base_url: str) -> str:
    """An agents.toml that is hostile where a file can be; JSON strings are TOML strings."""
    say = json.dumps(f"import sys; print({HOSTILE!r}); sys.exit({HOSTILE!r})")
    say = say.replace("\\u007f", "\\u007F")
    return (
        f'version = 1\n[run]\nagent = "main"\ninput = {_toml(HOSTILE)}\nmodel = "local/x"\n'
        f'[providers.local]\nkind = "openai"\nbase_url = "{base_url}"\nkeyless = true\n'
        f"max_retries = 0\n[agents.main]\nname = {_toml(HOSTILE)}\n"
        f'tools = ["echo", "fail"]\n'
        f'[tools.echo]\nkind = "command"\ndescription = {_toml(HOSTILE)}\n'
        'command = ["{{ python }}", "-c", "import sys; print(sys.argv[1])", "{{ text }}"]\n'
        'parameters = { type = "object", properties = { text = { type = "string" } } }\n'
        f'[tools.fail]\nkind = "command"\ncommand = ["{{{{ python }}}}", "-c", {say}]\n'
        'parameters = { type = "object", additionalProperties = true }\n'
    )


def _toml(text: str) -> str:
    return json.dumps(text).replace("\x7f", "\\u007f")


def replies() -> list[Reply]:
    said = json.dumps({"text": HOSTILE.replace("\0", ""), HOSTILE: [HOSTILE]})
    refusal = json.dumps({"error": {"message": HOSTILE, "code": HOSTILE}}).encode()
    return [
        response(reasoning(HOSTILE), message(HOSTILE), call("echo", said), call("fail", said)),
        response(
            remote_call(f"{MARK}\x1b[8m{MARK}\x1b[1;1H{HOSTILE}", said, HOSTILE),
            message(f"{LONG_LINE}\n```{HOSTILE}\n{HOSTILE}\n```\n"),
            call("echo", HOSTILE),
        ),
        Reply(refusal, 400, {"content-type": "application/json"}),
    ]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a hostile run that was watched as text, as a run file."""
    folder = tmp_path_factory.mktemp("hostile")
    with SseServer(replies()) as server:
        (folder / TITLE).write_text(config(server.base_url))
        done = agent_tui("run", TITLE, cwd=folder)
    (folder / "stdout").write_bytes(done.stdout)
    (folder / "stderr").write_bytes(done.stderr)
    assert done.returncode == 1, done.stderr.decode()
    return folder


@pytest.mark.parametrize("sequence", ["\x1b[8m", "\x1b[1;1H", "\x1b[31m", "\x1b[0m\x1b[3;4H"])
@pytest.mark.parametrize("is_screen", [True, False])
def test_one_sequence_inside_a_text_is_noticed(sequence: str, is_screen: bool) -> None:
    drawn = f"\x1b[2;38;5;8mname\x1b[0m  \x1b[1m{MARK}{sequence}{MARK}\x1b[0m"
    assert smuggled(drawn.encode(), is_screen=is_screen)
    assert smuggled(f"{sequence}{MARK}".encode(), is_screen=True) == (
        ["b'\\x1b[8m'"] if "8m" in sequence else []
    )


def test_what_a_screen_is_drawn_with_is_fine() -> None:
    drawn = f"\x1b[3;4H\x1b[1;38;5;8;48;2;5;6;8m{MARK}\x1b[0m \x1b[4;4H\x1b[2m{MARK}\x1b[0m"
    assert smuggled(drawn.encode(), is_screen=True) == []


def test_text_output_is_only_text(home: Path) -> None:
    said = (home / "stderr").read_bytes()
    assert said.count(MARK.encode()) > 20
    assert smuggled(said) == smuggled((home / "stdout").read_bytes()) == []


@pytest.mark.parametrize("arguments", [("show", "last"), ("runs",), ("replay", "last")])
def test_what_is_printed_of_a_run_is_only_text(home: Path, arguments: tuple[str, ...]) -> None:
    done = agent_tui(*arguments, cwd=home)
    assert done.returncode == 0 and MARK in done.stdout.decode()
    assert smuggled(done.stdout) == smuggled(done.stderr) == []


def test_complaints_about_a_file_are_only_text(tmp_path: Path) -> None:
    (tmp_path / TITLE).write_text(
        f"version = 1\n[run]\nagent = {_toml(HOSTILE)}\n[agents.{_toml(HOSTILE)}]\n"
        f"{_toml(HOSTILE)} = 1\n[agents.a]\nmodel = {_toml('no/' + HOSTILE)}\n"
    )
    for arguments in (("validate", TITLE), ("run", TITLE), ("run", HOSTILE.replace("\0", ""))):
        done = agent_tui(*arguments, cwd=tmp_path)
        assert done.returncode == 2 and MARK in done.stderr.decode() + done.stdout.decode()
        assert smuggled(done.stdout) == smuggled(done.stderr) == []


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_no_pane_dialog_or_notification_lets_text_act(home: Path, columns: int, rows: int) -> None:
    with SseServer(replies()) as server:
        (home / TITLE).write_text(config(server.base_url))
        with Terminal("run", TITLE, cwd=home, columns=columns, rows=rows) as terminal:
            terminal.wait_for("FAILED", MARK)
            walk(terminal)
            terminal.press("q")
            assert (terminal.exit_code(), terminal.left_on) == (1, set())
            assert smuggled(bytes(terminal.raw), is_screen=True) == []
    assert terminal.raw.count(b"\x1b[?1049l") == 1, "text left the alternate screen"


def walk(terminal: Terminal) -> None:
    """Look at items in every pane, and type what is hostile."""
    terminal.press("tab", "tab")
    terminal.wait_for("1 Agents")
    terminal.press("2")
    terminal.wait_for("2 Events", "T echo", "T fail")
    for face in ("Raw", "Schema", "Timing", "Lineage", "Pretty"):
        terminal.press("p", "g", *"jjjjjjjj", "enter")
        terminal.wait_for(f"[{face}]")
        terminal.press("g", "ctrl+d", "ctrl+d", "2")
        terminal.wait_for("T echo", "T fail")
    for sign, hint, text, answer in (
        ("/", "text to find", f"zz{MARK}\u202e", "not found"),
        ("/", "text to find", MARK, "n next"),
        (":", "1m30s", f"\u202e{MARK}", "cannot seek"),
    ):
        terminal.press(sign)
        terminal.wait_for(hint)
        terminal.press(text, "enter")
        terminal.wait_for(answer)
    terminal.press("escape")
    terminal.wait_for("? help")
    terminal.press("?")
    terminal.wait_for("Keys")
    terminal.press("escape")
    terminal.wait_for("2 Events", without="Keys")
    terminal.press("2", "g", "j", "o")
    terminal.wait_for("item.added")
