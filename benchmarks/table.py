"""The tables: what was measured beside what is to be reached, and the roofline, in Markdown."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.targets import WORKLOADS, Workload
from benchmarks.truth import in_words

Measured = dict[tuple[str, str | None], dict[str, Any]]


def find(result: dict[str, Any] | None, name: str) -> dict[str, Any] | None:
    return next((x for x in result["found"] if x["competitor"] == name), None) if result else None


def ratio(ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[float, float, float]:
    """Of the medians; and the quartiles of the ratios turn by turn."""
    turns = np.array(theirs["ns"]) / np.array(ours["ns"])
    low, high = np.quantile(turns, [0.25, 0.75])
    return theirs["median_ns"] / ours["median_ns"], float(low), float(high)


def digits(x: float) -> str:
    return f"{x:.3g}" if x < 1000 else f"{x:.0f}"


def _error(result: dict[str, Any], error: float | None) -> str:
    if error is None:
        return "no result"
    unit = result.get("error_unit", "m")
    return in_words(error) if unit == "m" else f"{error:.2g} {unit}"


def grid(header: list[str], rows: list[list[str]]) -> list[str]:
    mark = ["---"] + ["--:" if len(h) < 16 else "---" for h in header[1:]]
    return ["| " + " | ".join(row) + " |" for row in [header, mark, *rows]]


def _row(title: str, name: str, result: dict[str, Any] | None, factor: float | None) -> list[str]:
    """geodist beside the competitor of this name."""
    ours, theirs = find(result, "geodist"), find(result, name)
    goal = "" if factor is None else f"{factor:.3g}"
    if result is None or ours is None or theirs is None:
        return [title, name, *["-"] * 4, goal, "-", "-"]
    x, low, high = ratio(ours, theirs)
    reached = factor is not None and x >= factor
    of_bytes = " B" if result.get("unit") == "bytes" else ""
    return [
        title,
        theirs["version"],
        digits(ours["median_ns"]) + of_bytes,
        digits(theirs["median_ns"]) + of_bytes,
        f"**{digits(x)}**" if reached else digits(x),
        f"{digits(low)} to {digits(high)}",
        goal,
        _error(result, ours["error"]),
        _error(result, theirs["error"]),
    ]


HEADER = ["workload", "competitor", "geodist ns", "its ns", "ratio", "quartiles", "to reach"]
HEADER += ["geodist error", "its error"]


def targets(measured: Measured) -> list[str]:
    """geodist beside other libraries."""
    rows = []
    for workload in WORKLOADS:
        result = measured.get((workload.name, workload.isa))
        for name, factor in workload.others.items():
            rows.append(_row(workload.label, name, result, factor))
    return grid(HEADER, rows)


def earlier(measured: Measured) -> list[str]:
    """geodist beside an earlier build of it."""
    rows = []
    missing = []
    for workload in WORKLOADS:
        result = measured.get((workload.name, workload.isa))
        if find(result, "earlier"):
            row = _row(workload.label, "earlier", result, workload.earlier)
            rows.append([row[0], *row[2:]])
        elif result is not None and "earlier" in result["absent"]:
            missing.append(f"{workload.label} ({result['absent']['earlier']})")
    lines = grid([HEADER[0], *HEADER[2:]], rows)
    return lines + (["", "It lacks: " + "; ".join(missing) + "."] if missing else [])


def _heading(workload: Workload) -> str:
    isa = f", `GEODIST_ISA={workload.isa}`" if workload.isa else ""
    return workload.name.replace("_", " ") + isa


def everything(measured: Measured) -> list[str]:
    """Every competitor of every workload, slowest first."""
    lines = []
    for workload in WORKLOADS:
        result = measured.get((workload.name, workload.isa))
        ours = find(result, "geodist")
        if result is None or ours is None or not workload.others:
            continue
        lines += ["", f"### {_heading(workload)}", ""]
        rows = []
        for x in sorted(result["found"], key=lambda x: -x["median_ns"]):
            factor = digits(x["median_ns"] / ours["median_ns"])
            rows.append([x["version"], digits(x["median_ns"]), factor, _error(result, x["error"])])
        lines += grid(["competitor", "ns a pair", "times geodist's", "largest error"], rows)
        if result["absent"]:
            lines += [
                "",
                "Not measured: " + "; ".join(f"{k} ({v})" for k, v in result["absent"].items()),
            ]
    return lines


def bound(roof: dict[str, Any], task: dict[str, Any]) -> tuple[float, float]:
    """Nanoseconds a row if the arithmetic units never idle; and if divisions and roots, which have a
    unit of their own, are all that counts.
    """
    cost, vector = roof["ns_per_instruction"], task["per_vector"]
    plain = ("fma", "add or mul", "sign and blend", "compare", "estimate")
    busy = sum(vector[kind] for kind in plain) * cost["fma"]
    divider = vector["div"] * cost["division"] + vector["sqrt"] * cost["root"]
    return busy / roof["lanes"], divider / roof["lanes"]


def roofline(roof: dict[str, Any]) -> list[str]:
    cost = roof["ns_per_instruction"]
    rate = 1 / cost["fma"]
    text = (
        f"One core, `{roof['isa']}`, {roof['lanes']} lanes: {rate:.2f} fused multiply-adds of a vector "
        f"a nanosecond ({2 * rate * roof['lanes']:.1f} Gflop/s); a division of a vector takes "
        f"{cost['division']:.2f} ns, a square root {cost['root']:.2f} ns."
    )
    header = ["kernel", "fma", "add, mul, min, max", "sign, blend", "compare", "estimate", "div"]
    header += ["sqrt", "load, store", "bound ns", "divider ns", "measured ns", "of the bound"]
    rows = []
    for task in roof["tasks"]:
        busy, divider = bound(roof, task)
        numbers = [f"{x:.0f}" if x >= 10 else f"{x:.1f}" for x in task["per_vector"].values()]
        reached = max(busy, divider) / task["ns_per_row"]
        row = [task["name"], *numbers, f"{busy:.2f}", f"{divider:.2f}"]
        rows.append([*row, f"{task['ns_per_row']:.2f}", f"{100 * reached:.0f} %"])
    return [text, "", *grid(header, rows)]


def document(results: dict[str, Any], measured: Measured) -> str:
    machine = results["machine"]
    where = (
        f"{machine['processor']}, {machine['system']}, {machine['processors']} processors, "
        f"load {machine['load']} before the first workload; "
        f"instruction set {machine['simd']['active']}; Python {machine['python']}, "
        f"NumPy {machine['numpy']}, geodist {machine['geodist']} (commit {machine['commit']}); "
        f"{machine['date']}."
    )
    how = (
        f"Made by `{results['command']}`. Nanoseconds a pair, medians. A bold ratio reaches what was "
        "aimed at."
    )
    lines = [where, "", how, "", *targets(measured)]
    if results.get("earlier"):
        lines += ["", f"### Beside an earlier build: {results['earlier']}", "", *earlier(measured)]
    lines += ["", "### Roofline", ""]
    if results.get("roofline"):
        lines += roofline(results["roofline"])
    else:
        lines.append("Not measured: the C++ part was not built.")
    return "\n".join([*lines, *everything(measured)]) + "\n"
