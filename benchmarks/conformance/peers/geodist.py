"""geodist's functions of shapes."""

from typing import Any

import geodist as gd

VERSION = f"geodist {gd.__version__}"
METHOD = "ellipsoid"


def length(line: Any) -> float:
    return float(gd.length(gd.Shapes([line]))[0])


def area(polygon: Any) -> float:
    return float(gd.area(gd.Shapes([polygon]))[0])


def distance(a: Any, b: Any) -> float:
    return float(gd.distance(gd.Shapes([a]), gd.Shapes([b]))[0])
