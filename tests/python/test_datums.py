"""Points carry their datum and its ellipsoid, and functions measure them there."""

from __future__ import annotations

import pickle
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import geodist as gd
from geodist._columns import datums

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAD27 = gd.Points(lat=[50, 55], lon=[0, 10], crs="EPSG:4267")
CLARKE = gd.Ellipsoid.named("Clarke 1866")
WGS84 = gd.Points(lat=[50, 55], lon=[0, 10])
# The pair (50, 0) to (55, 10), by the ellipsoid.
TRUTH = gd.distance(50, 0, 55, 10, ellipsoid=CLARKE)


@pytest.fixture(autouse=True)
def unsaid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datums, "_said", set())


def test_the_number_is_another() -> None:
    assert pytest.approx(876501.105, abs=1e-3) == TRUTH
    assert gd.distance(50, 0, 55, 10) == pytest.approx(876480.847, abs=1e-3)


MEASURES: list[Callable[..., float]] = [
    lambda p, **k: gd.distance(p[:1], p[1:], **k)[0],
    lambda p, **k: gd.inverse(p[:1], p[1:], **k).distance[0],
    lambda p, **k: gd.inverse_full(p[:1], p[1:], **k).distance[0],
    lambda p, **k: gd.cdist(p, p, **k)[0, 1],
    lambda p, **k: gd.pdist(p, **k)[0],
    lambda p, **k: next(gd.cdist_blocks(p, p, **k))[1][0, 1],
    lambda p, **k: gd.hausdorff(p[:1], p[1:], **k).distance,
    lambda p, **k: gd.hausdorff(p[:1], p[1:], directed=True, **k).distance,
    lambda p, **k: gd.chamfer(p[:1], p[1:], reduction="max", **k).distance,
    lambda p, **k: gd.diameter(p, **k).distance,
    lambda p, **k: gd.center(p, **k).distance,
    lambda p, **k: gd.medoid(p, **k).total,
    lambda p, **k: gd.PointIndex(p[:1], **k).query(p[1:]).distances[0],
    lambda p, **k: gd.PointIndex(p[:1], **k).farthest(p[1:]).distances[0],
    lambda p, **k: gd.PointIndex(p, **k).query_pairs(1e6).distances[0],
    lambda p, **k: gd.PointIndex(p[:1], **k).query_radius(p[1:], radius=1e6).distances[0],
]


@pytest.mark.parametrize("measure", MEASURES)
def test_functions_measure_on_the_points_own_ellipsoid(measure: Callable[..., float]) -> None:
    assert measure(NAD27) == pytest.approx(TRUTH, abs=1e-6)
    assert measure(WGS84) == pytest.approx(876480.847, abs=1e-3)
    # One that is given wins.
    sphere = gd.distance(50, 0, 55, 10, ellipsoid="sphere")
    assert measure(NAD27, ellipsoid="sphere") == pytest.approx(sphere, abs=1e-6)


PAIRS: list[Callable[[Any, Any], Any]] = [
    gd.distance,
    gd.cdist,
    gd.cdist_blocks,
    gd.hausdorff,
    gd.chamfer,
    lambda a, b: gd.PointIndex(a).query(b),
    lambda a, b: gd.PointIndex(a).query_radius(b, radius=1),
    lambda a, b: gd.PointIndex(a).farthest(b),
    lambda a, b: next(gd.PointIndex(a).query_blocks(b)),
    lambda a, b: gd.waypoints(a, b, 3),
    lambda a, b: gd.Points.concat([a, b]),
]


@pytest.mark.parametrize("call", PAIRS)
def test_other_datums_do_not_mix(call: Callable[[Any, Any], Any]) -> None:
    stated = gd.Points(lat=[50], lon=[0], crs=4326)
    nad27, tokyo, dhdn = (gd.Points(lat=[50], lon=[0], crs=crs) for crs in (4267, 4301, 4314))
    message = r"WGS 84 \(WGS84\), .* on NAD27 \(Clarke 1866\).*to_crs\(\)"
    with pytest.raises(gd.GeodistError, match=message):
        call(stated, nad27)
    # On one ellipsoid too.
    assert tokyo.ellipsoid == dhdn.ellipsoid
    with pytest.raises(gd.GeodistError, match=r"Tokyo .*DHDN"):
        call(tokyo, dhdn)
    with pytest.raises(
        gd.GeodistError, match=r"as no CRS says otherwise.*or say it by Points\(crs"
    ):
        call(WGS84[:1], nad27)
    call(nad27, nad27)


