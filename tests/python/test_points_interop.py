"""Points to and from Shapely, pandas, GeoPandas and all that speak Arrow's PyCapsule interface."""

from __future__ import annotations

import gc
import sys
import threading
from typing import Any

import geopandas
import nanoarrow
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import shapely
from doctests import run_examples
from hypothesis import given
from test_point_collection import collections

import geodist as gd
from geodist._types.points import as_points

ga = pytest.importorskip("geoarrow.pyarrow", reason="geoarrow-pyarrow is not installed")

NAN = float("nan")
FLAT = gd.Points(lat=[52.31, NAN, -33.9], lon=[4.76, NAN, 151.2])
HIGH = gd.Points(lat=[52.31, -33.9], lon=[4.76, 151.2], altitude=[11, 6])
SHAPES = [shapely.Point(4.76, 52.31), None, shapely.Point(151.2, -33.9)]

METHODS = [name for name in dir(gd.Points) if not name.startswith("_")]


@pytest.mark.parametrize("name", ["", *METHODS])
def test_docstrings(name: str) -> None:
    doc = (getattr(gd.Points, name) if name else gd.Points).__doc__
    assert run_examples(doc, name) or isinstance(getattr(gd.Points, name), property)


# Shapely and GeoPandas


LINE = shapely.LineString([(10, 0), (20, 1)])


def test_from_shapely() -> None:
    assert gd.Points.from_lonlat(LINE.coords).lon.tolist() == [10, 20]
    for source in (SHAPES, np.array(SHAPES), tuple(SHAPES), geopandas.GeoSeries(SHAPES, crs=4326)):
        assert gd.Points.from_shapely(source) == FLAT
        assert as_points(source) == FLAT
    assert gd.Points.from_shapely(shapely.Point(3, 2, 1))[0] == gd.Point3D(2, 3, 1)
    assert gd.Points.from_shapely(shapely.MultiPoint([(2, 1), (4, 3)])).lat.tolist() == [1, 3]
    assert as_points(shapely.MultiPoint([(2, 1), (4, 3)])).lon.tolist() == [2, 4]
    empty = gd.Points.from_shapely([shapely.Point(), shapely.Point(3, 2, 1)])
    assert empty.missing.tolist() == [True, False]
    assert empty.altitude is not None
    assert len(gd.Points.from_shapely([])) == 0


@pytest.mark.parametrize(
    ("shapes", "message", "index"),
    [
        ([SHAPES[0], LINE], r"1 is a LineString.*: Points\.from_lonlat\(geometry\.coords\)", 1),
        ([shapely.MultiPoint([(0, 0)])], "geometry 0 is a MultiPoint.*taken alone", 0),
        ([shapely.Point(1, 2, 3), None, shapely.Point(1, 2)], "point 2 has no altitude", 2),
    ],
)
def test_other_geometries_are_refused(shapes: Any, message: str, index: int) -> None:
    with pytest.raises(gd.InvalidGeometryError, match=message) as caught:
        gd.Points.from_shapely(shapes)
    assert caught.value.index == index
    with pytest.raises(TypeError, match="geometries of Shapely"):
        gd.Points.from_shapely(["POINT (1 2)"])


@given(collections())
def test_shapely_there_and_back(points: gd.Points) -> None:
    back = gd.Points.from_shapely(points.to_shapely())
    there = ~points.missing
    assert back.missing.tolist() == points.missing.tolist()
    assert back.lat[there].tolist() == points.lat[there].tolist()
    assert back.lon[there].tolist() == points.lon[there].tolist()
    if there.any() and points.altitude is not None:
        assert back.altitude[there].tolist() == points.altitude[there].tolist()


