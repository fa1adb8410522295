"""How fast agent-tui starts, beside what it cannot be faster than, in one run.

CPU of a whole process (user + system, children included) as a ratio to `python -c pass`; and the
wall time to the first frame in a real pty as a ratio to that of a bare Textual app. Modules are
compiled before, as those of an installed program are, and the terminal answers what it is asked.
Goals: `--help` and completion at most 5.5x; the first frame at most 1.2x.

    python benchmarks/start.py [--runs N]
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pexpect

ROOT = Path(__file__).parent.parent
AGENT_TUI = (sys.executable, "-m", "tui")
ASKS_WHAT_IT_IS, ANSWER = "\x1b[c", "\x1b[?62;22c"
BARE_APP = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("first frame")
Bare().run()
"""


def cpu_ms(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Run `command` to its end and return the CPU time it took, in milliseconds."""
    quiet = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, quiet, fd) for fd in (0, 1, 2)]
    child = os.posix_spawn(command[0], list(command), dict(environment), file_actions=actions)
    _, _, used = os.wait4(child, 0)
    os.close(quiet)
    return (used.ru_utime + used.ru_stime) * 1000


def first_frame_ms(command: Sequence[str], environment: Mapping[str, str], text: str) -> float:
    """Start `command` in a pty of 120x40 and return the wall time until `text` is drawn.

    The terminal says at once what kind it is, as terminals do; who asks does not wait in vain.
    """
    began = time.perf_counter()
    child = pexpect.spawn(
        command[0], list(command[1:]), env=dict(environment), dimensions=(40, 120), timeout=60
    )
    child.delaybeforesend = None  # its default of 50 ms is not ours to count
    while child.expect_exact([text, ASKS_WHAT_IT_IS]):
        child.send(ANSWER)
    drawn = time.perf_counter()
    child.close(force=True)
    return (drawn - began) * 1000


def alternate(runs: int, measures: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """Measure everything in turn, `runs` times over, and return the medians.

    Taking turns spreads the noise of a shared machine over all rows alike.
    """
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(runs + 1):
        for name, measure in measures.items():
            taken[name].append(measure())
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def report(title: str, medians: Mapping[str, float]) -> None:
    """Print a table; the first row is what the ratios are to."""
    limit = next(iter(medians.values()))
    print(f"\n{title:<44}{'ms':>8}{'ratio':>8}")
    for name, value in medians.items():
        print(f"{name:<44}{value:>8.0f}{value / limit:>8.1f}")


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=7)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as runs_dir:
        env = {**os.environ, "AGENT_TUI_RUNS_DIR": runs_dir, "TERM": "xterm-256color"}
        env.pop("CI", None)
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        env["PYTHONPYCACHEPREFIX"] = f"{runs_dir}/compiled"
        complete = {**env, "_AGENT_TUI_COMPLETE": "bash_complete", "COMP_WORDS": "agent-tui r"}
        config = str(ROOT / "agents.toml")

        def process(*arguments: str, environment: Mapping[str, str] = env) -> Callable[[], float]:
            return lambda: cpu_ms((*AGENT_TUI, *arguments), environment)

        medians = alternate(
            runs,
            {
                "python -c pass": lambda: cpu_ms((sys.executable, "-c", "pass"), env),
                "agent-tui --help": process("--help"),
                "agent-tui completion of 'r'": process(environment={**complete, "COMP_CWORD": "1"}),
                "agent-tui runs": process("runs"),
                "agent-tui validate": process("validate", config),
                "import openai": lambda: cpu_ms((sys.executable, "-c", "import openai"), env),
            },
        )
        report("CPU of the whole process", medians)
        process("run", config, "-i", "Hello", "--format", "text")()  # to have one to replay

        def first_frame(*arguments: str) -> Callable[[], float]:
            return lambda: first_frame_ms((*AGENT_TUI, *arguments), env, "Agents")

        frames = alternate(
            runs,
            {
                "bare Textual app": lambda: first_frame_ms(
                    (sys.executable, "-c", BARE_APP), env, "first frame"
                ),
                "agent-tui run agents.toml": first_frame("run", config),
                "agent-tui replay last": first_frame("replay", "last"),
            },
        )
        report("wall time to the first frame, 120x40", frames)


if __name__ == "__main__":
    main()
