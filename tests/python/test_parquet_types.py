"""Geometries of Parquet's own types in `Points` and `Shapes`, and metadata that disagree."""

from __future__ import annotations

import io
import json
import re
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("pyarrow")
pytest.importorskip("shapely")

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from parquet_types import native

import geodist as gd

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodist._types.edge_gaps._said", {})
    monkeypatch.setattr("geodist._types.edge_gaps._once", set())


LINE = shapely.LineString([(10, 50), (14, 50)])
POINTS = [shapely.Point(4.76, 52.31), None, shapely.Point(-73.78, 40.64)]


def geo(crs: Any = "absent", edges: str | None = None, column: str = "g") -> dict[bytes, bytes]:
    about: dict[str, Any] = {"encoding": "WKB", "geometry_types": []}
    about |= {} if crs == "absent" else {"crs": crs}
    about |= {} if edges is None else {"edges": edges}
    whole = {"version": "1.1.0", "primary_column": column, "columns": {column: about}}
    return {b"geo": json.dumps(whole).encode()}


def projjson(code: int) -> Any:
    return pytest.importorskip("pyproj").CRS(code).to_json_dict()


@pytest.mark.parametrize(
    ("edges", "label"),
    [
        # PyArrow writes no label beside the others.
        *((edges, True) for edges in (None, "spherical")),
        *(
            (edges, False)
            for edges in (None, "spherical", "vincenty", "thomas", "andoyer", "karney")
        ),
    ],
)
def test_edges(tmp_path: Path, edges: str | None, label: bool) -> None:
    path = native(tmp_path / "a.parquet", LINE, None, edges=edges, label=label)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        shapes = gd.Shapes.from_parquet(path)
    great_circles = [str(w.message) for w in caught if "great circles" in str(w.message)]
    assert len(great_circles) == (edges == "spherical")
    assert shapes.edges == ("planar" if edges is None else "geodesic")
    assert shapes.missing.tolist() == [False, True]
    expected = gd.Shapes.lines([50, 50], [10, 14], [0, 2], edges=shapes.edges)
    assert gd.length(shapes)[0] == gd.length(expected)[0]
    assert gd.Shapes.from_parquet(path, edges="planar").edges == "planar"


@pytest.mark.parametrize("edges", [None, "spherical", "karney"])
def test_points_need_no_edges(tmp_path: Path, edges: str | None) -> None:
    points = gd.Points.from_parquet(native(tmp_path / "a.parquet", *POINTS, edges=edges))
    np.testing.assert_array_equal(points.lat, [52.31, np.nan, 40.64])
    np.testing.assert_array_equal(points.lon, [4.76, np.nan, -73.78])
    assert (points.datum, points.crs) == ("World Geodetic System 1984", "OGC:CRS84")


@pytest.mark.parametrize(
    ("crs", "edges"),
    [
        *((crs, None) for crs in ("EPSG:4267", "srid:4267", "projjson", "projjson:key")),
        *((crs, "karney") for crs in ("EPSG:4267", "srid:4267", "projjson:key")),
    ],
)
def test_crs(tmp_path: Path, crs: str, edges: str | None) -> None:
    given = projjson(4267) if crs == "projjson" else crs
    metadata = {b"key": json.dumps(projjson(4267)).encode()} if crs == "projjson:key" else None
    path = native(tmp_path / "a.parquet", *POINTS, crs=given, edges=edges, metadata=metadata)
    for read in (gd.Points.from_parquet(path), gd.Shapes.from_parquet(path)):
        assert (read.crs, read.ellipsoid.name) == ("EPSG:4267", "Clarke 1866")
    assert gd.Points.from_parquet(path, ellipsoid="sphere").ellipsoid == gd.SPHERE
    with pytest.raises(gd.GeodistError, match=r"NAD27.*not on WGS 84"):
        gd.Points.from_parquet(path, crs="EPSG:4326")


def test_a_crs_that_nobody_knows_or_that_is_projected(tmp_path: Path) -> None:
    path = native(tmp_path / "a.parquet", *POINTS, crs="srid:0")
    assert gd.Points.from_parquet(path).crs is None
    assert gd.Points.from_parquet(path, crs="EPSG:4267").ellipsoid.name == "Clarke 1866"
    path = native(tmp_path / "b.parquet", *POINTS, crs="srid:32633")
    with pytest.raises(gd.GeodistError, match="'WGS 84 / UTM zone 33N' is projected"):
        gd.Points.from_parquet(path)


