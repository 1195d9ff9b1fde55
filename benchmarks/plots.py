"""The figures: ratios against what was aimed at, and time against error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.table import TARGETS, Measured, find, ratio

METADATA = {"Date": None, "Creator": None}  # the same numbers give the same file


def _figure(width: float, height: float) -> tuple[Any, Any]:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "geodist"
    from matplotlib import pyplot as plt

    return plt.subplots(figsize=(width, height), layout="constrained")


def ratios(measured: Measured, path: Path) -> None:
    """How many times faster than each named competitor."""
    found = []
    for target in TARGETS:
        result = measured.get((target.workload, target.isa))
        ours, theirs = find(result, "geodist"), find(result, target.competitor)
        if ours is not None and theirs is not None:
            label = f"{target.title.replace('`', '')}\n{theirs['version']}"
            found.append((label, ratio(ours, theirs)[0], target.factor))
    found.reverse()
    figure, axes = _figure(8, 1 + 0.5 * len(found))
    axes.barh([x[0] for x in found], [x[1] for x in found], color="#3b7dd8")
    axes.plot([x[2] for x in found], range(len(found)), "k|", markersize=14, label="to reach")
    for y, x in enumerate(found):
        axes.annotate(f" {x[1]:.3g}", (x[1], y), va="center", fontsize=8)
    axes.set(xscale="log", xlabel="times faster than the competitor")
    axes.tick_params(axis="y", labelsize=7)
    axes.legend(loc="lower right")
    figure.savefig(path, metadata=METADATA)


def accuracy(measured: Measured, workload: str, path: Path) -> None:
    """Nanoseconds a pair against the largest error of one workload."""
    figure, axes = _figure(7, 4.5)
    for x in measured[workload, None]["found"]:
        if x["error"] is None:
            continue
        ours = x["competitor"] == "geodist"
        axes.plot(
            x["median_ns"], max(x["error"], 1e-10), "o", color="#c03030" if ours else "#3b7dd8"
        )
        place = (x["median_ns"], max(x["error"], 1e-10))
        axes.annotate(x["version"], place, (5, 5), textcoords="offset points", fontsize=8)
    axes.axhline(12e-9, color="gray", linewidth=0.8, linestyle=":")
    axes.set(xscale="log", yscale="log", xlabel="ns a pair", ylabel="largest error, m")
    axes.set_title(workload.replace("_", " "), fontsize=10)
    axes.margins(0.2)
    figure.savefig(path, metadata=METADATA)
