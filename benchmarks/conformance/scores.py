"""How far off the answers of a peer are, counted by kinds of cases."""

from __future__ import annotations

from typing import Any

from benchmarks.conformance.asking import Answer
from benchmarks.conformance.cases import Case

# The order of the tables.
PEERS = [
    "geodist",
    "postgis",
    "meos",
    "shapely_pyproj",
    "geographiclib",
    "geopandas_utm",
    "spherely",
    "sedonadb",
]
GROUPS = {
    "length": ["line_length"],
    "area": ["polygon_area"],
    "point to line": ["point_line_distance"],
    "point to polygon": ["point_polygon_distance"],
    "line or polygon to line or polygon": [
        "line_line_distance",
        "line_polygon_distance",
        "polygon_polygon_distance",
    ],
}


def levels(case: Case, error: float) -> list[bool]:
    """Whether it is off by more than a millimetre (areas: 1 m2), a metre (1e-6), a percent."""
    if case.call == "area":
        return [error > 1, error > max(1, 1e-6 * case.value), error > max(1, 0.01 * case.value)]
    return [error > 1e-3, error > 1, error > max(1, 0.01 * case.value)]


def count(answers: list[tuple[Case, Answer]]) -> dict[str, Any]:
    """The numbers of a row of the table."""
    errors = [(error, case) for case, error in answers if isinstance(error, float)]
    over = [levels(case, error) for error, case in errors]
    worst = max(errors, key=lambda pair: pair[0], default=None)
    return {
        "cases": len(answers),
        "refused": len(answers) - len(errors),
        "over": [sum(level) for level in zip(*over, strict=True)] if over else [0, 0, 0],
        "worst": worst and three_digits(worst[0]),
        "where": worst and worst[1].id,
    }


def score(answers: list[tuple[Case, Answer]]) -> dict[str, Any]:
    """The counts of all groups, and the answers to the cases from public reports."""
    counts = {}
    for group, operations in GROUPS.items():
        mine = [(case, error) for case, error in answers if case.operation in operations]
        if mine:
            counts[group] = count(mine)
    public = {
        case.id: error if isinstance(error, str) else three_digits(error)
        for case, error in answers
        if case.is_public
    }
    return {"counts": counts, "public": public}


def three_digits(error: float) -> float:
    return float(f"{error:.3g}")