def test_geopandas() -> None:
    series = FLAT.to_geoseries()
    assert series.crs == "EPSG:4326"
    frame = geopandas.GeoDataFrame({"name": ["a", "b", "c"]}, geometry=series)
    for source in (series, frame, frame.set_index("name"), frame.rename_geometry("where")):
        assert gd.Points.from_pandas(source) == FLAT
        assert as_points(source) == FLAT
    frame["lat"], frame["lon"] = [1, 2, 3], [4, 5, 6]
    assert gd.Points.from_pandas(frame, "lat", "lon") == gd.Points(lat=[1, 2, 3], lon=[4, 5, 6])
    for crs, message in [
        (3857, "'WGS 84 / Pseudo-Mercator' is projected; convert them first"),
        (4978, "is a Geocentric"),
        (4807, "in grads"),
        ("+proj=ob_tran +o_proj=longlat +o_lat_p=30 +lon_0=10 +datum=WGS84", "Derived"),
    ]:
        with pytest.raises(gd.GeodistError, match=message):
            gd.Points.from_pandas(geopandas.GeoSeries(SHAPES, crs=crs))
    assert gd.Points.from_pandas(geopandas.GeoSeries(SHAPES)) == FLAT
    with pytest.raises(gd.GeodistError, match="projected"):
        gd.Points.from_geojson(
            {
                "type": "MultiPoint",
                "coordinates": [],
                "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
            }
        )


def test_pandas() -> None:
    frame = pd.DataFrame({"lat": [1, None], "lng": [3, 4], "h": [5.0, 6.0]}, index=["b", "a"])
    points = gd.Points(lat=[1, NAN], lon=[3, 4])
    assert gd.Points.from_pandas(frame) == points
    assert as_points(frame) == points
    assert gd.Points.from_pandas(frame.convert_dtypes()) == points
    assert gd.Points.from_pandas(frame, altitude="h").altitude.tolist() == [5, 6]
    assert gd.Points.from_pandas(frame, lat="h", lon="lng").lat.tolist() == [5, 6]
    assert gd.Points.from_pandas(points.to_frame()) == points
    assert list(HIGH.to_frame().columns) == ["lat", "lon", "altitude"]
    with pytest.raises(gd.GeodistError, match="not recognised; give lat and lon"):
        gd.Points.from_pandas(frame[["h"]])
    for texts in (["1", "2"], ["a", None]):
        for kind in (object, "str"):
            column = pd.Series(texts, dtype=kind, index=frame.index)
            with pytest.raises(TypeError, match="'lat' must hold real numbers"):
                gd.Points.from_pandas(frame.assign(lat=column))
    objects = pd.Series([1, None], dtype=object, index=frame.index)
    assert gd.Points.from_pandas(frame.assign(lat=objects)) == points
    assert gd.Points(frame) == points
    for other in (pl.DataFrame({"lat": [1], "lon": [2]}), pa.table({"lat": [1], "lon": [2]})):
        assert gd.Points(other) == gd.Points(lat=[1], lon=[2])
        with pytest.raises(TypeError, match=r"of (polars|pyarrow); use from_arrow\(\)"):
            gd.Points.from_pandas(other)
    with pytest.raises(TypeError, match="takes a DataFrame or GeoSeries, got list"):
        gd.Points.from_pandas([1])
    with pytest.raises(TypeError, match=r"use Points\.from_pandas"):
        gd.Points.from_latlon(frame)


# Arrow


def separated(points: gd.Points, names: str = "xyz") -> pa.Array:
    columns = [points.lon, points.lat, points.altitude]
    columns = [pa.array(c) for c in columns if c is not None]
    return pa.StructArray.from_arrays(columns, list(names[: len(columns)]))


def geoarrow_producers(points: gd.Points) -> dict[str, Any]:
    shapes = geopandas.GeoSeries(points.to_shapely(), crs=4326)
    array = ga.as_geoarrow([None if shape is None else shape.wkt for shape in shapes])
    frame = geopandas.GeoDataFrame({"name": list("abcdef")[: len(points)]}, geometry=shapes)
    native = shapes.to_arrow(geometry_encoding="geoarrow", interleaved=False)
    return {
        "geoarrow-pyarrow, separated": ga.with_coord_type(array, ga.CoordType.SEPARATED),
        "geoarrow-pyarrow, interleaved": ga.with_coord_type(array, ga.CoordType.INTERLEAVED),
        "geoarrow-pyarrow, chunks": pa.chunked_array([array[:1], array[1:]]),
        "geoarrow-pyarrow, large binary": ga.as_wkb(array),
        "geopandas, separated": native,
        "geopandas, interleaved": shapes.to_arrow(geometry_encoding="geoarrow", interleaved=True),
        "geopandas, binary": shapes.to_arrow(geometry_encoding="WKB"),
        "geopandas, table": frame.to_arrow(geometry_encoding="geoarrow"),
        "geopandas, table of binary": frame.to_arrow(),
        "nanoarrow": nanoarrow.Array(native),
        "nanoarrow, stream": nanoarrow.ArrayStream(native),
        "pyarrow, storage": separated(points),
        "polars, storage": pl.Series(separated(points).to_pylist()),
        "geodist": points,
        "geodist, interleaved": points.to_arrow(interleaved=True),
    }


