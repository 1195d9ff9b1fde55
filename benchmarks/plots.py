"""The figures: ratios against what was aimed at, and time against error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.table import Measured, digits, find, ratio
from benchmarks.targets import WORKLOADS

METADATA = {"Date": None, "Creator": None}  # the same numbers give the same file


def _figure(width: float, height: float) -> tuple[Any, Any]:
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "geodist"
    mpl.rcParams["svg.fonttype"] = "none"  # text as text: its outlines were most of a file
    mpl.rcParams["font.sans-serif"] = ["DejaVu Sans"]  # every text names what is in here
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(width, height), layout="constrained")
    return figure, axes


def ratios(measured: Measured, path: Path) -> None:
    """How many times faster than each named competitor."""
    found = []
    for workload in WORKLOADS:
        result = measured.get((workload.name, workload.isa))
        for name, factor in workload.others.items():
            ours, theirs = find(result, "geodist"), find(result, name)
            if ours is not None and theirs is not None:
                label = f"{workload.label.replace('`', '')}\n{theirs['version']}"
                found.append((label, ratio(ours, theirs)[0], factor))
    found.reverse()
    figure, axes = _figure(8, 1 + 0.32 * len(found))
    least = min([x[1] for x in found] + [x[2] for x in found if x[2] is not None]) / 1.5
    # All bars in one path, which keeps the file small.
    ends = [x for _, factor, _ in found for x in (least, factor, float("nan"))]
    rows = [y for y in range(len(found)) for _ in range(3)]
    axes.plot(ends, rows, color="#3b7dd8", linewidth=16, solid_capstyle="butt")
    axes.set_yticks(range(len(found)), [x[0] for x in found])
    aims = [(x[2], y) for y, x in enumerate(found) if x[2] is not None]
    axes.plot([x for x, _ in aims], [y for _, y in aims], "k|", markersize=11, label="to reach")
    for y, x in enumerate(found):
        axes.annotate(f"  {digits(x[1])}", (x[1], y), va="center", fontsize=8)
    axes.set(xscale="log", xlabel="times faster than the competitor", ylim=(-0.7, len(found) - 0.3))
    axes.set_xlim(least, 1.6 * max(x[1] for x in found))
    axes.tick_params(axis="y", labelsize=7, length=0)
    axes.minorticks_off()
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
