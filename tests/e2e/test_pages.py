"""Pages in a real browser: the screen, and an exported run."""

import os
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from browser import PATIENCE_S, PageTerminal, browser, log_of, needs_browser
from fake_run import support_desk
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from agents_core.recording import RunHeader
from tui.exports.exported_run import read_whole_run
from tui.exports.page import page

ROOT = Path(__file__).parents[2]

pytest.importorskip("textual_serve", reason="needs the extra [web]")


@contextmanager
def served(folder: Path, *command: str) -> Iterator[str]:
    """Run `agent-tui serve` and return its address."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "AGENT_TUI_RUNS_DIR": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "tui", "serve", "--port", port, *command],
        stdout=subprocess.PIPE,
        cwd=folder,
        env=environment,
    )
    try:
        assert process.stdout is not None
        assert select.select([process.stdout], [], [], PATIENCE_S)[0]
        found = re.search(rb"http://\S+", process.stdout.readline())
        assert found is not None
        yield found[0].decode()
    finally:
        process.terminate()
        process.communicate()


@needs_browser
def test_a_page_shows_a_live_run_and_answers_keys(tmp_path: Path) -> None:
    with served(tmp_path, "run", str(ROOT / "agents.toml")) as address, browser() as chrome:
        chrome.get(address)
        terminal = PageTerminal(chrome)
        terminal.wait_for(lambda text: "● LIVE" in text and "researcher" in text)
        keyboard = chrome.find_element(By.CLASS_NAME, "xterm-helper-textarea")
        keyboard.send_keys(" ")
        terminal.wait_for(lambda text: "PAUSED" in text)
        keyboard.send_keys("F")
        terminal.wait_for(lambda text: "● LIVE" in text and "PAUSED" not in text)
        assert {url.split("/")[2] for url in terminal.requests} == {address.split("/")[2]}
    (file,) = tmp_path.glob("*.jsonl")
    assert b'"type":"run.end"' in file.read_bytes().splitlines()[-1]


def test_only_the_printed_address_is_answered(tmp_path: Path) -> None:
    def status(url: str, **headers: str) -> int:
        try:
            return int(urlopen(Request(url, headers=headers)).status)
        except HTTPError as error:
            with error:
                return error.code

    with served(tmp_path, "run", str(ROOT / "agents.toml")) as address:
        assert status(address) == 200
        assert status("/".join(address.split("/")[:3]) + "/") == 404
        assert status(address, Host="evil.example") == 403
        assert status(f"{address}ws", Origin="http://evil.example") == 403
    assert not list(tmp_path.glob("*.jsonl"))


@needs_browser
def test_an_exported_page_finds_words_and_runs_nothing_else(tmp_path: Path) -> None:
    title = "<script>document.title='x'</script>"
    header = RunHeader("r1", "2026-11-23T14:03:05.000000+00:00", title)
    run_file, html = tmp_path / "r1.jsonl", tmp_path / "run.html"
    lines = [header.line, *(event.line for event in support_desk())]
    run_file.write_bytes(b"\n".join(lines) + b"\n")
    html.write_text("".join(page(read_whole_run(run_file))), "utf-8")
    with browser() as chrome:
        chrome.get(html.as_uri())
        articles = chrome.find_elements(By.TAG_NAME, "article")
        ActionChains(chrome).send_keys("/upstream 504").perform()
        shown = [each for each in articles if each.is_displayed()]
        assert len(articles) > len(shown) > 0
        assert all("upstream 504" in each.text for each in shown)
        assert chrome.title == title
        assert [entry for entry in log_of(chrome, "browser") if entry["level"] == "SEVERE"] == []