@pytest.mark.parametrize(
    ("crs", "edges", "metadata", "words"),
    [
        (None, "spherical", geo(), "its edges are .*spherical by Parquet's type GEOGRAPHY"),
        (None, None, geo(edges="spherical"), "its edges are .*planar by Parquet's type GEOMETRY"),
        (None, "karney", geo(edges="spherical"), "spherical by .*karney by Parquet's type"),
        ("EPSG:4267", None, geo(), "its CRS is .*WGS 84.*GeoParquet metadata.*NAD27"),
        (None, None, geo(crs=projjson(4267)), "its CRS is .*NAD27.*WGS 84"),
        (None, None, geo(crs=projjson(3857)), "its CRS is EPSG:3857 by .*WGS 84"),
    ],
)
def test_metadata_that_disagree(
    tmp_path: Path, crs: str | None, edges: str | None, metadata: Any, words: str
) -> None:
    path = native(tmp_path / "a.parquet", *POINTS, crs=crs, edges=edges, metadata=metadata)
    both = "(?=.*Parquet's type GEO)(?=.*the GeoParquet metadata)"
    for read in (gd.Points.from_parquet, gd.Shapes.from_parquet):
        with pytest.raises(gd.GeodistError, match=f"column 'g': {both}"):
            read(path)
    pytest.importorskip("click")
    from test_cli import invoke

    result = invoke("distance", path, "--to", "0,0")
    assert result.exit_code == 3
    assert "a.parquet, column 'g': " in result.stderr
    assert "Parquet's type GEO" in result.stderr
    assert "the GeoParquet metadata" in result.stderr
    assert re.search(words, result.stderr)


def test_metadata_that_agree(tmp_path: Path) -> None:
    about: Any
    for number, (crs, edges, about) in enumerate(
        [
            (None, None, geo()),
            ("srid:4326", None, geo(crs=projjson(4326))),
            ("srid:0", None, geo(crs=None)),
            (projjson(4267), "spherical", geo(crs=projjson(4267), edges="spherical")),
        ]
    ):
        path = native(tmp_path / f"{number}.parquet", *POINTS, crs=crs, edges=edges, metadata=about)
        assert len(gd.Points.from_parquet(path)) == 3


def test_a_table_whose_labels_disagree() -> None:
    wkb = pa.array([LINE.wkb])
    label = {"ARROW:extension:name": "geoarrow.wkb"}

    def table(own: dict[str, Any], metadata: Any) -> Any:
        field = pa.field(
            "g", pa.binary(), metadata=label | {"ARROW:extension:metadata": json.dumps(own)}
        )
        return pa.table([wkb], schema=pa.schema([field], metadata))

    with pytest.raises(
        gd.GeodistError, match=r"edges are planar by the GeoParquet.*, but karney by"
    ):
        gd.Shapes.from_arrow(table({"edges": "karney"}, geo()))
    with pytest.raises(gd.GeodistError, match=r"CRS is NAD27.* by the GeoParquet.*, but ETRS89"):
        gd.Shapes.from_arrow(table({"crs": "EPSG:4258"}, geo(crs=projjson(4267))))
    # A label without a word for the edges does not contradict.
    shapes = gd.Shapes.from_arrow(table({}, geo(edges="spherical")), edges="geodesic")
    assert shapes.edges == "geodesic"
    # Neither does one whose CRS nobody knows, nor one without: then the metadata say it.
    for own in ({}, {"crs": "srid:0"}, {"crs": None}):
        assert gd.Shapes.from_arrow(table(own, geo(crs=projjson(4267)))).crs == "EPSG:4267"
        file = io.BytesIO()
        pq.write_table(table(own, geo(crs=projjson(4267))), file)
        assert gd.Shapes.from_parquet(io.BytesIO(file.getvalue())).crs == "EPSG:4267"


def test_points_there_and_back() -> None:
    points = gd.Points(
        lat=[1, 2, np.nan], lon=[3, 4, np.nan], altitude=[5, 6, np.nan], crs="EPSG:4267"
    )
    file = io.BytesIO()
    points.to_parquet(file)
    assert str(pq.ParquetFile(file).schema.column(0).logical_type) == "Geometry(crs=EPSG:4267)"
    assert pq.read_table(io.BytesIO(file.getvalue()))["geometry"].null_count == 1
    assert gd.Points.from_parquet(io.BytesIO(file.getvalue())) == points


