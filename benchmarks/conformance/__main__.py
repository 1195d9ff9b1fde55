"""Asks every peer and writes results.json and results.md.

    pip install --group conformance
    pg_virtualenv python -m benchmarks.conformance

PostGIS is Debian's (postgresql-15-postgis-3); without pg_virtualenv, libpq's variables say where a
database is. A peer that is not installed is left out, and the tables say so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import sys
from pathlib import Path
from typing import Any

from benchmarks.conformance import asking, scores, tables
from benchmarks.conformance.cases import load

FOLDER = Path(__file__).resolve().parent


def measure(names: list[str], every: int) -> dict[str, Any]:
    peers: list[dict[str, Any]] = []
    absent: dict[str, str] = {}
    for name in names:
        print(name, file=sys.stderr, flush=True)
        peer = asking.ask(name, every)
        if isinstance(peer, str):
            absent[name] = peer
        else:
            about = {"peer": name, "version": peer.version, "method": peer.method}
            peers.append({**about, **scores.score(peer.answers)})
    return {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cases": len(load()[::every]),
        "peers": peers,
        "absent": absent,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.conformance",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("peer", nargs="*", choices=[[], *scores.PEERS], help="default: all")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every N-th case only")
    parser.add_argument("--output", type=Path, default=FOLDER, help="the folder of the results")
    options = parser.parse_args()
    results = measure(options.peer or scores.PEERS, options.every)
    text = json.dumps(results, indent=1, ensure_ascii=False) + "\n"
    (options.output / "results.json").write_text(text, encoding="utf-8")
    table = tables.document(results)
    (options.output / "results.md").write_text(table, encoding="utf-8")
    print(table, end="")


if __name__ == "__main__":
    main()