PRODUCERS = list(geoarrow_producers(HIGH))


@pytest.mark.parametrize("points", [FLAT, HIGH], ids=["flat", "high"])
@pytest.mark.parametrize("producer", PRODUCERS)
def test_from_arrow(producer: str, points: gd.Points) -> None:
    source = geoarrow_producers(points)[producer]
    if isinstance(source, nanoarrow.ArrayStream):
        assert gd.Points.from_arrow(source) == points
        return
    assert gd.Points.from_arrow(source) == points
    assert gd.Points.from_arrow(source) == points  # what is not a stream can be read again
    assert as_points(source) == points


def test_slices_and_nulls() -> None:
    lat, lon = np.arange(20.0), np.arange(100, 120.0)
    mask = np.arange(20) % 7 == 3
    storage = pa.StructArray.from_arrays(
        [pa.array(lon), pa.array(lat)], ["x", "y"], mask=pa.array(mask)
    )
    expected = gd.Points(lat=np.where(mask, NAN, lat), lon=np.where(mask, NAN, lon))
    pairs = pa.FixedSizeListArray.from_arrays(
        pa.array(np.column_stack([lon, lat]).ravel()), 2, mask=pa.array(mask)
    )
    interleaved = ga.point().with_coord_type(ga.CoordType.INTERLEAVED).wrap_array(pairs)
    for array in (storage, interleaved, ga.as_wkb(interleaved)):
        for part in (slice(None), slice(3, 17), slice(9, 10), slice(5, 5)):
            assert gd.Points.from_arrow(array[part]) == expected[part]
    table = pa.table({"i": range(20), "where": interleaved})
    assert gd.Points.from_arrow(table.slice(4, 9)) == expected[4:13]
    batch = table.to_batches()[0].slice(2, 5)
    assert gd.Points.from_arrow(batch) == expected[2:7]
    inner = pa.StructArray.from_arrays([pa.array([1.0, None]), pa.array([2.0, 3.0])], ["x", "y"])
    assert gd.Points.from_arrow(inner).missing.tolist() == [False, True]


def test_coordinates_are_not_copied() -> None:
    lat, lon = np.arange(9.0), np.arange(9.0)
    storage = pa.StructArray.from_arrays([pa.array(lon), pa.array(lat)], ["x", "y"])
    points = gd.Points.from_arrow(storage[2:])
    address = storage.field("y").buffers()[1].address
    assert points.lat.ctypes.data == address + 16
    assert not points.lat.flags.writeable
    flat = pa.array(np.arange(18.0))
    pairs = (
        ga.point()
        .with_coord_type(ga.CoordType.INTERLEAVED)
        .wrap_array(pa.FixedSizeListArray.from_arrays(flat, 2))
    )
    view = gd.Points.from_arrow(pairs)
    assert view.lat.ctypes.data == flat.buffers()[1].address + 8
    assert view.lat.strides == (16,)
    table = pa.table({"lat": lat, "lon": lon})
    assert gd.Points.from_arrow(table).lon.ctypes.data == table["lon"].chunk(0).buffers()[1].address
    # And the other way.
    back = pa.array(points).storage
    assert back.field("y").buffers()[1].address == points.lat.ctypes.data