def test_wgs84_etrs89_and_nad83_mix_which_is_said_once() -> None:
    sets = {crs: gd.Points(lat=[50], lon=[0], crs=crs) for crs in (4326, 4979, 4258, 4269, 6318)}
    with pytest.warns(gd.DatumWarning, match="WGS 84 and on ETRS89 are taken as of one") as said:
        gd.cdist(sets[4326], sets[4258])
    assert said[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gd.cdist(sets[4258], sets[4326])
        gd.cdist(sets[4326], WGS84)
        gd.cdist(sets[4326], sets[4979])
    with pytest.warns(gd.DatumWarning, match=r"NAD83 and on NAD83\(2011\)"):
        gd.cdist(sets[4269], sets[6318])
    with pytest.raises(gd.GeodistError, match="ETRS89"):
        gd.cdist(sets[4258], gd.Points(lat=[50], lon=[0], crs=4283))


def test_only_the_ellipsoid_is_known() -> None:
    bessel = gd.Points(lat=[50], lon=[0], ellipsoid="Bessel 1841")
    assert (bessel.datum, bessel.crs, bessel.ellipsoid.name) == (None, None, "Bessel 1841")
    gd.cdist(bessel, gd.Points(lat=[50], lon=[0], crs=4314))
    within = gd.Ellipsoid.from_axes(bessel.ellipsoid.a + 9e-4, bessel.ellipsoid.b - 9e-4)
    gd.cdist(bessel, gd.Points(lat=[50], lon=[0], ellipsoid=within))
    beyond = gd.Ellipsoid.from_axes(bessel.ellipsoid.a + 2e-3, bessel.ellipsoid.b)
    for other in (WGS84, gd.Points(lat=[50], lon=[0], ellipsoid=beyond)):
        with pytest.raises(gd.GeodistError, match="cannot be combined"):
            gd.cdist(bessel, other)
    # Two of one ellipsoid, each of another datum, are no datum in common.
    parts = [bessel, *(gd.Points(lat=[50], lon=[0], crs=crs) for crs in (4314, 4301))]
    with pytest.raises(gd.GeodistError, match=r"parts\[1\] is on DHDN .*parts\[2\] on Tokyo"):
        gd.Points.concat(parts)


def test_numbers_take_what_the_index_is_on() -> None:
    index = gd.PointIndex(NAD27[:1])
    assert (index.ellipsoid, index.datum) == (CLARKE, "North American Datum 1927")
    for asked in ((55, 10), (gd.Point(55, 10),), ([55], [10])):
        assert np.ravel(index.query(*asked).distances)[0] == pytest.approx(TRUTH, abs=1e-6)
    with pytest.raises(gd.GeodistError, match="the query on WGS 84"):
        index.query(WGS84)
    # Columns are on WGS84, unless another ellipsoid is given.
    with pytest.raises(gd.GeodistError, match="the index is on WGS 84"):
        gd.PointIndex([50], [0]).query(NAD27)
    gd.PointIndex([50], [0], ellipsoid=CLARKE).query(NAD27)
    gd.PointIndex([50], [0], ellipsoid="sphere").query(NAD27)
    assert gd.PointIndex(index).ellipsoid == CLARKE


def test_files_and_pickles_of_indexes(tmp_path: Path) -> None:
    index = gd.PointIndex(NAD27)
    again = pickle.loads(pickle.dumps(index))
    assert (again.datum, again.ellipsoid) == (index.datum, index.ellipsoid)
    with pytest.raises(gd.GeodistError, match="Tokyo"):
        again.query(gd.Points(lat=[1], lon=[2], crs=4301))
    index.save(tmp_path / "index")
    loaded = gd.PointIndex.load(tmp_path / "index")
    assert (loaded.datum, loaded.ellipsoid) == (index.datum, CLARKE)
    assert loaded.nbytes == index.nbytes
    loaded.query(NAD27)
    with pytest.raises(gd.GeodistError, match="the index is on NAD27"):
        loaded.query(WGS84)
    loaded.save(tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == (tmp_path / "index").read_bytes()
    copy = pickle.loads(pickle.dumps(gd.PointIndex.load(tmp_path / "copy", mmap=False)))
    assert (copy.datum, copy.ellipsoid) == (index.datum, CLARKE)


@pytest.mark.parametrize("given", [None, "sphere", "Bessel 1841"])
def test_files_of_indexes_refuse_what_the_index_refused(tmp_path: Path, given: str | None) -> None:
    # Both are on Bessel's ellipsoid, some hundred metres apart.
    dhdn = gd.Points(lat=[50, 51], lon=[8, 9], crs=4314)
    mgi = gd.Points(lat=[48], lon=[16], crs=4312)
    index = gd.PointIndex(dhdn, ellipsoid=given)
    index.save(tmp_path / "index")
    for one in (index, gd.PointIndex.load(tmp_path / "index")):
        one.query(dhdn)
        with pytest.raises(gd.GeodistError, match="different datums"):
            one.query(mgi)


def test_files_of_indexes_of_shapes_keep_it(tmp_path: Path) -> None:
    line = gd.Shapes.lines(lat=[50, 51], lon=[8, 9], offsets=[0, 2], crs=4314)  # DHDN
    gd.ShapeIndex(line).save(tmp_path / "index")
    index = gd.ShapeIndex.load(tmp_path / "index")
    assert index.shapes == line
    assert pickle.loads(pickle.dumps(index)).shapes == line
    with pytest.raises(gd.GeodistError, match="different datums"):
        index.query(gd.Points(lat=[48], lon=[16], crs=4312))
    index._core.save(tmp_path / "index", "x")
    with pytest.raises(gd.IndexFileError, match="its datum cannot be read"):
        gd.ShapeIndex.load(tmp_path / "index")


@pytest.mark.parametrize(
    "note",
    [
        "x",
        "[]",
        "{}",
        "[1,2,3,4,5,6]",
        '["a",null,6e6,0.5,0.0,null]',
        '["a",null,NaN,0.0,0.0,null]',
    ],
)
def test_a_file_whose_datum_cannot_be_read(tmp_path: Path, note: str) -> None:
    gd.PointIndex(NAD27)._core.save(tmp_path / "index", note)
    with pytest.raises(gd.IndexFileError, match=r"index is damaged: its datum cannot be read"):
        gd.PointIndex.load(tmp_path / "index")


def test_points_keep_it() -> None:
    for same in (
        NAD27[:],
        NAD27[[0, 1]],
        NAD27[np.array([True, True])],
        pickle.loads(pickle.dumps(NAD27)),
        gd.Points(NAD27),
        gd.Points.concat([NAD27[:1], NAD27[1:]]),
        gd.Points.concat([NAD27, NAD27]).unique(),
        gd.Points.from_latlon(NAD27.to_latlon(), crs=4267),
        gd.Points.from_lonlat(NAD27.to_lonlat(), crs="urn:ogc:def:crs:EPSG::4267"),
    ):
        assert same == NAD27
        assert hash(same) == hash(NAD27)
        assert (same.ellipsoid, same.crs) == (CLARKE, "EPSG:4267")
        assert same.datum == "North American Datum 1927"
    assert NAD27 != WGS84
    assert hash(NAD27) != hash(WGS84)
    assert repr(NAD27[:1]) == "Points(lat=[50.0], lon=[0.0], datum='NAD27')"
    assert gd.Points(lat=[50, 55], lon=[0, 10], crs=4326) == WGS84
    assert gd.Points(NAD27, ellipsoid="sphere").ellipsoid == gd.SPHERE
    with pytest.raises(gd.GeodistError, match="the points are on NAD27, not on WGS 84"):
        gd.Points(NAD27, crs=4326)
    with pytest.raises(TypeError, match="ellipsoid must be an Ellipsoid or the name"):
        gd.Points(lat=[1], lon=[1], ellipsoid=3)  # type: ignore[arg-type]


def test_a_projected_crs_is_refused() -> None:
    pytest.importorskip("pyproj")
    with pytest.raises(gd.GeodistError, match="is projected"):
        gd.Points(lat=[1], lon=[1], crs=3857)


def test_layers() -> None:
    geopandas = pytest.importorskip("geopandas")
    for crs, shift in ((4267, 20.258), (4277, -82.265), (4814, -104.557)):
        layer = geopandas.GeoDataFrame(
            {"lat": [0, 0], "lon": [0, 0]},
            geometry=geopandas.points_from_xy([0, 10], [50, 55]),
            crs=crs,
        )
        for value in (layer, layer.geometry):
            points = gd.Points(value)
            assert points.to_geoseries().crs == layer.crs
            assert gd.pdist(value)[0] - 876480.847 == pytest.approx(shift, abs=1e-3)
            near = gd.PointIndex(value).query(value, k=2).distances[0, 1]
            assert near - 876480.847 == pytest.approx(shift, abs=1e-3)
    assert gd.Points(geopandas.GeoSeries.from_xy([0], [50])).crs is None


def test_shapely_srid() -> None:
    shapely = pytest.importorskip("shapely")
    shapes = shapely.points([0.0, 10.0], [50.0, 55.0])
    nad27 = shapely.set_srid(shapes, 4267)
    assert gd.Points(nad27) == NAD27
    assert gd.Points(shapely.set_srid(shapely.multipoints(shapes), 4267)) == NAD27
    assert shapely.get_srid(NAD27.to_shapely()).tolist() == [4267, 4267]
    assert shapely.get_srid(WGS84.to_shapely()).tolist() == [0, 0]
    assert gd.Points(shapes) == WGS84
    with pytest.raises(gd.GeodistError, match="is projected"):
        gd.Points(shapely.set_srid(shapes, 3857))
    with pytest.raises(gd.GeodistError, match="of several datums: NAD27, WGS 84"):
        gd.Points([shapes[0], nad27[1]])


@pytest.mark.parametrize("order", [0, 1])
def test_srid_in_extended_binary(order: int) -> None:
    shapely, pa = pytest.importorskip("shapely"), pytest.importorskip("pyarrow")

    def of(*srids: int) -> gd.Points:
        shapes = shapely.set_srid(shapely.points([0.0, 10.0], [50.0, 55.0]), srids)
        binary = shapely.to_wkb(shapes, include_srid=True, byte_order=order).tolist()
        field = pa.field("g", pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})
        return gd.Points.from_arrow(pa.table([[None, *binary]], schema=pa.schema([field])))[1:]

    assert of(4267, 4267) == NAD27
    assert of(0, 4326) == WGS84
    with pytest.raises(gd.GeodistError, match="is projected"):
        of(3857, 3857)
    with pytest.raises(gd.GeodistError, match="several datums"):
        of(4267, 4326)
    with pytest.raises(gd.GeodistError, match="is not known to pyproj"):
        of(999999, 999999)


def table_of(points: gd.Points) -> Any:
    pa = pytest.importorskip("pyarrow")
    field = pa.field(points).with_name("p")
    return pa.table([pa.array(points)], schema=pa.schema([field]))


def test_chunks_of_missing_points_do_not_say() -> None:
    shapely, pa = pytest.importorskip("shapely"), pytest.importorskip("pyarrow")
    field = pa.field("g", pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})

    def of(*srids: int | None) -> gd.Points:
        shapes = [None if i is None else shapely.set_srid(shapely.Point(0, 50), i) for i in srids]
        chunks = [[None if s is None else shapely.to_wkb(s, include_srid=True)] for s in shapes]
        column = pa.chunked_array(chunks, pa.binary())
        return gd.Points.from_arrow(pa.table([column], schema=pa.schema([field])))

    assert of(None, 4267).ellipsoid == of(4267, None, 4267).ellipsoid == CLARKE
    assert of(None, None).ellipsoid == gd.WGS84
    with pytest.raises(gd.GeodistError, match="several datums: NAD27, WGS 84"):
        of(4267, None, 4326)


