"""What is said where shapes lose something: edges, orientation, empty parts, places of faults."""

from __future__ import annotations

import struct
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

import geodist as gd
from geodist._columns import shapes as shape_columns
from geodist._types import edge_gaps

if TYPE_CHECKING:
    from collections.abc import Callable

LINE = shapely.LineString([(0, 50), (10, 50)])
SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]


@pytest.fixture(autouse=True)
def _nothing_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge_gaps, "_lost", set())
    monkeypatch.setattr(edge_gaps, "_said", {"geodesic": 1e7, "planar": 1e7})
    monkeypatch.setattr(shape_columns, "_said", set())


TO_SHAPELY: dict[str, Callable[[gd.Shapes], Any]] = {
    "to_wkb": lambda shapes: shapes.to_wkb(),
    "to_wkt": lambda shapes: shapes.to_wkt(),
    "to_shapely": lambda shapes: shapes.to_shapely(),
    "to_geoseries": lambda shapes: shapes.to_geoseries(),
    "one_to_wkb": lambda shapes: shapes[0].to_wkb(),  # type: ignore[union-attr]
}
TO_GEOJSON: dict[str, Callable[[gd.Shapes], Any]] = {
    "to_geojson": lambda shapes: shapes.to_geojson(),
    "geo_interface": lambda shapes: shapes.__geo_interface__,
    "one": lambda shapes: shapes[0].__geo_interface__,  # type: ignore[union-attr]
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("write", TO_SHAPELY.values(), ids=TO_SHAPELY)
def test_planar_edges_are_lost_in_forms_that_do_not_say_so(write: Any) -> None:
    write(gd.Shapes.from_shapely([LINE], edges="geodesic"))
    shapes = gd.Shapes.from_shapely([LINE], edges="planar")
    with pytest.warns(gd.EdgeWarning, match=r"these are geodesics, up to 12 km from") as said:
        write(shapes)
    assert [warning.filename for warning in said] == [__file__]
    write(shapes)  # once is enough


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("write", TO_GEOJSON.values(), ids=TO_GEOJSON)
def test_geodesics_are_lost_in_geojson(write: Any) -> None:
    write(gd.Shapes.from_shapely([LINE], edges="planar"))
    shapes = gd.Shapes.from_shapely([LINE], edges="geodesic")
    write(gd.densify(shapes, 5000))
    with pytest.warns(gd.EdgeWarning, match=r"up to 12 km from the geodesics") as said:
        write(shapes)
    assert [warning.filename for warning in said] == [__file__]
    write(shapes)


@pytest.mark.filterwarnings("error")
def test_edges_that_do_not_matter_or_are_kept_are_not_spoken_of() -> None:
    short = shapely.LineString([(0, 50), (0.001, 50)])
    gd.Shapes.from_shapely([short, None], edges="planar").to_wkb()
    gd.Shapes.from_shapely([short], edges="geodesic").to_geojson()
    for edges in ("planar", "geodesic"):
        shapes = gd.Shapes.from_shapely([LINE], edges=edges)  # type: ignore[arg-type]
        assert gd.Shapes.from_arrow(shapes.to_arrow()).edges == edges


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("write", ["to_wkb", "to_geojson", "to_arrow"])
def test_an_inside_that_is_the_larger_side_is_lost(write: str) -> None:
    left, right = shapely.Polygon(SQUARE), shapely.Polygon(SQUARE[::-1])
    edge_gaps._lost.update({"geodesic", "planar"})
    for polygon, oriented, edges in (
        (left, True, "geodesic"),
        (right, False, "geodesic"),
        (right, True, "planar"),
    ):
        shapes = gd.Shapes.from_shapely([LINE, polygon], edges=edges, oriented=oriented)  # type: ignore[arg-type]
        getattr(shapes, write)()
    shapes = gd.Shapes.from_shapely([LINE, right], edges="geodesic", oriented=True)
    with pytest.warns(UserWarning, match=r"row 1 is oriented, and its inside is the larger side"):
        getattr(shapes, write)()
    getattr(shapes, write)()


def test_planar_rings_wider_than_the_earth_are_named() -> None:
    gd.Shapes.from_shapely([shapely.box(-180, 0, 180, 10)], edges="planar")
    wide = [shapely.box(0, 0, 1, 1), shapely.box(-200, 0, 200, 10)]
    with pytest.warns(gd.EdgeWarning, match=r"more than 360 degrees of longitude \(row 1\)"):
        shapes = gd.Shapes.from_shapely(wide, edges="planar")
    once = gd.Shapes.from_shapely([shapely.box(-180, 0, 180, 10)], edges="planar")
    assert gd.area(shapes)[1] == pytest.approx(gd.area(once)[0] * 400 / 360)
    assert gd.covers(shapes[1], gd.Points(lat=[5, 5, 11], lon=[190, 0, 0])).tolist() == [
        True,
        True,
        False,
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error", gd.EdgeWarning)
        gd.Shapes.lines([0, 0, 0], [-150, 0, 150], [0, 3], edges="planar")
        gd.Shapes.from_shapely([shapely.box(-20, 0, 20, 1), shapely.box(700, 0, 701, 1)])


EMPTY_PARTS = [
    "MULTIPOLYGON (EMPTY, ((0 0, 1 0, 1 1, 0 0)))",
    "MULTILINESTRING (EMPTY, (0 0, 1 0))",
    "MULTIPOINT (EMPTY, (1 1))",
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", EMPTY_PARTS)
def test_it_is_said_that_empty_parts_do_not_count(text: str) -> None:
    geometry = shapely.from_wkt(text)
    read: list[Callable[[], gd.Shapes]] = [
        lambda: gd.Shapes.from_shapely([None, geometry], edges="geodesic"),
        lambda: gd.Shapes.from_wkb([None, geometry.wkb], edges="geodesic"),
    ]
    if not text.startswith("MULTIPOINT"):  # whose empty points Shapely does not write
        collection = {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "geometry": g and shapely.geometry.mapping(g)}
                for g in (None, geometry)
            ],
        }
        read.append(lambda: gd.Shapes.from_geojson(collection, edges="geodesic"))
    for shapes in read:
        shape_columns._said.clear()
        with pytest.warns(UserWarning, match="row 1 has empty parts or rings"):
            found = shapes()
        assert found.part_offsets.size == 2
        shapes()


@pytest.mark.filterwarnings("error")
def test_it_is_said_of_columns_too() -> None:
    pa = pytest.importorskip("pyarrow")
    vertex = pa.struct([("x", pa.float64()), ("y", pa.float64())])
    ring = [{"x": x, "y": y} for x, y in SQUARE]
    polygons = {
        "geoarrow.polygon": [[ring], [ring, []]],
        "geoarrow.multilinestring": [[ring], [[], ring]],
        "geoarrow.multipolygon": [[[ring]], [[], [ring]]],
    }
    for name, values in polygons.items():
        depth = 3 if name.endswith("multipolygon") else 2
        kind = vertex
        for _ in range(depth):
            kind = pa.list_(kind)
        field = pa.field("g", kind, metadata={"ARROW:extension:name": name})
        table = pa.table([pa.array(values, kind)], schema=pa.schema([field]))
        shape_columns._said.clear()
        with pytest.warns(UserWarning, match="row 1 has empty parts or rings"):
            gd.Shapes.from_arrow(table, edges="geodesic")
    shape_columns._said.clear()
    lat, lon = [0, 0, 1], [0, 1, 1]
    with pytest.warns(UserWarning, match="row 0 has empty parts or rings"):
        gd.Shapes.polygons(lat, lon, [0, 0, 3], [0, 2], edges="geodesic")
    gd.Shapes.polygons(lat, lon, [0, 0, 3], edges="geodesic")  # a row that is empty as a whole
    gd.Shapes.from_wkt(["MULTIPOLYGON (EMPTY, EMPTY)", "POLYGON EMPTY"])


def wkb_of(text: str, vertex: int, value: float) -> bytes:
    """Write text with another number as x of one of its vertices."""
    x, y = np.asarray(shapely.get_coordinates(shapely.from_wkt(text)))[vertex]
    data = shapely.from_wkt(text).wkb
    place = data.index(struct.pack("<dd", x, y))
    return data[:place] + struct.pack("<d", value) + data[place + 8 :]


PLACES = [
    ("LINESTRING (1 2, 3 4, 5 6)", 2, (0, 0, 2)),
    ("POLYGON ((0 1, 9 2, 9 9, 0 1), (3 3, 4 3, 4 4, 3 3))", 5, (0, 1, 1)),
    ("MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))", 3, (1, 0, 1)),
    ("MULTIPOLYGON (((0 1, 9 2, 9 9, 0 1)), ((20 21, 22 20, 22 22, 20 21)))", 6, (1, 0, 2)),
    ("MULTIPOINT ((1 2), (3 4))", 1, (1, 0, 0)),
    ("POINT (1 2)", 0, (0, 0, 0)),
]


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize(("text", "vertex", "place"), PLACES)
def test_a_number_that_is_none_is_found_in_well_known_binary(
    text: str, vertex: int, place: tuple[int, int, int], value: float
) -> None:
    part, ring, number = place
    cells = [shapely.Point(0, 0).wkb, wkb_of(text, vertex, value)]
    where = rf"geometry 1 .* not finite \(part {part}, ring {ring}, vertex {number}\)"
    with pytest.raises(gd.InvalidGeometryError, match=where) as error:
        gd.Shapes.from_wkb(cells)
    assert (error.value.index, error.value.vertex) == (1, number)


@pytest.mark.parametrize(("text", "vertex", "place"), PLACES[:5])
@pytest.mark.parametrize("value", ["NaN", "null", '"5"', "1e400"])
def test_and_in_geojson(text: str, vertex: int, place: tuple[int, int, int], value: str) -> None:
    geojson = shapely.to_geojson(shapely.from_wkt(text))
    x, y = np.asarray(shapely.get_coordinates(shapely.from_wkt(text)))[vertex]
    wrong = geojson.replace(f"[{x},{y}]", f"[{value},{y}]", 1)
    assert wrong != geojson
    part, ring, number = place
    where = rf"geometry 0 has .* \(part {part}, ring {ring}, vertex {number}\)"
    with pytest.raises(gd.InvalidGeometryError, match=where):
        gd.Shapes.from_geojson(wrong)


def test_bytes_that_are_no_geometry_name_no_vertex() -> None:
    for cell in (b"\x01\x02", b"\x07" + bytes(8)):
        with pytest.raises(gd.InvalidGeometryError) as error:
            gd.Shapes.from_wkb([shapely.Point(0, 0).wkb, cell])
        assert "vertex" not in str(error.value)
        assert error.value.index == 1
