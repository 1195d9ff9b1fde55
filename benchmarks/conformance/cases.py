"""The cases of tests/reference/shapes, as geometries of Shapely."""

from __future__ import annotations

from typing import Any, NamedTuple

from benchmarks import shapes

# What a case asks a peer for, and the names of its inputs.
OPERATIONS = {
    "line_length": ("length", "line"),
    "polygon_area": ("area", "rings"),
    "point_line_distance": ("distance", "point", "line"),
    "point_polygon_distance": ("distance", "point", "rings"),
    "line_line_distance": ("distance", "line1", "line2"),
    "line_polygon_distance": ("distance", "line", "rings"),
    "polygon_polygon_distance": ("distance", "rings1", "rings2"),
}


class Case(NamedTuple):
    """What is asked, and the right answer in metres or square metres."""

    id: str
    operation: str
    call: str
    geometries: tuple[Any, ...]
    value: float
    note: str
    source: str

    @property
    def is_public(self) -> bool:
        return self.source != "generated"


def load() -> list[Case]:
    """All on WGS84 with one right answer, but those with the inside left of a ring: few know that."""
    found = []
    for operation, (call, *names) in OPERATIONS.items():
        for case in shapes.cases(operation):
            given = case["input"]
            one = "value_other_choice" not in case and given.get("interior") != "left"
            if case["ellipsoid"] == "WGS84" and one:
                geometries = tuple(geometry(given[name]) for name in names)
                about = (case["id"], operation, call, geometries)
                found.append(Case(*about, float(case["value"]), case["note"], case["source"]))
    return found


def geometry(given: Any) -> Any:
    """A point, a line or a polygon, longitude first."""
    import shapely

    if isinstance(given, list):
        shell, *holes = map(ring, given)
        return shapely.Polygon(shell, holes)
    if isinstance(given["lat"], list):
        return shapely.LineString(pairs(given))
    return shapely.Point(given["lon"], given["lat"])


def pairs(given: dict[str, list[float]]) -> list[tuple[float, float]]:
    return list(zip(given["lon"], given["lat"], strict=True))


def ring(given: dict[str, list[float]]) -> list[tuple[float, float]]:
    """Closed; one of one or two places is filled up to the four vertices that Shapely wants."""
    vertices = pairs(given)
    if vertices[0] != vertices[-1]:
        vertices.append(vertices[0])
    return [*vertices[:1] * (4 - len(vertices)), *vertices]
