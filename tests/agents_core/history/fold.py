"""The oracle: what the first p events of a run say, folded naively.

Law: written without a look at the index. Every event is decoded, everything current is a plain
dict, nothing is remembered for later; a view is read off the dicts as they are.
"""

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from agents_core.costs import Cost
from agents_core.history.hosted_items import HOSTED_RESULTS, hosted_result, hosted_words
from agents_core.history.views import (
    AgentView,
    CallView,
    EditView,
    ErrorView,
    ItemView,
    ProgressView,
    RunStatus,
    RunView,
    TokenCount,
    Wait,
)
from agents_core.json_text import encode_json
from agents_core.run_events import RunEvent

Fields = dict[str, Any]

UNFINISHED = ("streaming", "waiting", "running")

NOT_FINISHED = ("failed", "cancelled", "needs_approval")

TOLD: Fields = {"told": "", "fraction": None, "telling": ""}
"""What an item holds of its tool's progress, and how that begins."""

WORDS: dict[str, tuple[str, str, str | None]] = {
    "output_text": ("message", "message", "writing"),
    "refusal": ("message", "message", "writing"),
    "reasoning": ("reasoning", "reasoning", "reasoning"),
    "reasoning_text": ("reasoning", "reasoning", "reasoning"),
    "reasoning_summary": ("reasoning", "reasoning", "reasoning"),
    "reasoning_summary_text": ("reasoning", "reasoning", "reasoning"),
    "function_call_arguments": ("tool", "function_call", "calling"),
    "custom_tool_call_input": ("tool", "custom_tool_call", "calling"),
    "mcp_call_arguments": ("tool", "mcp_call", "calling"),
    "code_interpreter_call_code": ("tool", "code_interpreter_call", "calling"),
    "shell_call_command": ("tool", "shell_call", "calling"),
    "apply_patch_call_operation_diff": ("tool", "apply_patch_call", "calling"),
    "shell_call_output_content": ("other", "shell_call_output", None),
}

OURS = (
    "function_call",
    "custom_tool_call",
    "computer_call",
    "local_shell_call",
    "shell_call",
    "apply_patch_call",
)


def as_object(value: object) -> Fields:
    return value if isinstance(value, dict) else {}


