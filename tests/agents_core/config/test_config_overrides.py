"""The command line's values are checked like the file's, and blamed on the option."""

from pathlib import Path

import pytest

from agents_core.config import ConfigError, LoadedConfig, Overrides, load_config
from agents_core.config.schema import ScriptedProvider

TEXT = """
version = 1
[run]
agent = "a"
model = "scripted/x"
input = "Hello {{ vars.who }}"
[vars]
who = "world"
[agents.a]
handoffs = ["b"]
[agents.b]
handoff_description = "b"
model = "openai/y"
[providers.scripted]
kind = "scripted"
[[providers.scripted.turns]]
text = "hi"
tokens_per_second = 5
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "agents.toml"
    path.write_text(TEXT)
    return path


def load(file: Path, overrides: Overrides) -> LoadedConfig:
    return load_config(file, environ={"OPENAI_API_KEY": "k"}, overrides=overrides)


def complaint(file: Path, overrides: Overrides) -> str:
    with pytest.raises(ConfigError) as caught:
        load(file, overrides)
    return str(caught.value)


def test_without_overrides_the_file_counts(file: Path) -> None:
    assert load(file, Overrides()).input == "Hello world"


def test_a_variable_goes_into_the_input(file: Path) -> None:
    assert load(file, Overrides(variables={"who": "Ada"})).input == "Hello Ada"


def test_an_input_of_the_command_line_is_taken_as_it_is(file: Path) -> None:
    assert load(file, Overrides(input="{{ vars.no }}")).input == "{{ vars.no }}"


def test_a_setting_is_a_toml_value(file: Path) -> None:
    loaded = load(file, Overrides(settings=["run.max_turns=5", "agents.a.tools=['json:dumps']"]))
    assert loaded.config.run.max_turns == 5
    assert loaded.config.agents["a"].tools == ["json:dumps"]


def test_a_setting_without_quotes_is_a_string(file: Path) -> None:
    loaded = load(file, Overrides(settings=["agents.a.instructions=Be brief."]))
    assert loaded.config.agents["a"].instructions == "Be brief."


def test_a_setting_may_make_a_table(file: Path) -> None:
    loaded = load(file, Overrides(settings=["tui.theme=nord", "models.m.model='openai/z'"]))
    assert loaded.config.tui.theme == "nord"
    assert loaded.config.models["m"].model == "openai/z"


def test_a_wrong_value_is_blamed_on_its_option(file: Path) -> None:
    said = complaint(file, Overrides(settings=["run.max_turns=none"]))
    assert said == '--set run.max_turns=none: error: "max_turns" must be an integer [wrong-type]'


def test_an_unknown_key_is_blamed_on_its_option(file: Path) -> None:
    said = complaint(file, Overrides(settings=["run.max_turn=3"]))
    assert said.startswith('--set run.max_turn=3: error: unknown key "max_turn" in [run]')
    assert 'did you mean "max_turns"?' in said


@pytest.mark.parametrize("setting", ["run.max_turns", "=5", "a b=5", "version.x=1"])
def test_a_setting_that_is_none_is_refused(file: Path, setting: str) -> None:
    assert "[bad-override]" in complaint(file, Overrides(settings=[setting]))


def test_the_file_is_not_changed_by_a_setting_into_a_table_of_it(file: Path) -> None:
    load(file, Overrides(settings=["providers.scripted.seed=4"]))
    assert file.read_text() == TEXT


def test_one_model_goes_to_all_agents(file: Path) -> None:
    config = load(file, Overrides(models=["openai/z"])).config
    assert config.run.model == "openai/z"
    assert config.agents["b"].model == "openai/z"


def test_the_model_of_one_agent_wins_over_that_of_all(file: Path) -> None:
    config = load(file, Overrides(models=["b=openai/of-b=1", "openai/z"])).config
    assert config.run.model == "openai/z"
    assert config.agents["b"].model == "openai/of-b=1"


def test_a_model_for_an_unknown_agent_is_refused(file: Path) -> None:
    said = complaint(file, Overrides(models=["c=openai/z"]))
    assert said.startswith('--model c=openai/z: error: unknown agent "c" [unknown-agent]')


def test_a_model_of_an_unknown_provider_is_blamed_on_the_option(file: Path) -> None:
    said = complaint(file, Overrides(models=["opnai/z"]))
    assert "--model opnai/z: error: unknown provider" in said


def test_an_unknown_start_is_blamed_on_the_option(file: Path) -> None:
    assert complaint(file, Overrides(agent="c")).startswith("--agent c: error: unknown agent")


def test_the_limits_of_the_run_are_set(file: Path) -> None:
    run = load(file, Overrides(agent="b", max_turns=3, timeout=9.5, approve="none")).config.run
    assert (run.agent, run.max_turns, run.timeout, run.approval_policy) == ("b", 3, 9.5, "reject")


def test_the_pace_goes_to_scripts_and_their_turns(file: Path) -> None:
    provider = load(file, Overrides(pace=0.0)).config.providers["scripted"]
    assert isinstance(provider, ScriptedProvider)
    assert (provider.tokens_per_second, provider.first_token_ms) == (0, 0)
    assert provider.turns[0].tokens_per_second == 0


def test_a_dry_run_asks_no_model_and_plays_no_script(file: Path) -> None:
    config = load(file, Overrides(dry_run="stubbed", pace=0.0)).config
    provider = config.providers["scripted"]
    assert isinstance(provider, ScriptedProvider) and not provider.turns
    assert {config.run.model, config.agents["b"].model} == {"scripted/dry-run"}


def test_a_dry_run_needs_no_secret(file: Path) -> None:
    overrides = Overrides(dry_run="stubbed")
    assert not load_config(file, environ={}, overrides=overrides, for_run=True).warnings
