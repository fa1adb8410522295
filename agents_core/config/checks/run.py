"""[run]: is it clear where a run starts, and with what?"""

from agents_core.config.checks.context import CheckContext


def check_run(context: CheckContext) -> None:
    """Check the start agent and the input."""
    _check_start(context)
    _check_input(context)
    _check_memory(context)


def _check_memory(context: CheckContext) -> None:
    """Check that one place keeps the conversation."""
    run = context.config.run
    for key in ("conversation_id", "previous_response_id", "auto_previous_response_id"):
        if run.session is not None and getattr(run, key):
            message = f"session and {key} both keep the conversation: leave one out"
            context.report.error(("run", key), "bad-value", message, on="key")


def _check_start(context: CheckContext) -> None:
    config = context.config
    if config.run.agent is not None:
        context.check_agent(("run", "agent"), config.run.agent)
    elif len(config.agents) > 1:
        message = f"there are {len(config.agents)} agents: say where to start"
        hint = f'[run] agent = "{next(iter(config.agents))}"'
        context.report.error(("run",), "no-start-agent", message, hint, on="key")


def _check_input(context: CheckContext) -> None:
    run = context.config.run
    if run.input is not None and run.input_file is not None:
        message = "set input or input_file, not both"
        context.report.error(("run", "input_file"), "bad-value", message, on="key")
    if run.input is not None:
        context.check_variables(("run", "input"), run.input)
    if run.input_file is not None:
        path = ("run", "input_file")
        context.check_variables(path, context.read_text(path, run.input_file))
    if context.for_run and not (context.input_given or run.input or run.input_file):
        hint = 'add -i "…" to the command, or [run] input = "…" to the file'
        context.report.error(("run",), "missing-key", "the agent is asked nothing", hint, on="key")
