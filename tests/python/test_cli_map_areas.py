"""Maps of lines and areas: edges, how areas are filled, every format, the row under the pointer."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")

from test_cli_map import content, invoke
from test_cli_map_features import browser, feature, run_script, write_features

import geodist
from geodist.cli.map import data as map_data

if TYPE_CHECKING:
    from pathlib import Path

CAP = [[0, -70], [90, -70], [180, -70], [-90, -70], [0, -70]]
INNER = [[0, -80], [90, -80], [180, -80], [-90, -80], [0, -80]]
FIJI = [[170, -20], [-170, -20], [-170, -10], [170, -10], [170, -20]]


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: list[Any], **properties: Any) -> dict[str, Any]:
    return feature({"type": "Polygon", "coordinates": list(rings)}, **properties)


def page_of(table: Path, *options: str) -> dict[str, Any]:
    result = invoke(table, "-o", table.with_suffix(".html"), *options)
    assert result.exit_code == 0, result.output
    return content(table.with_suffix(".html"))


def filled(rings: list[list[float]]) -> float:
    """Give the area of rings on the map, in square degrees, holes being negative."""
    total = 0.0
    for ring in rings:
        lon, lat = np.array(ring).reshape(-1, 2).T
        total += float(np.sum(lon * np.roll(lat, -1) - np.roll(lon, -1) * lat)) / 2
    return total


def test_geodesic_edges_are_followed_and_planar_ones_are_straight(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[0, 50], [60, 50], [60, 40]]}
    table = write_features(tmp_path / "in.geojson", feature(line), polygon(box(0, 50, 60, 60)))
    planar = page_of(table)
    assert planar["lines"] == [
        [0, 50, 60, 50, 60, 40],
        [0, 50, 60, 50, 60, 60, 0, 60, 0, 50],
    ]
    assert filled(planar["areas"][0]) == 600
    geodesic = page_of(table, "--edges", "geodesic")
    lon, lat = np.array(geodesic["lines"][0]).reshape(-1, 2).T
    assert len(lon) > 40
    first = lon < 60
    way = geodist.distance(50, 0, lat, lon) + geodist.distance(lat, lon, 50, 60)
    np.testing.assert_allclose(way[first], geodist.distance(50, 0, 50, 60), atol=1)
    assert lat.max() > 53
    assert (lon[~first] == 60).all()
    # The area is filled along the same edges.
    ring = geodesic["areas"][0][0]
    assert sorted(zip(ring[::2], ring[1::2], strict=True)) == sorted(
        zip(geodesic["lines"][1][::2], geodesic["lines"][1][1::2], strict=True)
    )


def test_areas_are_filled_over_the_antimeridian_and_the_pole(tmp_path: Path) -> None:
    table = write_features(
        tmp_path / "in.geojson", polygon(FIJI), polygon(CAP), polygon(CAP, INNER)
    )
    page = page_of(table, "--edges", "geodesic")
    fiji, cap, belt = page["areas"]
    for area in page["areas"]:
        assert np.abs(np.concatenate(area)[::2]).max() <= 180
    # Both halves; its northern and southern edges bend southwards, by different amounts.
    assert filled(fiji) == pytest.approx(200, abs=3)
    assert filled(fiji[:1]) == pytest.approx(100, abs=2)
    # Its edges come nearer to the pole than 70 degrees.
    assert 360 * 14 < filled(cap) < 360 * 20
    assert min(cap[0][1::2]) == -90
    assert 360 * 6 < filled(belt) < 360 * 10
    assert page["extent"][2] == -90


def test_planar_areas_of_the_whole_world_are_filled(tmp_path: Path) -> None:
    page = page_of(write_features(tmp_path / "in.geojson", polygon(box(-180, -90, 180, 90))))
    assert filled(page["areas"][0]) == 360 * 180
    beyond = page_of(write_features(tmp_path / "b.geojson", polygon(box(170, 0, 190, 10))))
    assert filled(beyond["areas"][0]) == 200
    assert np.abs(np.concatenate(beyond["areas"][0])[::2]).max() == 180


@pytest.mark.parametrize("ending", ["geojson", "parquet", "gpkg", "shp", "fgb", "kml"])
def test_lines_and_areas_of_every_format(tmp_path: Path, ending: str) -> None:
    geopandas = pytest.importorskip("geopandas")
    pyogrio = pytest.importorskip("pyogrio")
    shapely = pytest.importorskip("shapely")
    for number, shape in enumerate((shapely.box(0, 0, 4, 5), shapely.LineString([(6, 7), (8, 9)]))):
        table = tmp_path / f"in{number}.{ending}"
        layer = geopandas.GeoDataFrame({"Name": ["a"]}, geometry=[shape], crs="EPSG:4326")
        if ending == "parquet":
            layer.to_parquet(table)
        elif ending == "kml" and pyogrio.list_drivers().get("KML") != "rw":
            pytest.skip("no KML can be written")
        else:
            layer.to_file(table, engine="pyogrio", driver="KML" if ending == "kml" else None)
        page = page_of(table, "--color", "Name")
        assert len(page["areas"]) == 1 - number
        assert len(page["lines"]) == 1
        assert page["color"]["labels"] == ["a (1)"]
        assert "a" in np.ravel(page["cells"])
        if number == 0:
            assert filled(page["areas"][0]) == 20


def test_areas_are_sampled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_data, "MAX_ROWS", 50)
    many = [polygon(box(i / 10, 0, i / 10 + 0.1, 1), id=i) for i in range(1000)]
    table = write_features(tmp_path / "in.geojson", *many)
    page = page_of(table)
    assert page["areaRows"] == list(range(50))
    # Each keeps its own cells.
    west = [min(rings[0][::2]) for rings in page["areas"]]
    np.testing.assert_allclose(np.array(page["cells"][0], float) / 10, west, atol=1e-4)
    assert max(west) - min(west) > 70


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_pictures_fill_areas_but_not_their_holes(tmp_path: Path, ending: str) -> None:
    pytest.importorskip("matplotlib", reason="the extra plot is not installed")
    # No coast is near.
    rings = box(-140, -50, -120, -30), box(-135, -45, -125, -35)
    table = write_features(tmp_path / "in.geojson", polygon(*rings))
    picture = tmp_path / f"map.{ending}"
    assert invoke(table, "-o", picture).exit_code == 0
    if ending == "svg":
        assert "areas" in {element.get("id") for element in ET.parse(picture).iter()}
    if ending == "png":
        import matplotlib.image

        pixels = matplotlib.image.imread(picture)
        # A fifth of the colour of lines on white.
        light = np.abs(pixels[..., :3] - (1 - 0.2 * (1 - np.array([31, 111, 180]) / 255)))
        where = light.max(axis=-1) < 0.02
        rows, columns = np.nonzero(where)
        middle = where[(rows.min() + rows.max()) // 2, (columns.min() + columns.max()) // 2]
        assert not middle
        height, width = np.ptp(rows), np.ptp(columns)
        assert where.sum() / (height * width) == pytest.approx(0.75, abs=0.05)


@browser
def test_the_area_under_the_pointer_is_shown(tmp_path: Path) -> None:
    ring, hole, other = box(0, 0, 40, 40), box(10, 10, 30, 30), box(18, 18, 22, 22)
    table = write_features(
        tmp_path / "in.geojson", polygon(ring, hole, name="a"), polygon(other, name="b")
    )
    page_of(table)
    dom = run_script(
        tmp_path / "in.html",
        """
        const spots = [[5, 20], [14, 20], [20, 20], [38, 38]].map(([a, b]) => {
          show(x(a), y(b));
          return tip.hidden ? "" : tip.querySelector("td:last-child").textContent;
        });
        document.body.dataset.spots = JSON.stringify(spots);
        """,
    )
    (spots,) = re.findall(r'data-spots="([^"]*)"', dom)
    assert json.loads(spots.replace("&quot;", '"')) == ["a", "", "b", "a"]
    assert 'data-areas="2"' in dom
