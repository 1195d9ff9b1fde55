"""Asks a peer in a process of its own, since some end it when a case does not suit them.

`python -m benchmarks.conformance.asking PEER EVERY START` prints what the peer is, a line of JSON, and
then its answers, a line each.
"""

from __future__ import annotations

import importlib
import json
import math
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.conformance.cases import Case, load

ROOT = Path(__file__).resolve().parents[2]
ENDS = "ends the process"
# The error of an answer in metres or square metres, or why there is none.
Answer = float | str


class Peer(NamedTuple):
    """What a peer is, and what it answered."""

    version: str
    method: str
    answers: list[tuple[Case, Answer]]


def ask(name: str, every: int = 1) -> Peer | str:
    """Ask a peer for every n-th case; if it is absent, say why."""
    cases = load()[::every]
    answers: list[Answer] = []
    while True:
        about, *lines = told(name, every, len(answers))
        if "absent" in about:
            return str(about["absent"])
        offered = [case for case in cases if case.call in about["calls"]]
        answers += lines
        if len(answers) >= len(offered):
            break
        answers.append(ENDS)
    return Peer(about["version"], about["method"], list(zip(offered, answers, strict=True)))


def told(name: str, every: int, start: int) -> list[Any]:
    """Read what the process of a peer prints."""
    done = subprocess.run(
        [sys.executable, "-m", __name__, name, str(every), str(start)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return lines or [{"absent": f"its process ended with {done.returncode}"}]


def answer(call: Callable[..., float], case: Case) -> Answer:
    try:
        found = call(*case.geometries)
    except Exception as error:  # whatever a peer raises
        return f"{type(error).__name__}: {str(error).strip()[:200]}"
    return abs(found - case.value) if math.isfinite(found) else f"returns {found}"


def main() -> None:
    name, every, start = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    warnings.filterwarnings("ignore")
    try:
        peer = importlib.import_module(f"benchmarks.conformance.peers.{name}")
    except ImportError as error:
        print(json.dumps({"absent": str(error)}))
        return
    calls = [call for call in ("length", "area", "distance") if hasattr(peer, call)]
    print(json.dumps({"version": peer.VERSION, "method": peer.METHOD, "calls": calls}), flush=True)
    offered = [case for case in load()[::every] if case.call in calls]
    for case in offered[start:]:
        print(json.dumps(answer(getattr(peer, case.call), case)), flush=True)


if __name__ == "__main__":
    main()