def as_objects(value: object) -> list[Fields]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def string(fields: Fields, key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def words_of(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return encode_json(value).decode(errors="replace")


def raw_kind(raw: Fields) -> str:
    type_ = string(raw, "type") or "item"
    if type_ in ("message", "reasoning"):
        return type_
    return "tool" if type_.endswith("_call") else "other"


def raw_name(raw: Fields) -> str:
    type_ = string(raw, "type") or "item"
    return (string(raw, "name") if raw_kind(raw) == "tool" else "") or type_


def raw_text(raw: Fields) -> str:
    type_ = string(raw, "type")
    parts: list[str] = []
    if (words := hosted_words(raw)) is not None:
        return words
    if type_ in ("message", "reasoning"):
        for key in ("summary", "content") if type_ == "reasoning" else ("content",):
            parts += [string(p, "text") or string(p, "refusal") for p in as_objects(raw.get(key))]
        return "\n\n".join(p for p in parts if p)
    if type_ == "shell_call_output":
        chunks = as_objects(raw.get("output"))
        return "".join(string(c, "stdout") + string(c, "stderr") for c in chunks)
    for key in ("arguments", "input", "code"):
        if string(raw, key):
            return string(raw, key)
    if isinstance(raw.get("operation"), dict):
        return string(raw["operation"], "diff")
    if isinstance(action := raw.get("action"), dict):
        if isinstance(commands := action.get("commands"), list):
            return "\n\n".join(c for c in commands if isinstance(c, str) and c)
        return words_of(action) or ""
    return ""


def error_of(value: object) -> ErrorView | None:
    if value is None:
        return None
    fields = as_object(value)
    return ErrorView(
        string(fields, "fault"),
        string(fields, "type"),
        string(fields, "message") if fields else words_of(value) or "",
        string(fields, "hint"),
        string(fields, "traceback"),
    )


def tokens_of(usage: object) -> TokenCount:
    fields = as_object(usage)

    def count(key: str) -> int | None:
        return fields[key] if isinstance(fields.get(key), int) else None

    spent, made = count("input_tokens") or 0, count("output_tokens") or 0
    total, requests = count("total_tokens"), count("requests")
    return TokenCount(
        spent,
        count("cached_tokens") or 0,
        made,
        count("reasoning_tokens") or 0,
        spent + made if total is None else total,
        1 if requests is None else requests,
    )


def added(a: TokenCount, b: TokenCount) -> TokenCount:
    return TokenCount(
        a.input + b.input,
        a.cached + b.cached,
        a.output + b.output,
        a.reasoning + b.reasoning,
        a.total + b.total,
        a.requests + b.requests,
    )


def added_cost(a: Cost, b: Cost) -> Cost:
    return Cost(a.dollars + b.dollars, a.unpriced + b.unpriced)


def cost_of(spent: TokenCount, request: Fields) -> Cost:
    names = ("input_price", "cached_input_price", "output_price")
    entering, cached, leaving = (price_in(request, name) for name in names)
    hit = max(0, min(spent.cached, spent.input))
    shares = [
        (spent.input - hit, entering),
        (hit, entering if cached is None else cached),
        (spent.output, leaving),
    ]
    shares = [(tokens, price) for tokens, price in shares if tokens > 0]
    known = [dollars_for(tokens, price) for tokens, price in shares if price is not None]
    lacks = (not shares or len(known) < len(shares)) and not (entering == leaving == 0)
    return Cost(sum(known, Decimal(0)), 1 if lacks else 0)


def price_in(request: Fields, name: str) -> Fraction | None:
    price = request.get(name)
    usable = isinstance(price, int | float) and not isinstance(price, bool) and price >= 0
    return Fraction(str(price)) if usable else None


def dollars_for(tokens: int, price: Fraction) -> Decimal:
    dollars = tokens * price / 1_000_000
    return Decimal(dollars.numerator) / Decimal(dollars.denominator)


class Fold:
    """The state of a run after the events folded in so far."""

    def __init__(self) -> None:
        self.position = 0
        self.at = 0.0
        self.items: list[Fields] = []
        self.runs: dict[int | None, Fields] = {}
        self.tool_starts: dict[int, Fields] = {}
        self.tokens = TokenCount()
        self.cost = Cost()
        self.calls: list[Fields] = []
        self.counts = {"error": 0, "handoff": 0, "retry": 0}
        self.failed_at: int | None = None
        self.responses: list[Fields] = []

    # What is seen

    def view(self) -> RunView:
        root = self.runs.get(None) or self.new_run(None)
        running: RunStatus = "waiting" if self.position == 0 else "running"
        crumbs, wait = self.working()
        return RunView(
            position=self.position,
            at=self.at,
            status=running if root["status"] == "waiting" else root["status"],
            turn=root["turn"],
            max_turns=root["max_turns"],
            breadcrumb=tuple(crumbs),
            waiting_for=wait,
            tokens=self.tokens,
            cost=self.cost,
            first_token_s=self.first_token_s(),
            tokens_per_s=self.tokens_per_s(),
            items=len(self.items),
            errors=self.counts["error"],
            handoffs=self.counts["handoff"],
            retries=self.counts["retry"],
            tools_running=sum(len(run["running"]) for run in self.runs.values()),
            approvals=len(self.pending()),
            calls=len(self.calls),
            agents=tuple(
                self.agent_view(run, name, agent)
                for run in self.runs.values()
                for name, agent in run["agents"].items()
            ),
            final_output=root["final_output"],
            error=root["error"],
        )

    def item_views(self) -> tuple[ItemView, ...]:
        return tuple(
            ItemView(
                index=i["index"],
                seq=i["seq"],
                kind=i["kind"],
                name=i["name"],
                agent=i["agent"],
                turn=i["turn"],
                depth=i["run"]["depth"],
                parent=i["run"]["parent"],
                call_id=i["call_id"],
                status=i["status"],
                began_at=i["began_at"],
                ready_at=i["ready_at"],
                started_at=i["started_at"],
                ended_at=i["ended_at"],
                text=i["text"],
                is_refusal=i["is_refusal"],
                output=i["output"],
                error=i["error"],
                deltas=len(i["deltas"]),
                last_seq=i["last_seq"],
                verdict=i["verdict"],
                progress=self.progress_view(i),
                edits=tuple(i["edits"]),
                is_denied=i["is_denied"],
            )
            for i in self.items
        )

    def progress_view(self, item: Fields) -> ProgressView | None:
        words: Fields = {**TOLD, **{key: item[key] for key in TOLD if key in item}}
        told = ProgressView(words["told"], words["fraction"], words["telling"])
        return None if told == ProgressView() else told

    def agent_view(self, run: Fields, name: str, agent: Fields) -> AgentView:
        since = agent["since"]
        return AgentView(
            name=name,
            depth=run["depth"],
            parent=run["parent"],
            caller=self.caller_of(run),
            status=agent["status"],
            is_current=agent["is_current"],
            turns=agent["turns"],
            active_s=agent["active_s"] + (0.0 if since is None else self.at - since),
            tokens=agent["tokens"],
            cost=agent["cost"],
            context=agent["context"],
            window=agent["window"],
            handoffs=agent["handoffs"],
            came_from=agent["came_from"],
        )

    def caller_of(self, run: Fields) -> tuple[int | None, str] | None:
        if run["parent"] is None:
            return None
        tool = self.items[run["parent"]]
        return None if tool["agent"] is None else (tool["run"]["parent"], tool["agent"])

    def working(self) -> tuple[list[str], Wait | None]:
        crumbs: list[str] = []
        run = self.runs.get(None)
        while run is not None:
            if run["agent"] is not None:
                crumbs.append(run["agent"])
            if not run["running"]:
                return crumbs, run["wait"]
            tool = run["running"][0]
            crumbs.append(tool["name"])
            under = [r for r in self.runs.values() if r["parent"] == tool["index"]]
            if not under or under[-1]["ended"]:
                return crumbs, Wait(f"tool {tool['name']}", tool["started_at"])
            run = under[-1]
        return crumbs, None

    def first_token_s(self) -> float | None:
        if not self.responses or self.responses[-1]["first"] is None:
            return None
        first: float = self.responses[-1]["first"] - self.responses[-1]["asked_at"]
        return first

    def tokens_per_s(self) -> float | None:
        if self.first_token_s() is None:
            return None
        response = self.responses[-1]
        deltas = [at for item in response["items"] for at in item["deltas"]]
        span = max(deltas, default=0.0) - response["first"]
        return (len(deltas) - 1) / span if span > 0 else None

    # What happens

    def apply(self, event: RunEvent) -> None:
        if self.at < event.at < math.inf:
            self.at = event.at
        self.event, self.seq = event, self.position
        self.position += 1
        self.run = self.run_of(event.parent)
        try:
            data = event.data
        except ValueError:
            data = None
        if event.type == "model.event":
            self.wire(as_object(data))
        elif handler := getattr(self, "on_" + event.type.replace(".", "_"), None):
            handler(as_object(data))

    def new_run(self, parent: int | None) -> Fields:
        tool = self.tool_starts.get(parent) if parent is not None else None
        depth = 0 if parent is None else 1 if tool is None else tool["run"]["depth"] + 1
        return {
            "depth": depth,
            "parent": None if tool is None else tool["index"],
            "under": None if tool is None else tool["run"],
            "agents": {},
            "status": "waiting",
            "agent": None,
            "turn": 0,
            "max_turns": None,
            "running": [],
            "wait": None,
            "final_output": None,
            "error": None,
            "ended": False,
            "response": None,
            "calls": {},
            "handed_off": None,
            "checks": [],
            "under_check": [],
            "asked": [],
            "call": None,
            "handed_by": None,
        }

    def run_of(self, parent: int | None) -> Fields:
        if parent not in self.runs:
            self.runs[parent] = self.new_run(parent)
        return self.runs[parent]

    def agent_named(self, name: str, handoffs: tuple[str, ...] = ()) -> Fields:
        fresh = {
            "status": "idle",
            "is_current": False,
            "turns": 0,
            "active_s": 0.0,
            "since": None,
            "tokens": TokenCount(),
            "cost": Cost(),
            "context": 0,
            "window": None,
            "handoffs": handoffs,
            "came_from": None,
        }
        agent: Fields = self.run["agents"].setdefault(name, fresh)
        return agent

    def agent(self) -> Fields:
        """The agent the event is the doing of; a throw-away one if nobody's."""
        name = self.event.agent if self.event.agent is not None else self.run["agent"]
        return (
            {"turns": 0, "tokens": TokenCount(), "cost": Cost()}
            if name is None
            else self.agent_named(name)
        )

    def leave(self, agent: Fields, status: str) -> None:
        if agent["since"] is not None:
            agent["active_s"] += self.at - agent["since"]
        agent.update(status=status, since=None)

    def acts(self, status: str | None) -> None:
        self.run["wait"] = self.first_question()
        if status is not None:
            self.agent()["status"] = status

    def fails(self) -> None:
        if self.failed_at != self.seq:
            self.counts["error"] += 1
        self.failed_at = self.seq

    # Items

    def begin(self, kind: str, name: str, status: str = "streaming") -> Fields:
        item: Fields = {
            "index": len(self.items),
            "seq": self.seq,
            "kind": kind,
            "name": name,
            "agent": self.event.agent,
            "turn": self.event.turn,
            "run": self.run,
            "call_id": None,
            "status": status,
            "began_at": self.at,
            "ready_at": None,
            "started_at": None,
            "ended_at": None,
            "text": "",
            "is_refusal": False,
            "output": None,
            "error": None,
            "deltas": [],
            "last_seq": self.seq,
            "part": None,
            "part_from": 0,
            "parts": [],
            "began_as": kind,
            "verdict": None,
            "edits": [],
            "is_denied": False,
        }
        self.items.append(item)
        checks = [r["check"] for r in self.run["checks"] if r["check"][0] == "input"]
        if kind == "message" and checks:
            item["verdict"] = "open"
            self.run["under_check"].append((checks[0], item))
        return item

    def row(self, kind: str, name: str, text: str, error: ErrorView | None = None) -> Fields:
        item = self.begin(kind, name, "done" if error is None else "failed")
        item.update(ready_at=self.at, ended_at=self.at, error=error, text=text)
        return item

    def change(self, item: Fields, **changes: Any) -> None:
        item.update(changes, last_seq=self.seq)

    def ready(self, item: Fields) -> None:
        self.change(item, ready_at=self.at if item["ready_at"] is None else item["ready_at"])

    def runs_here(self, item: Fields) -> bool:
        return any(item is each for each in self.run["running"])

    def more_to_come(self, item: Fields) -> bool:
        return item["status"] in UNFINISHED and not self.runs_here(item)

    def say(self, item: Fields, part: tuple[str, int], text: str) -> None:
        if text and part != item["part"]:
            item["text"] += "\n\n" if item["text"] else ""
            item.update(part=part, part_from=len(item["text"]))
            item["parts"].append(part)
        item["text"] += text

    def complete(self, item: Fields, raw: Fields) -> None:
        self.change(item)
        if text := raw_text(raw):
            item.update(text=text, part=None)
        if item["kind"] != "handoff" and string(raw, "type"):
            item.update(kind=raw_kind(raw), name=raw_name(raw))
        self.know(item, raw)
        if any(p.get("type") == "refusal" for p in as_objects(raw.get("content"))):
            item["is_refusal"] = True
        if raw_kind(raw) == "tool" and not item["output"]:
            outputs = [raw.get(k) for k in ("output", "outputs", "results")]
            item["output"] = next((words_of(o) for o in outputs if o is not None), None)
            if string(raw, "type") in HOSTED_RESULTS:
                item["output"] = hosted_result(raw)
        self.ready(item)
        if self.more_to_come(item):
            self.settle_as(item, raw)

    def settle_as(self, item: Fields, raw: Fields) -> None:
        error = error_of(raw.get("error"))
        if raw.get("status") == "incomplete":
            item.update(status="cut", ended_at=self.at)
        elif (string(raw, "type") or "item") in OURS:
            item["status"] = "waiting"
        elif error is not None or raw.get("status") == "failed":
            self.fails()
            item.update(status="failed", ended_at=self.at, error=error)
        else:
            item.update(status="done", ended_at=self.at)

    def know(self, item: Fields, raw: Fields) -> None:
        if string(raw, "call_id") and item["kind"] in ("tool", "handoff"):
            self.run["calls"][raw["call_id"]] = item
            self.change(item, call_id=raw["call_id"])

    def answer(self, call_id: str, output: str | None) -> Fields | None:
        item: Fields | None = self.run["calls"].get(call_id)
        if item is None:
            return None
        self.change(item)
        if item["output"] is None:
            item["output"] = output
        if self.more_to_come(item):
            item.update(status="done", ended_at=self.at)
        return item

    def cut(self, item: Fields) -> None:
        if item["status"] in UNFINISHED:
            self.change(item, status="cut", ended_at=self.at)

    # The run

    def on_run_start(self, data: Fields) -> None:
        for card in as_objects(data.get("agents")):
            names = card.get("handoffs") if isinstance(card.get("handoffs"), list) else []
            if string(card, "name"):
                handoffs = tuple(n for n in names or [] if isinstance(n, str))
                self.agent_named(card["name"], handoffs)
        limit = data.get("max_turns")
        goes_on = data.get("resumed") is True and self.run["status"] != "waiting"
        self.run.update(
            status="running",
            turn=self.event.turn,
            max_turns=limit if isinstance(limit, int) else None,
            final_output=None,
            error=None,
            ended=False,
            call=None,
        )
        if self.run["depth"] == 0 and not goes_on:
            self.row("input", "input", self.input_text(data.get("input")))

    def input_text(self, value: object) -> str:
        if isinstance(value, str):
            return value
        texts: list[str] = []
        for message in as_objects(value):
            content = message.get("content")
            parts = [string(p, "text") for p in as_objects(content)]
            text = content if isinstance(content, str) else "\n\n".join(p for p in parts if p)
            texts.append(text)
        return "\n\n".join(t for t in texts if t)

    def on_agent_update(self, data: Fields) -> None:
        if not (name := string(data, "agent")):
            return
        if self.run["agent"] is not None:
            before = self.agent_named(self.run["agent"])
            self.leave(before, "done")
            before["is_current"] = False
        agent = self.agent_named(name)
        agent.update(status="idle", is_current=True, since=self.at)
        self.run["agent"] = name
        if string(data, "from"):
            self.run["handed_by"] = self.run["call"]
            agent["came_from"] = data["from"]
            self.counts["handoff"] += 1
            self.take_handoff(name)

    def take_handoff(self, target: str) -> None:
        item = self.run["handed_off"]
        if item is None:
            mine = [i for i in self.items if i["run"] is self.run and i["kind"] == "handoff"]
            item = next((i for i in mine if i["status"] in UNFINISHED), None)
        self.run["handed_off"] = None
        if item is not None:
            self.change(item, name=target)
            if item["status"] in UNFINISHED:
                item.update(status="done", ended_at=self.at)

    def on_turn_start(self, data: Fields) -> None:
        self.run["turn"] = self.event.turn

    def on_run_end(self, data: Fields) -> None:
        for item in self.items:
            if self.is_under(item["run"]):
                if item["status"] == "waiting" and string(data, "status") not in NOT_FINISHED:
                    self.change(item, status="done", ended_at=self.at)
                self.cut(item)
        for run in self.runs.values():
            if self.is_under(run):
                run.update(checks=[], under_check=[])
        error, status = error_of(data.get("error")), data.get("status")
        if error is not None:
            self.fails()
            self.row("error", error.type, error.message, error)
        known = ("finished", "failed", "cancelled", "needs_approval")
        status = status if status in known else "finished"
        if self.run["agent"] is not None:
            self.leave(
                self.agent_named(self.run["agent"]), "failed" if status == "failed" else "done"
            )
        self.run.update(
            status=status,
            final_output=words_of(data.get("final_output")),
            error=error,
            running=[],
            wait=None,
            ended=True,
        )

    def is_under(self, run: Fields | None) -> bool:
        while run is not None:
            if run is self.run:
                return True
            run = run["under"]
        return False

    # Model calls

    def open_response(self, asked_at: float) -> Fields:
        if (before := self.run["response"]) is not None and not before["closed"]:
            self.close_response(before, complete=False)
        response: Fields = {
            "asked_at": asked_at,
            "slots": {},
            "added": set(),
            "announced": [],
            "items": [],
            "first": None,
            "created": False,
            "closed": False,
        }
        self.run["response"] = response
        self.responses.append(response)
        return response

    def close_response(self, response: Fields, *, complete: bool) -> None:
        response["closed"] = True
        for item in filter(self.more_to_come, response["items"]):
            if not complete:
                self.cut(item)
            elif item["kind"] in ("tool", "handoff") and item["status"] != "running":
                self.ready(item)
                item["status"] = "waiting"
            else:
                self.ready(item)
                item.update(status="done", ended_at=self.at)

    def on_model_request(self, data: Fields) -> None:
        call = {"view": self.asked(data), "run": self.run, "data": data}
        self.calls.append(call)
        self.run["call"] = call
        self.open_response(self.at)
        self.run["wait"] = Wait("model", self.at)
        agent = self.agent()
        agent.update(status="asked", turns=agent["turns"] + 1)

    def asked(self, data: Fields) -> CallView:
        name = self.event.agent if self.event.agent is not None else self.run["agent"]
        mine = [call["view"] for call in self.calls if call["run"] is self.run]
        own = [view.number for view in mine if view.agent == name]
        before, handed_by = self.run["call"], self.run["handed_by"]
        window = data.get("context_window")
        return CallView(
            number=len(self.calls),
            seq=self.seq,
            agent=name,
            turn=self.event.turn,
            depth=self.run["depth"],
            parent=self.run["parent"],
            at=self.at,
            model=string(data, "model"),
            window=window if type(window) is int and window > 0 else None,
            before=before and before["view"].number,
            own_before=own[-1] if own else None,
            handed_by=handed_by and handed_by["view"].number,
            tokens=None,
            cost=None,
            status=None,
            answered=None,
        )

    def on_model_retry(self, data: Fields) -> None:
        response = self.run["response"]
        if response is not None and not response["closed"]:
            self.open_response(response["asked_at"])
        status = data.get("status")
        self.row(
            "retry", str(status) if isinstance(status, int) else "retry", string(data, "message")
        )
        self.counts["retry"] += 1
        self.run["wait"] = Wait("retry", self.at)
        self.agent()["status"] = "asked"

    def on_model_end(self, data: Fields) -> None:
        response = self.run["response"]
        if response is not None and not response["closed"]:
            complete = string(data, "status") in ("", "completed")
            self.close_response(response, complete=complete)
        spent = tokens_of(data.get("usage"))
        self.tokens = added(self.tokens, spent)
        call = self.run["call"]
        cost = cost_of(spent, {} if call is None else call["data"])
        self.cost = added_cost(self.cost, cost)
        self.acts(None)
        agent = self.agent()
        agent.update(
            tokens=added(agent["tokens"], spent),
            cost=added_cost(agent["cost"], cost),
            context=spent.input,
            window=None if call is None else call["view"].window,
        )
        if call is not None:
            call["view"] = replace(
                call["view"],
                tokens=spent,
                cost=cost,
                status=string(data, "status"),
                answered=self.seq,
            )

    # What the runner says

    def on_item_create(self, data: Fields) -> None:
        raw = as_object(data.get("item"))
        carried = data.get("carried") is True
        if carried and string(data, "name") == "input":
            self.row("input", "input", self.input_text([raw]))
            return
        if string(raw, "type").endswith("_output"):
            output = words_of(data.get("output"))
            output = words_of(raw.get("output")) if output is None else output
            item = self.answer(string(raw, "call_id"), output)
            if string(data, "name").startswith("handoff") and not carried:
                self.run["handed_off"] = item
            return
        item = self.announced(raw)
        self.complete(item, raw)
        if data.get("name") == "handoff_requested":
            item["kind"] = "handoff"

    def announced(self, raw: Fields) -> Fields:
        response = self.run["response"] or self.open_response(self.at)
        item: Fields | None = self.run["calls"].get(string(raw, "call_id"))
        for shown in response["items"]:
            if item is None and shown["kind"] == raw_kind(raw):
                item = shown if shown["index"] not in response["announced"] else None
        if item is None:
            item = self.begin(raw_kind(raw), raw_name(raw))
            response["items"].append(item)
        response["announced"].append(item["index"])
        return item

    def called(self, data: Fields) -> Fields:
        item: Fields | None = self.run["calls"].get(string(data, "call_id"))
        if item is None:
            item = self.begin("tool", string(data, "name") or "tool", "waiting")
            item["text"] = words_of(data.get("arguments")) or ""
            self.know(item, data)
        return item

    def on_tool_start(self, data: Fields) -> None:
        item = self.called(data)
        self.tool_starts[self.event.seq] = item
        if not self.runs_here(item):
            self.run["running"].append(item)
        self.ready(item)
        self.change(item, status="running", started_at=self.at)
        self.acts("tools")

    def on_tool_progress(self, data: Fields) -> None:
        item: Fields | None = self.run["calls"].get(string(data, "call_id"))
        if item is None:
            return
        self.change(item)
        item["told"] = item.get("told", "") + string(data, "text")
        item["telling"] = string(data, "message") or item.get("telling", "")
        fraction = data.get("fraction")
        if type(fraction) is bool or not isinstance(fraction, int | float):
            return
        if 0 <= fraction <= 1:
            item["fraction"] = float(fraction)

    def on_mcp_error(self, data: Fields) -> None:
        self.fails()
        error = ErrorView("tool", "MCPServerError", string(data, "message"))
        self.row("error", error.type, error.message, error)

    def on_watch_drop(self, data: Fields) -> None:
        self.fails()
        deltas, others = data.get("deltas"), data.get("others")
        lost = f"{deltas} deltas and {others} other events came too fast to be kept"
        self.row("error", "lost", lost, ErrorView("limit", "lost", lost))

    def on_tool_end(self, data: Fields) -> None:
        item = self.called(data)
        self.run["running"] = [i for i in self.run["running"] if i is not item]
        error = error_of(data.get("error"))
        failed = error is not None or data.get("is_error") is True
        if failed:
            self.fails()
        self.change(
            item,
            status="failed" if failed else "done",
            ended_at=self.at,
            output=words_of(data.get("output")),
            error=error,
        )
        agent = self.agent()
        if not self.run["running"] and agent.get("status") == "tools":
            agent["status"] = "idle"

    # Guardrails

    def check_key(self, data: Fields) -> tuple[str, str]:
        return string(data, "stage"), string(data, "call_id")

    def on_guardrail_start(self, data: Fields) -> None:
        key = self.check_key(data)
        row = self.begin("guardrail", string(data, "guardrail") or "guardrail", "running")
        self.change(row, ready_at=self.at, started_at=self.at, call_id=key[1] or None)
        self.tool_starts[self.event.seq] = row
        row["check"] = key
        self.run["checks"].append(row)
        target = None
        if key[0] == "output":
            mine = [i for i in self.items if i["run"] is self.run and i["began_as"] == "message"]
            target = mine[-1] if mine else None
        elif key[0] in ("tool_input", "tool_output"):
            target = self.run["calls"].get(key[1])
        if target is not None:
            self.run["under_check"].append((key, target))
            self.change(target, verdict="open")

    def on_guardrail_result(self, data: Fields) -> None:
        key, name = self.check_key(data), string(data, "guardrail") or "guardrail"
        checks = self.run["checks"]
        row = next((r for r in checks if r["check"] == key and r["name"] == name), None)
        if row is None:
            row = self.begin("guardrail", name, "running")
            row["ready_at"] = self.at
        self.run["checks"] = checks = [r for r in checks if r is not row]
        tripped = data.get("tripped") is True
        text = words_of(data.get("info")) or string(data, "message")
        status = "failed" if tripped else "done"
        self.change(row, text=text or row["text"], status=status, ended_at=self.at)
        if tripped and data.get("behavior") != "reject_content":
            self.fails()
        if not tripped and any(r["check"] == key for r in checks):
            return
        for item in [i for k, i in self.run["under_check"] if k == key]:
            self.change(item, verdict="tripped" if tripped else None)
        self.run["under_check"] = [(k, i) for k, i in self.run["under_check"] if k != key]

    # Approvals and breakpoints

    def running(self) -> list[int]:
        return sorted(i["index"] for run in self.runs.values() for i in run["running"])

    def pending(self) -> tuple[int, ...]:
        asked = [i for i in self.items if i["kind"] in ("approval", "break")]
        return tuple(i["index"] for i in asked if i["status"] == "waiting")

    def first_question(self) -> Wait | None:
        if not self.run["asked"]:
            return None
        row = self.run["asked"][0]
        noun = {"approval": "approval", "break": "breakpoint"}[row["kind"]]
        return Wait(f"{noun} {row['name']}", row["began_at"])

    def question(self, kind: str, data: Fields, words: str) -> Fields:
        row = self.begin(kind, string(data, "name") or "tool", "waiting")
        call_id = string(data, "call_id") or None
        self.change(row, ready_at=self.at, call_id=call_id, text=string(data, words))
        return row

    def ask(self, row: Fields) -> None:
        self.run["asked"].append(row)
        self.run["wait"] = self.first_question()
        self.agent()["status"] = "held"

    def on_approval_request(self, data: Fields) -> None:
        self.ask(self.question("approval", data, "arguments"))

    def on_break_stop(self, data: Fields) -> None:
        row = self.question("break", data, "value")
        row["stamp"] = self.event.seq
        self.ask(row)

    def on_approval_answer(self, data: Fields) -> None:
        asked = [r for r in self.run["asked"] if r["kind"] == "approval"]
        same = [r for r in asked if (r["call_id"] or "") == string(data, "call_id")]
        row = same[0] if same else self.question("approval", data, "arguments")
        self.decide(row, data, ("approved", "refused"), data.get("approved") is not True)
        self.edit(row, "arguments", data)
        if data.get("approved") is not True:
            self.deny_call(string(data, "call_id"), "not approved", string(data, "message"))

    def on_break_resume(self, data: Fields) -> None:
        stops = [r for r in self.run["asked"] if "stamp" in r]
        row = next((r for r in stops if r["stamp"] == data.get("stop")), None)
        if row is None or not isinstance(data.get("stop"), int):
            return
        self.decide(row, data, ("continued", "skipped"), data.get("skipped") is True)
        self.edit(row, "output" if data.get("stage") == "tool_output" else "arguments", data)
        if data.get("skipped") is True:
            self.deny_call(row["call_id"] or "", "skipped", string(data, "message"))
        if data.get("stage") == "model_request":
            response = self.run["response"]
            if response is not None and response["first"] is None:
                response["asked_at"] = self.at
            self.run["wait"] = self.first_question() or Wait("model", self.at)
            if not self.run["asked"]:
                self.agent()["status"] = "asked"

    def decide(self, row: Fields, data: Fields, words: tuple[str, str], is_denied: bool) -> None:
        self.run["asked"] = [r for r in self.run["asked"] if r is not row]
        said = words[is_denied]
        said += f" by {data['by']}" if string(data, "by") else ""
        said += f": {data['message']}" if string(data, "message") else ""
        status = "failed" if is_denied else "done"
        self.change(row, status=status, is_denied=is_denied, ended_at=self.at, output=said)
        self.run["wait"] = self.first_question()
        if not self.run["asked"] and (agent := self.agent()).get("status") == "held":
            agent["status"] = "tools" if self.run["running"] else "idle"

    def edit(self, row: Fields, what: str, data: Fields) -> None:
        value = data.get("arguments" if row["kind"] == "approval" else "value")
        if not isinstance(value, str):
            return
        edit = EditView(what, row["text"], value, string(data, "by"))
        call = self.run["calls"].get(row["call_id"] or "")
        self.change(row, edits=[*row["edits"], edit])
        if call is not None:
            self.change(call, edits=[*call["edits"], edit])
            if what == "output":
                call["output"] = value

    def deny_call(self, call_id: str, type_: str, message: str) -> None:
        item = self.run["calls"].get(call_id)
        if item is None or self.runs_here(item):
            return
        if item["status"] in (*UNFINISHED, "cut"):
            error = ErrorView("user", type_, message)
            self.change(item, status="failed", ended_at=self.at, error=error, is_denied=True)

    # The wire

    def wire(self, data: Fields) -> None:
        type_ = string(data, "type")
        name = type_.removeprefix("response.")
        if name == "created":
            self.created()
        elif name in ("completed", "incomplete", "failed", "error"):
            if self.run["response"] is not None and not self.run["response"]["closed"]:
                self.close_response(self.run["response"], complete=name == "completed")
        elif name == "output_item.added":
            self.item_added(data, as_object(data.get("item")))
        elif name == "output_item.done":
            self.item_done(data, as_object(data.get("item")))
        elif name.endswith(".delta"):
            self.delta(data, name[: -len(".delta")])
        elif name.endswith(".done"):
            self.part_done(data, name[: -len(".done")])
        else:
            self.progress(data, type_)

    def created(self) -> None:
        response = self.run["response"]
        if response is None or response["closed"]:
            response = self.open_response(self.at)
        elif response["created"] or response["items"]:
            response = self.open_response(response["asked_at"])
        response["created"] = True

    def response(self) -> Fields:
        response: Fields | None = self.run["response"]
        if response is None or response["closed"]:
            return self.open_response(self.at)
        return response

    def slot(self, data: Fields, kind: str) -> int | str:
        return data["output_index"] if isinstance(data.get("output_index"), int) else kind

    def place(self, slot: int | str, item: Fields) -> Fields:
        self.response()["slots"][slot] = item
        self.response()["items"].append(item)
        return item

    def item_added(self, data: Fields, raw: Fields) -> None:
        slot, response = self.slot(data, raw_kind(raw)), self.response()
        item = response["slots"].get(slot)
        if item is not None and item["status"] == "streaming" and slot in response["added"]:
            self.cut(item)
        if item is None or item["status"] != "streaming" or slot in response["added"]:
            item = self.place(slot, self.begin(raw_kind(raw), raw_name(raw)))
        response["added"].add(slot)
        self.change(item, kind=raw_kind(raw), name=raw_name(raw))
        self.know(item, raw)
        doing = {"message": "writing", "reasoning": "reasoning", "tool": "calling"}
        self.acts(doing.get(raw_kind(raw)))

    def item_done(self, data: Fields, raw: Fields) -> None:
        slot, response = self.slot(data, raw_kind(raw)), self.response()
        item = response["slots"].get(slot)
        if item is None:
            item = self.place(slot, self.begin(raw_kind(raw), raw_name(raw)))
        self.complete(item, raw)
        if string(raw, "type").endswith("_output"):
            self.answer(string(raw, "call_id"), raw_text(raw))

    def part_of(self, data: Fields, name: str) -> tuple[str, int]:
        for key in ("content_index", "summary_index", "command_index"):
            if isinstance(data.get(key), int):
                return name, data[key]
        return name, 0

    def at_slot(self, data: Fields, kind: str, name: str) -> Fields:
        slot, response = self.slot(data, kind), self.response()
        if slot not in response["slots"]:
            self.place(slot, self.begin(kind, name))
        item: Fields = response["slots"][slot]
        return item

    def delta(self, data: Fields, family: str) -> None:
        delta = data.get("delta")
        media = any(medium in family for medium in ("audio", "image", "video"))
        if media or not isinstance(delta, str | dict):
            self.progress(data, "")
            return
        kind, name, doing = WORDS.get(family, ("other", family, None))
        item = self.at_slot(data, kind, name)
        parts = [delta] if isinstance(delta, str) else list(delta.values())
        self.say(item, self.part_of(data, family), "".join(p for p in parts if isinstance(p, str)))
        self.change(item)
        item["deltas"].append(self.at)
        if self.run["response"]["first"] is None:
            self.run["response"]["first"] = self.at
        if family == "refusal":
            item["is_refusal"] = True
        self.acts(doing)

    def part_done(self, data: Fields, family: str) -> None:
        if family not in WORDS:
            self.progress(data, "")
            return
        item = self.at_slot(data, *WORDS[family][:2])
        self.change(item)
        keys = ("text", "refusal", "arguments", "input", "code", "command", "diff")
        text = next((string(data, key) for key in keys if string(data, key)), "")
        part = self.part_of(data, family)
        if text and part == item["part"]:
            item["text"] = item["text"][: item["part_from"]] + text
        elif part not in item["parts"]:
            self.say(item, part, text)
        if item["status"] == "streaming" and family == "mcp_call_arguments":
            item.update(status="running", ready_at=self.at, started_at=self.at)
        if item["status"] == "streaming" and family in (
            "function_call_arguments",
            "custom_tool_call_input",
        ):
            item.update(status="waiting", ready_at=self.at)

    def progress(self, data: Fields, type_: str) -> None:
        slot, response = data.get("output_index"), self.run["response"]
        if response is None or not isinstance(slot, int) or slot not in response["slots"]:
            return
        item = response["slots"][slot]
        self.change(item)
        phase = type_.rpartition(".")[2] if type_.count(".") == 2 else ""
        if not type_.startswith("response.") or not self.more_to_come(item):
            return
        if phase == "completed":
            item.update(status="done", ended_at=self.at)
        elif phase == "failed":
            self.fails()
            item.update(status="failed", ended_at=self.at)
        elif phase in ("searching", "interpreting", "generating", "executing"):
            begun = item["started_at"]
            item.update(status="running", started_at=self.at if begun is None else begun)
            self.acts("tools")


def fold(events: list[RunEvent]) -> tuple[RunView, tuple[ItemView, ...]]:
    """Return what a list of events says."""
    state = Fold()
    for event in events:
        state.apply(event)
    return state.view(), state.item_views()
