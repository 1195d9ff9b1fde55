"""Areas and perimeters of the cases in tests/reference/shapes."""

from typing import Any

import numpy as np
import pytest
from shape_cases import Case, cases, ellipsoid_of

import geodist as gd
from geodist import _geodist_core as core


def rings_of(case: Case) -> tuple[Any, Any, Any]:
    rings = case["input"]["rings"]
    lat = np.concatenate([np.array(ring["lat"], float) for ring in rings])
    lon = np.concatenate([np.array(ring["lon"], float) for ring in rings])
    return lat, lon, np.cumsum([0, *(len(ring["lat"]) for ring in rings)])


def longest_edge(lat: Any, lon: Any, offsets: Any, ellipsoid: gd.Ellipsoid) -> float:
    ends = np.arange(1, lat.size + 1)
    ends[offsets[1:] - 1] = offsets[:-1]
    return float(np.max(gd.distance(lat, lon, lat[ends], lon[ends], ellipsoid=ellipsoid)))


@pytest.mark.parametrize("case", cases("polygon_area"), ids=lambda case: case["id"])
def test_a_polygon_has_the_area_and_perimeter_of_the_case(case: Case):
    ellipsoid = ellipsoid_of(case)
    rings = rings_of(case)
    areas = core.ring_areas(*rings, ellipsoid, 1)
    longest = longest_edge(*rings, ellipsoid)
    # square metres an edge; none of the longest comes closer than 20 km to its antipode
    bound = len(rings[0]) * (1e-3 if longest < 1e5 else 0.2 if longest < 1.9e7 else 30)
    bound += case["tolerance"]
    assert abs(areas[0]) - np.sum(np.abs(areas[1:])) == pytest.approx(
        case["value"], rel=0, abs=bound
    )
    whole = ellipsoid.area
    assert whole == pytest.approx(case["ellipsoid_area"], rel=1e-15)
    left = areas[0] if areas[0] >= 0 else whole + areas[0]
    off = abs(left - case["area_left_of_shell"])
    # doubles of the size of the Earth are 0.06 m2 apart
    assert min(off, abs(whole - off)) <= bound + 0.2
    lengths = core.line_lengths(*rings, True, ellipsoid, 1)
    off = np.sum(lengths) - case["perimeter"]
    assert abs(off) <= 1.2e-8 * len(rings[0]) + case["perimeter_tolerance"]
