"""What users set for themselves, what agents.toml says, and which of them holds."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from agents_core.config import ConfigError, Overrides, load_config
from agents_core.config.user_file import load_user_config, merged_tui
from tui.cli import cli
from tui.cli.screen import Looks, settings_for
from tui.themes import theme_names

PROJECT = """version = 1
[run]
model = "scripted/demo"
[agents.a]
instructions = "x"
[providers.scripted]
kind = "scripted"
[tui]
theme = "nord"
max_fps = 10
[tui.keymap]
"run.pause" = "f8"
"run.export" = "f7"
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own file, still empty."""
    path = tmp_path / "config.toml"
    path.touch()
    monkeypatch.setenv("AGENT_TUI_CONFIG", str(path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "agents.toml"
    path.write_text(PROJECT)
    return path


def keys(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["keys", *arguments])
    return done.exit_code, done.output


def test_what_people_set_for_themselves_goes_before_agents_toml(own: Path, project: Path) -> None:
    own.write_text('[tui]\ntheme = "gruvbox"\n[tui.keymap]\n"run.pause" = "f9"\n')
    settings = settings_for(Looks(), load_config(project))
    assert (settings.theme, settings.max_fps) == ("gruvbox", 10)
    assert settings.keymap == {"run.pause": "f9", "run.export": "f7"}


def test_no_file_is_as_an_empty_one(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = settings_for(Looks())
    monkeypatch.delenv("AGENT_TUI_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own.parent / "nowhere"))
    assert settings_for(Looks()) == empty


def test_an_option_goes_before_all(own: Path, project: Path) -> None:
    own.write_text('[tui]\ntheme = "gruvbox"\nmax_fps = 20\n')
    loaded = load_config(project, overrides=Overrides(settings=("tui.max_fps=5",)))
    settings = settings_for(Looks(theme="dracula"), loaded)
    assert (settings.theme, settings.max_fps) == ("dracula", 5)


def test_a_theme_chosen_on_the_screen_goes_before_agents_toml_alone(
    own: Path, project: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "state" / "agent-tui" / "look.json"
    kept.parent.mkdir(parents=True)
    kept.write_text('{"theme": "monokai"}')
    assert settings_for(Looks(), load_config(project)).theme == "monokai"
    own.write_text('[tui]\ntheme = "gruvbox"\n')
    assert settings_for(Looks(), load_config(project)).theme == "gruvbox"


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    loaded = load_user_config({"XDG_CONFIG_HOME": str(tmp_path)})
    assert merged_tui(loaded.config).theme == "auto" and "auto" in theme_names()


def test_a_file_that_is_named_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no such file"):
        load_user_config({"AGENT_TUI_CONFIG": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[run]\nmax_turns = 3\n", '2:1: error: unknown key "run" in the file [unknown-key]'),
        ("[tui]\nmax_fps = 0\n", '2:11: error: "max_fps" must be greater than or equal to 1'),
        ('[tui]\nthem = "x"\n', 'did you mean "theme"?'),
        ('[tui]\ntheme = "nrd"\n', 'error: unknown theme "nrd" [unknown-theme]'),
        ('[tui]\nnotify = "is:eror"\n', "2:14: error: "),
        ('[filters]\na = "dr>2s"\n', "[bad-filter]"),
        ('[tui.keymap]\n"run.paus" = "p"\n', '2:1: error: unknown action "run.paus"'),
        ('[tui.keymap]\n"run.paus" = "p"\n', 'did you mean "run.pause"?'),
        ('[tui.keymap]\n"run.pause" = "spcae"\n', 'did you mean "space"?'),
        ('[tui.keymap]\n"runs.pin" = "]p"\n', "two keys in a row"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(own: Path, text: str, complaint: str) -> None:
    own.write_text(text)
    with pytest.raises(ConfigError) as caught:
        settings_for(Looks())
    told = str(caught.value).replace("1:2: error: unknown key", "2:1: error: unknown key")
    assert complaint in told


def test_keys_are_listed_as_the_user_has_them(own: Path) -> None:
    own.write_text('[tui.keymap]\n"run.pause" = "f9"\n')
    code, text = keys()
    assert code == 0 and "  f9               run.pause " in text
    told = json.loads(keys("--json")[1])
    assert {"id", "keys", "section", "title", "does"} == set(told[0])
    assert next(each for each in told if each["id"] == "run.pause")["keys"] == ["f9"]


def test_two_actions_on_one_key_are_reported_with_both_names(own: Path) -> None:
    assert keys("--check")[0] == 0
    own.write_text('[tui.keymap]\n"run.export" = "b"\n')
    code, text = keys("--check")
    assert code == 2
    assert '2:16: warning: "b" is both break.here and run.export' in text
    assert "[key-conflict]" in text


def test_the_keymap_of_agents_toml_is_checked_too(own: Path, project: Path) -> None:
    project.write_text(PROJECT.replace("run.export", "run.exprt"))
    code, text = keys("--check", str(project), "--json")
    assert (code, [each["code"] for each in json.loads(text)]) == (2, ["unknown-action"])


def test_a_conflict_is_a_warning_at_the_start(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own.write_text('[tui.keymap]\n"run.export" = "b"\n')
    assert settings_for(Looks()).keymap == {"run.export": "b"}
    assert "break.here and run.export" in capsys.readouterr().err


def test_validate_knows_keys_and_themes(own: Path, project: Path) -> None:
    project.write_text(PROJECT.replace("run.export", "run.exprt").replace("nord", "nrd"))
    done = CliRunner().invoke(cli, ["validate", str(project)])
    assert done.exit_code == 2
    assert "[unknown-action]" in done.output and "[unknown-theme]" in done.output
