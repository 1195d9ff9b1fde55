"""Make countries.geojson and coast.geojson: the countries of the world, and its coasts.

    python examples/make_world.py

Natural Earth is in the public domain. The countries, at 1:110 million, are those in the tests of the
package pyogrio; the coasts, at 1:50 million, those that geodist draws on maps.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from geodist.cli.map.data import coastlines

# Five decimals are 1 m, much less than the scale of both.
DIGITS = 5
# Vertices of a line, so that a row of a result is short.
LONGEST = 26


def main() -> None:
    """Read both, and write both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(__file__).parent)
    folder = parser.parse_args().folder
    layer = pyogrio.read_dataframe(fixture()).sort_values("name")
    write(
        folder / "countries.geojson",
        (
            ({"country": name, "continent": continent}, json.loads(shapely.to_geojson(shape)))
            for name, continent, shape in zip(
                layer.name, layer.continent, layer.geometry, strict=True
            )
        ),
    )
    write(folder / "coast.geojson", (({}, line) for line in coast()))


def fixture() -> Path:
    """Find the countries in the package, without importing its tests."""
    spec = find_spec("pyogrio")
    assert spec is not None
    assert spec.origin is not None
    name = "naturalearth_lowres"
    return Path(spec.origin).parent / "tests" / "fixtures" / name / f"{name}.shp"


def coast() -> Iterable[dict[str, Any]]:
    """Give the lines of the coasts, cut into short ones."""
    lon, lat = coastlines()
    points = np.column_stack([lon, lat])
    for piece in np.split(points, np.flatnonzero(np.isnan(lon))):
        line = piece[~np.isnan(piece[:, 0])]
        for first in range(0, len(line) - 1, LONGEST - 1):
            part = line[first : first + LONGEST].tolist()
            yield {"type": "LineString", "coordinates": part}


def rounded(coordinates: Any) -> Any:
    """Round numbers in lists in lists."""
    if isinstance(coordinates, list):
        return [rounded(inner) for inner in coordinates]
    return round(coordinates, DIGITS)


def write(path: Path, features: Iterable[tuple[dict[str, str], dict[str, Any]]]) -> None:
    """Write a feature on each line."""
    lines = [
        json.dumps(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": geometry | {"coordinates": rounded(geometry["coordinates"])},
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for properties, geometry in features
    ]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path}: {len(lines)} features, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
