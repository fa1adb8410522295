"""HTTP tools, against a real server of our own."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from agents_core import FunctionTool, RunConfig, ToolContext
from agents_core.errors import ToolTimeoutError, UserError
from agents_core.outputs.output_files import OutputFolder
from agents_core.tools.function_tool import invoke_function_tool
from agents_core.tools.http_tool import HttpError, HttpSpec, http_tool

PARAMETERS = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "count": {"type": "integer"}},
}


class Api(BaseHTTPRequestHandler):
    """Answers with what it was asked, or as the path says."""

    release = threading.Event()

    def do_GET(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(length).decode()
        if self.path == "/slow":
            self.release.wait(10)
        status = {"/missing": 404, "/moved": 302}.get(self.path, 200)
        if self.path == "/long":
            answer = b"x" * 50 + b"\n" + b"token-123"
        else:
            said = {"path": self.path, "method": self.command, "body": body}
            answer = json.dumps(said | {"headers": dict(self.headers)}).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("location", "http://elsewhere.example/")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def api() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        Api.release.set()
        server.shutdown()
        thread.join()
        Api.release.clear()


def tool(spec: HttpSpec, **options: Any) -> FunctionTool:
    return http_tool("api", "An API.", PARAMETERS, spec, **options)


async def call(
    tool: FunctionTool, config: RunConfig | None = None, **arguments: Any
) -> tuple[str, ToolContext[Any]]:
    context: ToolContext[Any] = ToolContext(
        None, tool_name="api", tool_call_id="c1", tool_arguments="", run_config=config
    )
    return await invoke_function_tool(tool, context, json.dumps(arguments)), context


async def test_arguments_fill_the_places_of_a_request(api: str) -> None:
    spec = HttpSpec(
        f"{api}/orders/{{{{ id }}}}",
        "POST",
        headers={"x-id": "{{ id }}"},
        secret_headers={"authorization": "Bearer s"},
        query={"n": "{{ count }}"},
        body={"id": "order {{ id }}", "count": "{{ count }}"},
    )
    said = json.loads((await call(tool(spec), id="7", count=2))[0])
    assert (said["method"], said["path"]) == ("POST", "/orders/7?n=2")
    assert json.loads(said["body"]) == {"id": "order 7", "count": 2}
    assert said["headers"]["x-id"] == "7"
    assert said["headers"]["authorization"] == "Bearer s"


@pytest.mark.parametrize("id_", ["../admin", "..", ".", "a?b=c", "a#b", "@evil.example", "a b"])
async def test_an_argument_in_a_url_stays_one_segment(api: str, id_: str) -> None:
    said = json.loads((await call(tool(HttpSpec(f"{api}/orders/{{{{ id }}}}/x")), id=id_))[0])
    assert said["path"].startswith("/orders/")
    assert said["path"].endswith("/x")
    assert said["path"].count("/") == 3


async def test_a_query_whose_argument_is_absent_is_left_out(api: str) -> None:
    said = json.loads((await call(tool(HttpSpec(f"{api}/", query={"n": "{{ count }}"}))))[0])
    assert said["path"] == "/"


async def test_a_status_that_means_failure_is_told_with_the_answer(api: str) -> None:
    output, context = await call(tool(HttpSpec(f"{api}/missing")))
    assert isinstance(context.error, HttpError)
    assert "answered 404 Not Found" in output
    assert '"path": "/missing"' in output


async def test_redirects_are_told_and_not_followed(api: str) -> None:
    output, _ = await call(tool(HttpSpec(f"{api}/moved")))
    assert "answered 302 Found to http://elsewhere.example/, which is not followed" in output


async def test_a_server_that_is_not_there_is_a_clear_error() -> None:
    output, context = await call(tool(HttpSpec("http://127.0.0.1:1/x")))
    assert isinstance(context.error, HttpError)
    assert output.startswith("GET http://127.0.0.1:1/x failed: ")


async def test_a_slow_server_is_given_up(api: str) -> None:
    output, context = await call(tool(HttpSpec(f"{api}/slow"), timeout=0.1))
    assert isinstance(context.error, ToolTimeoutError)
    assert "timed out after 0.1 seconds" in output


async def test_a_long_answer_is_cut_and_kept_whole_without_secrets(
    api: str, tmp_path: Path
) -> None:
    folder = OutputFolder(tmp_path / "out", lambda text: text.replace("token-123", "[masked]"))
    spec = HttpSpec(f"{api}/long", max_output=10)
    output, context = await call(tool(spec), RunConfig(outputs=folder))
    (file,) = context.output_files
    assert output.startswith("x" * 10 + "\n[50 more bytes were left out; all of it: ")
    assert text_and_mode(file) == ("x" * 50 + "\n[masked]", 0o600)


def text_and_mode(file: str) -> tuple[str, int]:
    return Path(file).read_text(), Path(file).stat().st_mode & 0o777


@pytest.mark.parametrize("url", ["{{ id }}", "http://{{ id }}/", "http://x{{ id }}/", "ftp://x/"])
def test_the_model_never_chooses_the_host(url: str) -> None:
    with pytest.raises(UserError, match="host of its own"):
        tool(HttpSpec(url))


def test_a_place_without_a_parameter_is_refused() -> None:
    with pytest.raises(UserError, match="'what', which is no parameter"):
        tool(HttpSpec("http://x.example/", body={"a": ["{{ what }}"]}))