@pytest.mark.parametrize("interleaved", [False, True])
def test_geoarrow(interleaved: bool) -> None:
    pa = pytest.importorskip("pyarrow")
    pyproj = pytest.importorskip("pyproj")
    for crs in ("EPSG:4267", "EPSG:4814", pyproj.CRS(4267).to_wkt(), "+proj=longlat +R=1737400"):
        points = gd.Points(lat=[50, 55], lon=[0, 10], crs=crs)
        again = gd.Points.from_arrow(points.to_arrow(interleaved=interleaved))
        assert again == points
        assert again.ellipsoid == points.ellipsoid
        assert gd.Points.from_arrow(table_of(points)) == points
    ball = gd.Points(lat=[50, 55], lon=[0, 10], ellipsoid="sphere")
    again = gd.Points.from_arrow(ball.to_arrow())
    assert again == ball
    assert gd.Points.from_arrow(pa.array(WGS84)).crs is None


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
def test_geoparquet(tmp_path: Path, encoding: str) -> None:
    geopandas = pytest.importorskip("geopandas")
    columns = {"lat": [0.0, 0.0], "lon": [1.0, 1.0]}
    layer = geopandas.GeoDataFrame(columns, geometry=NAD27.to_geoseries())
    layer.to_parquet(tmp_path / "a.parquet", geometry_encoding=encoding)
    table = without_labels(tmp_path / "a.parquet")
    assert gd.Points(table) == NAD27
    assert gd.Points.from_arrow(table, column="geometry") == NAD27
    assert gd.Points.from_arrow(table, lat="lat", lon="lon").crs is None
    # Areas beside columns of latitude and longitude are left alone.
    layer = layer.set_geometry([shape.buffer(1) for shape in layer.geometry], crs=4267)
    layer.to_parquet(tmp_path / "b.parquet")
    assert gd.Points(without_labels(tmp_path / "b.parquet")).lon.tolist() == [1, 1]


