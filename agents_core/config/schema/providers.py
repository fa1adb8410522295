"""[providers.*]: who answers the model calls."""

from typing import Annotated, Any, Literal

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, model_validator

from agents_core.config.schema.table import EnvName, Name, Table

Api = Literal["responses", "chat_completions"]


class OpenAIProvider(Table):
    """OpenAI, or a server that speaks its API."""

    kind: Literal["openai"]
    api: Api = "responses"
    """Which of OpenAI's two HTTP APIs to speak."""
    base_url: str | None = None
    """Where the API is, such as "http://localhost:11434/v1"; default: OpenAI's."""
    api_key_env: EnvName | None = None
    """Environment variable that holds the key; default: OPENAI_API_KEY."""
    keyless: bool = False
    """The server wants no key (Ollama, llama.cpp, vLLM on this machine)."""
    organization: str | None = None
    project: str | None = None
    headers: dict[str, str] = {}
    """Headers sent with every request."""
    env_headers: dict[str, EnvName] = {}
    """Header name = environment variable with its value."""
    query: dict[str, str] = {}
    """Query parameters sent with every request."""
    timeout: PositiveFloat = 600.0
    """Seconds to wait for the next byte from the API."""
    max_retries: NonNegativeInt = 2
    """How often a failed request (429, 5xx, lost connection) is sent again."""

    @property
    def key_env(self) -> str | None:
        """The environment variable the key is read from, or None for a keyless server."""
        return None if self.keyless else self.api_key_env or "OPENAI_API_KEY"

    @model_validator(mode="after")
    def _key_or_keyless(self) -> "OpenAIProvider":
        if self.keyless and self.api_key_env:
            raise ValueError("set api_key_env or keyless = true, not both")
        return self


class ScriptedToolCall(Table):
    """A call the scripted model makes."""

    name: str
    arguments: dict[str, Any] | str = {}
    """Strings may use {{ input }}, {{ tool.<name>.<field> }} and {{ vars.<name> }}. A text in
    place of a table is sent as it is, JSON or not."""


class ScriptedError(Table):
    """A failure the scripted model plays."""

    status: Annotated[int, Field(ge=400, le=599)] = 500
    message: str = "scripted error"
    retry_after: NonNegativeFloat | None = None
    """Seconds the client is told to wait before it tries again."""
    after_tokens: NonNegativeInt | None = None
    """Break the stream after this many tokens instead of refusing the request."""


class ScriptedTurn(Table):
    """One model response. It plays once, in file order, for the agent it names."""

    agent: Name | None = None
    """Only when this agent asks (default: any agent)."""
    when: str | None = None
    """Regular expression searched in the latest user message or tool output."""
    repeat: bool = False
    """May be used again and again instead of once."""
    reasoning: str | None = None
    """What the model thinks aloud before it answers."""
    text: str | None = None
    """The answer, as plain text or Markdown."""
    output: dict[str, Any] | None = None
    """A structured answer; sent as JSON text."""
    tool_calls: list[ScriptedToolCall] = []
    """Calls made side by side; the tools really run."""
    handoff: Name | None = None
    """The agent to hand off to."""
    refusal: str | None = None
    """The model declines, in these words."""
    items: list[dict[str, Any]] = []
    """Output items as the Responses API has them, for what the keys above cannot say."""
    error: ScriptedError | None = None
    """The request fails, or its stream breaks."""
    tokens_per_second: NonNegativeFloat | None = None
    """The pace of this turn; default: the provider's."""

    @model_validator(mode="after")
    def _says_something(self) -> "ScriptedTurn":
        said = (self.text, self.output, self.tool_calls, self.handoff, self.refusal, self.error)
        if all(part is None or part == [] for part in (*said, self.items)):
            raise ValueError(
                "a turn needs at least one of text, output, tool_calls, handoff, refusal, items,"
                " error"
            )
        if self.items and any(part not in (None, []) for part in (*said, self.reasoning)):
            raise ValueError("items are the whole answer: nothing else can be said beside them")
        return self


class ScriptedProvider(Table):
    """A model that plays a script: offline, without a key, the same every time."""

    kind: Literal["scripted"]
    turns: list[ScriptedTurn] = []
    """Empty: answers are made up from the tools and schemas in the request (a dry run)."""
    tokens_per_second: NonNegativeFloat = 60.0
    """0 streams as fast as possible."""
    first_token_ms: NonNegativeInt = 250
    """Milliseconds before the first token of a response."""
    templates: bool = True
    """Whether {{ … }} in the turns is filled in; exported scripts say what was said, verbatim."""
    seed: int = 0
    """Seed of what a dry run makes up."""
    api: Api = "responses"
    """Which of OpenAI's two HTTP APIs to speak."""


class ReplayProvider(Table):
    """A recorded run whose model responses are played again, offline; all else really happens."""

    kind: Literal["replay"]
    run: str
    """A run's id, the beginning of one, "last", or the path of its .jsonl file."""
    speed: NonNegativeFloat = 1.0
    """How many times as fast as it was; 0 is without any waiting."""
    on_difference: Literal["report", "fail"] = "report"
    """What follows when a request is not the recorded one: it is noted in the run, or refused."""


Provider = Annotated[
    OpenAIProvider | ScriptedProvider | ReplayProvider, Field(discriminator="kind")
]
