"""Runs all workloads, each in a process of its own, and writes numbers, tables and figures."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks import machine, native, plots, table
from benchmarks.targets import WORKLOADS, Workload

ROOT = Path(__file__).resolve().parents[1]
ONE_THREAD = dict.fromkeys(
    ["OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"], "1"
)


def environment(isa: str | None) -> dict[str, str]:
    mine = {**os.environ, **ONE_THREAD}
    mine.pop("GEODIST_ISA", None)
    return {**mine, "GEODIST_ISA": isa} if isa else mine


def work(workload: Workload, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.worker", workload.name]
    command += ["--seconds", str(options.seconds)]
    if options.size is not None:
        command += ["--size", str(options.size)]
    if options.alone or not workload.others:
        command.append("--alone")
    if options.earlier:
        command += ["--earlier", options.earlier]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(workload.isa),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    result: dict[str, Any] = {"workload": workload.name, "found": [], "absent": {"all": "failed"}}
    if done.returncode == 0:
        result = json.loads(done.stdout)
    before = table.find(result, "earlier")
    if before:
        before["version"] += f", {options.earlier_name}"
    return {**result, "isa": workload.isa}


def chosen(options: argparse.Namespace) -> list[Workload]:
    """Those asked for; of all, those that fit and have something to be measured beside."""
    return [
        x
        for x in WORKLOADS
        if (x.name in options.workload or not (options.workload or (x.large and not options.large)))
        and (options.earlier or (x.others and not options.alone))
    ]


def roofline(turns: int) -> dict[str, Any] | None:
    program = native.folder() / "bench_roofline"
    if not program.exists():
        return None
    pin = ["taskset", "-c", str(max(os.sched_getaffinity(0)))] if sys.platform == "linux" else []
    done = subprocess.run(
        [*pin, program, str(turns)],
        env=environment(None),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def write(results: dict[str, Any], folder: Path, *, figures: bool) -> str:
    measured = {(x["workload"], x["isa"]): x for x in results["workloads"]}
    folder.mkdir(parents=True, exist_ok=True)
    name = machine.slug()
    (folder / f"{name}.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    text = table.document(results, measured)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")
    if figures:
        plots.ratios(measured, folder / f"{name}-ratios.svg")
        if ("inverse_uniform", None) in measured:
            plots.accuracy(measured, "inverse_uniform", folder / f"{name}-accuracy.svg")
    return text


def keep(results: dict[str, Any], folder: Path) -> None:
    """Put earlier measurements of this machine where there are no new ones."""
    earlier = json.loads((folder / f"{machine.slug()}.json").read_text(encoding="utf-8"))
    found = {(x["workload"], x["isa"]): x for x in earlier["workloads"] + results["workloads"]}
    keys = [(x.name, x.isa) for x in WORKLOADS]
    results["workloads"] = [found[key] for key in keys if key in found]
    results["roofline"] = results["roofline"] or earlier["roofline"]
    results["earlier"] = results["earlier"] or earlier.get("earlier")


def main(arguments: list[str] | None = None) -> None:
    names = sorted({workload.name for workload in WORKLOADS})
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("workload", nargs="*", choices=[[], *names], help="default: all")
    parser.add_argument("--seconds", type=float, default=8, help="for each workload")
    parser.add_argument("--size", type=int, help="pairs, or the side of a matrix")
    parser.add_argument("--large", action="store_true", help="also what takes gigabytes")
    parser.add_argument("--earlier", metavar="PYTHON", help="one that has another build of geodist")
    parser.add_argument("--earlier-name", default="earlier", help="what the tables call that build")
    parser.add_argument("--alone", action="store_true", help="without other libraries")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results")
    parser.add_argument("--native", type=Path, help="where Meson built the C++ part")
    parser.add_argument("--update", action="store_true", help="keep what was not measured again")
    parser.add_argument("--no-figures", action="store_true")
    options = parser.parse_args(arguments)
    if options.native:
        os.environ["GEODIST_BENCH_NATIVE"] = str(options.native.resolve())
    facts = machine.facts()
    workloads = []
    for workload in chosen(options):
        print(f"{workload.name} {workload.isa or ''}", file=sys.stderr, flush=True)
        workloads.append(work(workload, options))
    results = {
        "machine": facts,
        "command": "make bench" if os.environ.get("MAKELEVEL") else "python -m benchmarks",
        "earlier": options.earlier_name if options.earlier else None,
        "workloads": workloads,
        "roofline": None if options.alone else roofline(max(3, round(5 * options.seconds))),
    }
    if options.update:
        keep(results, options.output)
    print(write(results, options.output, figures=not options.no_figures))


if __name__ == "__main__":
    main()
