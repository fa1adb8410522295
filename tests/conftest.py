"""Settings of the whole suite."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")  # a busy machine is slow and no reason to fail

os.environ["AGENT_TUI_CONFIG"] = os.devnull  # what the user has set is nothing to the tests


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist there are no workers
def pytest_xdist_auto_num_workers() -> int:
    """Two tests a core: whoever presses keys or waits for a process sleeps half of its time."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture
def runs_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this process write runs into a folder of the test's own, which need not exist yet."""
    monkeypatch.setenv("AGENT_TUI_RUNS_DIR", str(tmp_path / "runs"))
    return tmp_path / "runs"