def without_labels(path: Path) -> Any:
    """Read a table as libraries write it that do not label the columns for Arrow too."""
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(path)
    fields = [field.remove_metadata() for field in table.schema]
    plain = [getattr(field.type, "storage_type", field.type) for field in fields]
    fields = [field.with_type(kind) for field, kind in zip(fields, plain, strict=True)]
    schema = pa.schema(fields, {b"geo": table.schema.metadata[b"geo"]})
    return table.cast(schema)


def test_geojson() -> None:
    text = {"type": "MultiPoint", "coordinates": [[0, 50], [10, 55]]}
    assert gd.Points(text).crs == "OGC:CRS84"
    assert gd.Points(text) == WGS84
    old = {**text, "crs": {"type": "name", "properties": {"name": "EPSG:4267"}}}
    assert gd.Points(old) == NAD27
    assert WGS84.to_geojson()["type"] == "MultiPoint"
    with pytest.raises(gd.GeodistError, match=r"GeoJSON is on WGS 84 .*the points on NAD27"):
        NAD27.to_geojson()
    with pytest.warns(gd.DatumWarning):
        gd.Points(lat=[1], lon=[2], crs=4269).to_geojson()


def test_joins_of_tables() -> None:
    pa = pytest.importorskip("pyarrow")
    a, b = table_of(NAD27[:1]), table_of(NAD27[1:])
    assert gd.nearest_join(a, b)["distance"].to_pylist() == [pytest.approx(TRUTH, abs=1e-6)]
    assert gd.within_join(a, b, 1e6)["distance"].to_pylist() == [pytest.approx(TRUTH, abs=1e-6)]
    with pytest.raises(gd.GeodistError, match=r"left is on NAD27 .* right on WGS 84"):
        gd.nearest_join(a, pa.table({"lat": [1.0], "lon": [2.0]}))
    sphere = gd.distance(50, 0, 55, 10, ellipsoid="sphere")
    found = gd.nearest_join(a, b, ellipsoid="sphere")["distance"].to_pylist()
    assert found == [pytest.approx(sphere, abs=1e-6)]


def test_sjoin_nearest_mixes_what_the_others_mix() -> None:
    geopandas = pytest.importorskip("geopandas")
    left = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy([1], [2]), crs=4326)
    with pytest.warns(gd.DatumWarning, match="WGS 84 and on NAD83"):
        gd.geopandas.sjoin_nearest(left, left.set_crs(4269, allow_override=True))
