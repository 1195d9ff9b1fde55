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

    figure, axes = plt.subplots(figsize=(width, height), layout="constrained")
    return figure, axes


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
    found = [x for x in measured[workload, None]["found"] if x["error"] is not None]
    crowd = 0
    last = 0.0
    for x in sorted(found, key=lambda x: x["median_ns"]):
        crowd = crowd + 1 if x["median_ns"] < 1.3 * last else 0  # labels one below the other
        last = x["median_ns"]
        place = (last, max(x["error"], 1e-10))
        color = "#c03030" if x["competitor"] == "geodist" else "#3b7dd8"
        axes.plot(*place, "o", color=color)
        offset = (6, 5 - 12 * crowd)
        axes.annotate(x["version"], place, offset, textcoords="offset points", fontsize=8)
    axes.axhline(6e-9, color="gray", linewidth=0.8, linestyle=":")
    axes.set(xscale="log", yscale="log", xlabel="ns a pair", ylabel="largest error, m")
    axes.set_title(workload.replace("_", " "), fontsize=10)
    axes.margins(0.2)
    figure.savefig(path, metadata=METADATA)
