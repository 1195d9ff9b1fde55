"""spherely: Google's S2 for Shapely's users."""

from typing import Any

import shapely
import spherely

VERSION = f"spherely {spherely.__version__} (S2)"
METHOD = "sphere"


def geography(geometry: Any) -> Any:
    return spherely.from_wkb(shapely.to_wkb(geometry))


def length(line: Any) -> float:
    return float(spherely.length(geography(line)))


def area(polygon: Any) -> float:
    return float(spherely.area(geography(polygon)))


def distance(a: Any, b: Any) -> float:
    return float(spherely.distance(geography(a), geography(b)))