def test_memory_lives_as_long_as_the_points() -> None:
    before = pa.total_allocated_bytes()
    array = pa.array(np.arange(1e6) % 90).take(pa.array(np.arange(10**6)))
    points = gd.Points.from_arrow(pa.StructArray.from_arrays([array, array], ["x", "y"]))
    del array
    gc.collect()
    assert pa.total_allocated_bytes() - before > 7.9e6
    assert points.lat[89] == 89
    del points
    gc.collect()
    assert pa.total_allocated_bytes() - before < 7.9e6
    # Exported columns outlive the collection, and are released from any thread.
    columns = gd.Points(lat=np.arange(50.0), lon=np.arange(50.0))
    exported = [pa.array(columns).storage]
    lat = columns.lat.tolist()
    exported_lat = exported[0].field("y").to_pylist()
    assert exported_lat == lat
    references = sys.getrefcount(columns._lat)
    worker = threading.Thread(target=exported.clear)
    worker.start()
    worker.join()
    remaining = sys.getrefcount(columns._lat)
    assert remaining == references - 1
    unused = columns.__arrow_c_array__()
    del unused
    field = pa.array(columns).storage.field("x")  # a child alone
    del columns
    gc.collect()
    assert field.to_pylist() == lat


def test_tables_with_columns_of_coordinates() -> None:
    table = pa.table(
        {"name": ["a", "b"], "latitude": [1, None], "longitude": pa.array([3, 4], pa.int16())}
    )
    points = gd.Points(lat=[1, NAN], lon=[3, 4])
    for source in (table, pl.from_arrow(table), table.to_batches()[0], table.to_reader()):
        assert gd.Points.from_arrow(source) == points
    named = table.rename_columns(["h", "a", "b"]).drop("h").append_column("h", pa.array([5.0, 6.0]))
    assert gd.Points.from_arrow(named, lat="b", lon="a", altitude="h")[0] == gd.Point3D(3, 1, 5)
    with pytest.raises(gd.GeodistError, match="not recognised"):
        gd.Points.from_arrow(named)
    with pytest.raises(gd.GeodistError, match="no single column is named 'z'"):
        gd.Points.from_arrow(named, lat="b", lon="a", altitude="z")
    with pytest.raises(TypeError, match="'name' must hold real numbers"):
        gd.Points.from_arrow(table, lat="name", lon="longitude")
    empty = gd.Points.from_arrow(pa.table({"lat": pa.array([], pa.float64()), "lon": []}))
    assert len(empty) == 0


def test_several_geometries() -> None:
    array = ga.as_geoarrow(["POINT (1 2)"])
    table = pa.table({"a": array, "b": ga.as_geoarrow(["POINT (3 4)"]), "c": [1]})
    assert gd.Points.from_arrow(table, column="b")[0] == gd.Point(4, 3)
    with pytest.raises(
        gd.GeodistError, match="several columns hold geometries, give column: 'a', 'b'"
    ):
        gd.Points.from_arrow(table)
    with pytest.raises(gd.GeodistError, match="no single column is named 'd'"):
        gd.Points.from_arrow(table, column="d")
    with pytest.raises(TypeError, match="not both"):
        gd.Points.from_arrow(table, column="a", lat="c", lon="c")
    with pytest.raises(gd.GeodistError, match="is not a table"):
        gd.Points.from_arrow(array, column="a")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: pa.array([[1.0, 2.0]], pa.list_(pa.float64(), 2)), r"from_latlon\(\)"),
        (lambda: pa.array([1.0]), "not GeoArrow points"),
        (lambda: pa.array(["POINT (1 2)"]), "not GeoArrow points"),
        (lambda: pa.array([b"x"]), "not GeoArrow points"),
        (lambda: ga.as_geoarrow(["LINESTRING (0 0, 1 1)"]), "geoarrow.linestring"),
        (lambda: ga.as_wkb(["POINT (0 0)", "LINESTRING (0 0, 1 1)"]), "1 is a LineString"),
        (lambda: ga.as_wkb(["POINT (0 0)", "POINT Z (0 0 1)"]), "geometry 0 has no altitude"),
        (lambda: ga.wkb().wrap_array(pa.array([b"\1\1"])), "geometry 0 is cut off"),
        (lambda: ga.wkb().wrap_array(pa.array([None, b"\1\1\0\0\0\0"])), "1 is cut off"),
    ],
)
def test_what_is_not_points(make: Any, message: str) -> None:
    with pytest.raises(gd.InvalidGeometryError, match=message):
        gd.Points.from_arrow(make())