def test_shapes_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    wkt = ["LINESTRING (0 0, 1 1)", None, "POLYGON ((0 0, 1 0, 1 1, 0 0))", "POINT (5 6)"]
    planar = gd.Shapes.from_wkt(wkt, edges="planar", crs="EPSG:4258")
    planar.to_parquet(path)
    assert gd.Shapes.from_parquet(path) == planar
    assert "Geometry(crs=EPSG:4258)" in str(pq.ParquetFile(path).schema)
    with pytest.raises(gd.GeodistError, match="edges='spherical' would change them"):
        planar.to_parquet(path, edges="spherical")
    geodesic = gd.Shapes.from_wkt(wkt, edges="geodesic")
    with pytest.raises(gd.GeodistError, match="geodesics, which PyArrow cannot write to Parquet"):
        geodesic.to_parquet(path)
    geodesic.to_parquet(path, edges="spherical")
    assert "algorithm=spherical" in str(pq.ParquetFile(path).schema)
    assert gd.Shapes.from_parquet(path, edges="geodesic").to_wkb() == geodesic.to_wkb()
    geodesic.to_parquet(path, edges="planar")
    assert gd.Shapes.from_parquet(path).edges == "planar"
    with pytest.raises(
        gd.GeodistError, match="edges must be 'planar' or 'spherical', got 'karney'"
    ):
        geodesic.to_parquet(path, edges="karney")  # type: ignore[arg-type]
    # Points have no edges.
    gd.Shapes.from_wkt(["POINT (5 6)"], edges="geodesic").to_parquet(path)


def test_other_columns_are_written_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    points = gd.Points(lat=[1, 2], lon=[3, 4])
    other = pa.table({"id": [7, 8]}, metadata={b"geo": b"{}", b"note": b"x"})
    points.to_parquet(path, column="place", table=other)
    table = pq.read_table(path)
    assert table.column_names == ["id", "place"]
    assert table.schema.metadata == {b"note": b"x"}
    assert gd.Points.from_parquet(path, column="place") == gd.Points(
        lat=[1, 2], lon=[3, 4], crs="OGC:CRS84"
    )
    with pytest.raises(gd.GeodistError, match="table has 2 rows, but there are 1 geometries"):
        points[:1].to_parquet(path, table=other)
    with pytest.raises(gd.GeodistError, match="table has a column 'id' already"):
        points.to_parquet(path, column="id", table=other)
    with pytest.raises(TypeError, match="table must be a DataFrame or an Arrow table, got dict"):
        points.to_parquet(path, table={"a": [1, 2]})


def test_which_column_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    numbers = pa.table({"lat": [1.0], "lon": [2.0], "h": [3.0], "y2": [4.0], "x2": [5.0]})
    pq.write_table(numbers, path)
    assert gd.Points.from_parquet(path) == gd.Points(lat=[1], lon=[2])
    assert gd.Points.from_parquet(path, lat="y2", lon="x2") == gd.Points(lat=[4], lon=[5])
    found = gd.Points.from_parquet(path, lat="lat", lon="lon", altitude="h")
    assert found.altitude is not None
    assert found.altitude.tolist() == [3]
    with pytest.raises(gd.GeodistError, match="no single column is named 'g'; the file has: "):
        gd.Points.from_parquet(path, column="g")
    pq.write_table(pa.table({"a": [LINE.wkb]}), path)
    with pytest.raises(gd.GeodistError):
        gd.Shapes.from_parquet(path)
    assert len(gd.Shapes.from_parquet(path, column="a", edges="planar")) == 1
    path.write_bytes(b"no Parquet file")
    with pytest.raises(gd.GeodistError, match="it is not a Parquet file"):
        gd.Points.from_parquet(path)
    with pytest.raises(FileNotFoundError):
        gd.Points.from_parquet(tmp_path / "nowhere.parquet")


def test_types_that_another_library_registered(tmp_path: Path) -> None:
    registry = pytest.importorskip("geoarrow.types.type_pyarrow")
    pytest.importorskip("geoarrow.pyarrow")
    path = tmp_path / "a.parquet"
    with registry.registered_extension_types():
        for crs, edges in ((None, None), ("EPSG:4267", "spherical")):
            native(path, *POINTS, crs=crs, edges=edges)
            expected = None if crs is None else crs
            assert gd.Points.from_parquet(path).crs == (expected or "OGC:CRS84")
            shapes = gd.Shapes.from_parquet(path, edges="geodesic")
            assert shapes.kinds.tolist() == ["Point", "", "Point"]
        gd.Points(lat=[1], lon=[2], crs="EPSG:4267").to_parquet(path)
    assert gd.Points.from_parquet(path).crs == "EPSG:4267"


@pytest.mark.parametrize("read", [gd.Points.from_parquet, gd.Shapes.from_parquet])
@pytest.mark.parametrize("text", ["{", "[]", '{"columns": 3}', '{"columns": {"geometry": 3}}'])
def test_broken_metadata_are_said_to_be_broken(tmp_path: Path, read: Any, text: str) -> None:
    table = pa.table({"geometry": [shapely.Point(1, 2).wkb]})
    pq.write_table(table.replace_schema_metadata({"geo": text}), tmp_path / "a.parquet")
    for options in ({}, {"column": "geometry"}):
        with pytest.raises(gd.GeodistError, match="GeoParquet metadata of the file are broken"):
            read(tmp_path / "a.parquet", **options)
