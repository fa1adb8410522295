"""What the format has and this version does not: said once, at its place, instead of ignored."""

from agents_core.config.checks.context import CheckContext
from agents_core.config.positions import KeyPath
from agents_core.config.schema import ReplayProvider


def check_planned(context: CheckContext) -> None:
    """Report tables, kinds and values that this version cannot run."""
    for name, provider in context.config.providers.items():
        if not isinstance(provider, ReplayProvider) and provider.api == "chat_completions":
            _report(context, ("providers", name, "api"), 'api = "chat_completions" is')


def _report(context: CheckContext, path: KeyPath, what: str) -> None:
    message = f"{what} not supported by this version"
    context.report.error(path, "not-yet", message)