def test_well_known_binary_of_either_byte_order() -> None:
    shapes = np.array([shapely.Point(1, 2, 3), None, shapely.Point(4, 5, 6)])
    expected = gd.Points.from_shapely(shapes)
    for options in ({"byte_order": 0}, {"flavor": "iso"}, {"include_srid": True}, {}):
        binary = shapely.to_wkb(shapely.set_srid(shapes, 4326), **options).tolist()
        mixed = [shapely.to_wkb(shapes[0], byte_order=0), *binary[1:]]
        for rows in (binary, mixed):
            for kind in (pa.binary(), pa.large_binary()):
                array = pa.array(rows, kind)
                field = pa.field("g", kind, metadata={"ARROW:extension:name": "geoarrow.wkb"})
                table = pa.table([array], pa.schema([field]))
                assert gd.Points.from_arrow(table) == expected


def test_crs_of_arrow_data() -> None:
    shapes = geopandas.GeoSeries([shapely.Point(1, 2)], crs=3857)
    with pytest.raises(gd.GeodistError, match="projected"):
        gd.Points.from_arrow(shapes.to_arrow(geometry_encoding="geoarrow"))
    assert len(gd.Points.from_arrow(HIGH.to_arrow(crs="OGC:CRS84"))) == 2
    with pytest.raises(gd.GeodistError, match="projected"):
        gd.Points.from_arrow(HIGH.to_arrow(crs="EPSG:32632"))
    with pytest.raises(gd.GeodistError, match="not known to pyproj"):
        gd.Points.from_arrow(HIGH.to_arrow(crs="nowhere"))


@pytest.mark.parametrize("interleaved", [False, True])
@pytest.mark.parametrize("points", [FLAT, HIGH, FLAT[:0], FLAT[::2]])
def test_to_arrow(points: gd.Points, interleaved: bool) -> None:
    arrow = points.to_arrow(interleaved=interleaved, crs="EPSG:4326")
    assert len(arrow) == len(points)
    if len(points):
        series = geopandas.GeoSeries.from_arrow(arrow)
        assert series.crs == "EPSG:4326"
        assert gd.Points.from_shapely(series) == points
    assert pa.array(arrow).type.extension_name == "geoarrow.point"
    assert len(nanoarrow.Array(arrow)) == len(points)
    if not interleaved:
        assert pa.array(points).storage.type == pa.field("", pa.array(arrow).storage.type).type
        frame = pl.DataFrame({"where": pl.Series(pa.array(points).storage.to_pylist())})
        assert frame.height == len(points)
    assert nanoarrow.Schema(points).field(0).name == "x"


def test_capsules_are_checked() -> None:
    with pytest.raises(TypeError, match="__arrow_c_array__ or __arrow_c_stream__"):
        gd.Points.from_arrow([1])

    class Used:
        def __init__(self) -> None:
            self.capsules = HIGH.__arrow_c_array__()

        def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
            return self.capsules

    used = Used()
    assert gd.Points.from_arrow(used) == HIGH
    with pytest.raises(ValueError, match="released already"):
        gd.Points.from_arrow(used)
    used.capsules = used.capsules[::-1]
    with pytest.raises(ValueError, match="PyCapsule"):
        gd.Points.from_arrow(used)


def test_a_failing_stream_says_why() -> None:
    def batches() -> Any:
        yield pa.record_batch({"lat": [1.0], "lon": [2.0]})
        raise RuntimeError("the cable is cut")

    schema = pa.schema({"lat": pa.float64(), "lon": pa.float64()})
    with pytest.raises(RuntimeError, match="the cable is cut"):
        gd.Points.from_arrow(pa.RecordBatchReader.from_batches(schema, batches()))
