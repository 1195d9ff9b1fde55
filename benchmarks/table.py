"""The tables: what is to be reached, what was measured, and the roofline, in Markdown."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from benchmarks.truth import in_words

Measured = dict[tuple[str, str | None], dict[str, Any]]


class Target(NamedTuple):
    """A workload, one of its competitors, and how many times faster geodist is to be."""

    title: str
    workload: str
    competitor: str
    factor: float
    isa: str | None = None


TARGETS = [
    Target("inverse, distance, uniform pairs", "inverse_uniform", "pyproj", 90),
    Target("the same, `GEODIST_ISA=avx2`", "inverse_uniform", "pyproj", 45, "avx2"),
    Target("inverse with azimuths, uniform", "inverse_azimuths", "pyproj", 65),
    Target("inverse, distance, within 50 km", "inverse_within_50km", "pyproj", 70),
    Target("inverse, distance, near-antipodal (± 1°)", "inverse_near_antipodal", "pyproj", 20),
    Target(
        "inverse, distance, hard antipodal set", "inverse_hard_antipodal", "geographiclib_cpp", 15
    ),
    Target("direct", "direct", "pyproj", 30),
    Target("great circle", "great_circle", "numpy_haversine", 7),
    Target("rhumb inverse", "rhumb_inverse", "geographiclib_cpp", 40),
    Target("cdist 4000 x 4000, ellipsoid", "cdist_ellipsoid", "pyproj", 120),
    Target("cdist 4000 x 4000, sphere", "cdist_sphere", "sklearn", 15),
    Target(
        "inverse, distance, one lane (`portable`)",
        "inverse_uniform",
        "geographiclib_cpp",
        6,
        "portable",
    ),
    Target("two threads against one, 1e7 pairs", "two_threads", "geodist_one_thread", 1.85),
    Target("nearest of 1e6 points, uniform", "nearest_uniform", "sklearn", 50),
    Target("nearest of 1e6 points, uniform", "nearest_uniform", "scipy", 1.3),
    Target("nearest of 1e6 points, uniform", "nearest_uniform", "geographiclib_cpp", 20),
    Target("nearest of 1e6 points, clustered", "nearest_clustered", "sklearn", 50),
    Target("nearest of 1e6 points, clustered", "nearest_clustered", "scipy", 1.3),
    Target("nearest of 1e6 points, clustered", "nearest_clustered", "geographiclib_cpp", 20),
    Target("10 nearest of 1e6 points, uniform", "nearest10_uniform", "sklearn", 30),
    Target("10 nearest of 1e6 points, uniform", "nearest10_uniform", "scipy", 1.3),
    Target("10 nearest of 1e6 points, clustered", "nearest10_clustered", "sklearn", 30),
    Target("10 nearest of 1e6 points, clustered", "nearest10_clustered", "scipy", 1.3),
    Target("within 50 km, of 1e5 points, uniform", "radius_uniform", "scipy", 2),
    Target("within 50 km, of 1e5 points, clustered", "radius_clustered", "scipy", 2),
    Target("table joined to the nearest of 1e6 rows", "nearest_join", "geopandas", 3),
    Target("table joined to the nearest of 1e6 rows", "nearest_join", "sklearn", 3),
    Target("Hausdorff distance, 8000 and 8000 points", "hausdorff", "geodist_cdist", 20),
    Target("index of 1e6 points, uniform", "build_uniform", "scipy", 1.5),
    Target("index of 1e6 points, clustered", "build_clustered", "scipy", 1.5),
    Target("scalar call", "scalar_call", "geopy", 100),
    Target("scalar call", "scalar_call", "pyproj", 1.5),
]
WORKLOADS = list(dict.fromkeys((target.workload, target.isa) for target in TARGETS))


def find(result: dict[str, Any] | None, name: str) -> dict[str, Any] | None:
    return next((x for x in result["found"] if x["competitor"] == name), None) if result else None


def ratio(ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[float, float, float]:
    """Of the medians; and the quartiles of the ratios turn by turn."""
    turns = np.array(theirs["ns"]) / np.array(ours["ns"])
    low, high = np.quantile(turns, [0.25, 0.75])
    return theirs["median_ns"] / ours["median_ns"], float(low), float(high)


def digits(x: float) -> str:
    return f"{x:.3g}" if x < 1000 else f"{x:.0f}"


def _error(metres: float | None) -> str:
    return "no result" if metres is None else in_words(metres)


def _lines(header: list[str], rows: list[list[str]]) -> list[str]:
    mark = ["---"] + ["--:" if len(h) < 16 else "---" for h in header[1:]]
    return ["| " + " | ".join(row) + " |" for row in [header, mark, *rows]]


def targets(measured: Measured) -> list[str]:
    header = ["workload", "competitor", "geodist ns", "its ns", "ratio", "quartiles"]
    header += ["to reach", "geodist error", "its error"]
    rows = []
    for target in TARGETS:
        result = measured.get((target.workload, target.isa))
        ours, theirs = find(result, "geodist"), find(result, target.competitor)
        goal = f"{target.factor:g}"
        if ours is None or theirs is None:
            rows.append([target.title, target.competitor, *["-"] * 4, goal, "-", "-"])
            continue
        x, low, high = ratio(ours, theirs)
        row = [target.title, theirs["version"], digits(ours["median_ns"])]
        row += [
            digits(theirs["median_ns"]),
            f"**{digits(x)}**" if x >= target.factor else digits(x),
        ]
        row += [f"{digits(low)} to {digits(high)}", goal]
        rows.append([*row, _error(ours["error"]), _error(theirs["error"])])
    return _lines(header, rows)


def everything(measured: Measured) -> list[str]:
    """Every competitor of every workload, slowest first."""
    lines = []
    for (workload, isa), result in measured.items():
        ours = find(result, "geodist")
        if ours is None:
            continue
        title = workload.replace("_", " ") + (f", `GEODIST_ISA={isa}`" if isa else "")
        lines += ["", f"### {title}", ""]
        rows = []
        for x in sorted(result["found"], key=lambda x: -x["median_ns"]):
            factor = digits(x["median_ns"] / ours["median_ns"])
            rows.append([x["version"], digits(x["median_ns"]), factor, _error(x["error"])])
        lines += _lines(["competitor", "ns a pair", "times geodist's", "largest error"], rows)
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
    return [text, "", *_lines(header, rows)]


def document(results: dict[str, Any], measured: Measured) -> str:
    machine = results["machine"]
    where = (
        f"{machine['processor']}, {machine['system']}, {machine['processors']} processors, "
        f"load {machine['load']} before the first workload; "
        f"instruction set {machine['simd']['active']}; Python {machine['python']}, "
        f"NumPy {machine['numpy']}, geodist {machine['geodist']}; {machine['date']}."
    )
    lines = [
        where,
        "",
        "Made by `"
        + results["command"]
        + "`. Nanoseconds a pair, medians. A bold ratio reaches what "
        "was aimed at.",
        "",
        *targets(measured),
        "",
        "### Roofline",
        "",
    ]
    if results.get("roofline"):
        lines += roofline(results["roofline"])
    else:
        lines.append("Not measured: the C++ part was not built.")
    return "\n".join([*lines, *everything(measured)]) + "\n"
