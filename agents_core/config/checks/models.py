"""Models and providers: do the names lead to a provider, and are its secrets set?"""

from agents_core.config.checks.context import CheckContext
from agents_core.config.diagnostics import suggest
from agents_core.config.graph import reachable_agents
from agents_core.config.model_names import BUILT_IN_PROVIDERS, agent_model
from agents_core.config.positions import KeyPath
from agents_core.config.replayed_runs import find_replayed_run
from agents_core.config.schema import OpenAIProvider, Provider, ReplayProvider
from agents_core.errors import RecordingError


def check_models(context: CheckContext) -> None:
    """Check every place that names a model."""
    config = context.config
    if config.run.model is not None:
        _check_model(context, ("run", "model"), config.run.model)
    for name, model in config.models.items():
        _check_provider_model(context, ("models", name, "model"), model.model)
    for name, agent in config.agents.items():
        if agent.model is not None:
            _check_model(context, ("agents", name, "model"), agent.model)
        elif config.run.model is None:
            message = f"[agents.{name}] has no model and [run] has none either"
            hint = 'such as model = "openai/gpt-5-mini"'
            context.report.error(("agents", name), "missing-key", message, hint, on="key")


def _check_model(context: CheckContext, path: KeyPath, name: str) -> None:
    """Check a name that may be a [models.*] table's."""
    if name not in context.config.models:
        _check_provider_model(context, path, name)


def _check_provider_model(context: CheckContext, path: KeyPath, name: str) -> None:
    """Check a name of the form "provider/model-id"."""
    provider, slash, model_id = name.partition("/")
    known = {**BUILT_IN_PROVIDERS, **context.config.providers}
    if not slash or not model_id:
        message = f'"{name}" is neither "provider/model" nor a [models.*] name'
        hint = suggest(name, context.config.models) or f'did you mean "openai/{name}"?'
        context.report.error(path, "unknown-model", message, hint)
    else:
        context.check_name(path, provider, known, "unknown-provider", "provider")


def check_replays(context: CheckContext) -> None:
    """Report runs to be played again that are not there: an error only to a run that needs one."""
    used = _used_providers(context)
    for name, provider in context.config.providers.items():
        if isinstance(provider, ReplayProvider):
            report = (
                context.report.error if context.for_run and name in used else context.report.warn
            )
            try:
                find_replayed_run(context.config, provider.run, context.base_dir, context.environ)
            except RecordingError as error:
                report(("providers", name, "run"), "missing-file", str(error))


def check_secrets(context: CheckContext) -> None:
    """Report environment variables of providers that are not set.

    To look at a file, that is worth a warning; to start a run that comes to the provider, an error.
    """
    used = _used_providers(context)
    known = {**BUILT_IN_PROVIDERS, **context.config.providers}
    for name in dict.fromkeys((*context.config.providers, *used)):
        for variable, key in _variables(known.get(name)).items():
            written = name in context.config.providers
            path = ("providers", name, *key) if written else used[name]
            _check_variable(context, path, variable, name, name in used)


def _used_providers(context: CheckContext) -> dict[str, KeyPath]:
    """Return the providers a run can come to, and a place that names each."""
    config = context.config
    used: dict[str, KeyPath] = {}
    for name in reachable_agents(config):
        if config.agents[name].model is not None:
            used.setdefault(agent_model(config, name).provider, ("agents", name, "model"))
        elif config.run.model is not None:
            used.setdefault(agent_model(config, name).provider, ("run", "model"))
    return used


def _variables(table: Provider | None) -> dict[str, KeyPath]:
    """Return the environment variables a provider reads, and the keys that name them."""
    if not isinstance(table, OpenAIProvider):
        return {}
    headers: dict[str, KeyPath] = {v: ("env_headers", key) for key, v in table.env_headers.items()}
    return headers | ({table.key_env: ("api_key_env",)} if table.key_env else {})


def _check_variable(
    context: CheckContext, path: KeyPath, variable: str, provider: str, is_used: bool
) -> None:
    """Report a variable that is not set: an error only to a run that needs it."""
    if context.environ.get(variable):
        return
    message = f'environment variable {variable} is not set (provider "{provider}" reads it)'
    if context.for_run and is_used:
        hint = "set it, choose another provider with --model, or try --dry-run"
        context.report.error(path, "missing-env", message, hint)
    else:
        context.report.warn(path, "missing-env", message)
