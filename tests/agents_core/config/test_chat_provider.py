"""Providers that speak chat completions, from the file to the model."""

from pathlib import Path

import pytest

from agents_core.config import load_config
from agents_core.config.build import build_run
from agents_core.models.chat_model import OpenAIChatCompletionsModel

CHAT = '[providers.p]\nkind = "openai"\napi = "chat_completions"\nkeyless = true\n'


@pytest.mark.parametrize(
    ("model", "tables", "host"),
    [
        ("ollama/qwen3:8b", "", "localhost"),
        ("p/m", CHAT + 'base_url = "http://vllm.invalid/v1"\n', "vllm.invalid"),
    ],
)
def test_a_chat_provider_gets_a_chat_model(
    model: str, tables: str, host: str, tmp_path: Path
) -> None:
    file = tmp_path / "agents.toml"
    file.write_text(f'version = 1\n[run]\ninput = "Hi"\n[agents.a]\nmodel = "{model}"\n{tables}')
    built = build_run(load_config(file, environ={})).agent.model
    assert isinstance(built, OpenAIChatCompletionsModel)
    assert (built.model, built._client.base_url.host) == (model.partition("/")[2], host)
