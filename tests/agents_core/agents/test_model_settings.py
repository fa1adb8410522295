"""Model settings over model settings."""

from openai.types.shared import Reasoning

from agents_core import ModelSettings


def test_what_the_override_sets_wins() -> None:
    base = ModelSettings(temperature=0.1, top_p=0.2)
    merged = base.resolve(ModelSettings(temperature=0.9, parallel_tool_calls=False))
    assert merged == ModelSettings(temperature=0.9, top_p=0.2, parallel_tool_calls=False)


def test_extra_arguments_are_merged() -> None:
    base = ModelSettings(extra_args={"a": 1, "b": 1})
    assert base.resolve(ModelSettings(extra_args={"b": 2})).extra_args == {"a": 1, "b": 2}


def test_nothing_over_settings_leaves_them() -> None:
    base = ModelSettings(top_p=0.5)
    assert base.resolve(None) is base


def test_only_what_is_set_is_told() -> None:
    settings = ModelSettings(reasoning=Reasoning(effort="low"), store=False)
    assert settings.to_json_dict() == {"reasoning": {"effort": "low"}, "store": False}
