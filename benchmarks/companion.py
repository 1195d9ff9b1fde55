"""The geodist of another Python, in a process of its own that takes turns with the worker's.

`PYTHON -m benchmarks.companion inverse_uniform` says in a line of JSON what it made ready, or why
it could not; then it answers each number of calls, a line, with what they cost.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Companion:
    """The worker's end: `facts` of the contestant there, or why it is `absent`."""

    def __init__(self, python: str, workload: str, size: int | None) -> None:
        self._command = [python, "-m", "benchmarks.companion", workload, str(size or "")]
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        said = self._answer()
        self.facts: dict[str, Any] = said.get("ready", {})
        self.absent: str | None = said.get("absent")

    def close(self) -> None:
        self._process.communicate()

    def cost(self, calls: int) -> float:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{calls}\n")
        self._process.stdin.flush()
        cost: float = self._answer()
        return cost

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._command} ended with {self._process.wait()}")
        return json.loads(line)


def _say(what: Any) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    from benchmarks import worker

    warnings.filterwarnings("ignore")
    name, size = sys.argv[1:]
    workload = importlib.import_module(f"benchmarks.{name}")
    inputs = workload.inputs(int(size) if size else workload.SIZE)
    try:
        ready = worker.contestant(name, "geodist", inputs)
    except Exception as reason:  # whatever an earlier geodist lacks
        _say({"absent": f"{type(reason).__name__}: {reason}"})
        return
    facts = {"version": ready.version, "pairs": ready.pairs, "error": ready.error}
    _say({"ready": facts})
    for line in sys.stdin:
        _say(ready.cost(int(line)))


if __name__ == "__main__":
    main()
