"""[models.*] settings.retry: when failed calls are made again."""

from pathlib import Path

import pytest

from agents_core import RetryPolicyContext
from agents_core.agents.model_retries import ModelRetryNormalizedError
from agents_core.config import ConfigError, load_config
from agents_core.config.build import build_run

CONFIG = """
version = 1
[run]
input = "Hello."
[agents.a]
model = "scripted/x"
model_settings = {{ timeout = 20.0, retry = {{ {retry} }} }}
"""


def write(folder: Path, retry: str) -> Path:
    file = folder / "agents.toml"
    file.write_text(CONFIG.format(retry=retry))
    return file


def refused(status: int) -> RetryPolicyContext:
    facts = ModelRetryNormalizedError(status_code=status)
    return RetryPolicyContext(ValueError(), 1, 2, True, facts)


async def test_a_call_is_made_again_as_the_table_says(tmp_path: Path) -> None:
    file = write(tmp_path, "max_retries = 2, statuses = [418], initial_delay = 0.5")
    settings = build_run(load_config(file)).agent.model_settings
    assert settings.timeout == 20
    assert settings.retry is not None
    assert (await settings.retry.decide(refused(418))).retry
    assert not (await settings.retry.decide(refused(400))).retry
    assert 0.4 < settings.retry.backoff.delay(1) < 0.6  # type: ignore[union-attr]  # set above


def test_a_retry_says_how_often(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match='needs "max_retries"'):
        load_config(write(tmp_path, "statuses = [500]"))
