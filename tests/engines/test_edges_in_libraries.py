"""What other libraries do with edges and CRS: the table of docs/edges-in-libraries.md.

Each library reads the same line from Parquet's own types, from GeoParquet and from Arrow, and writes it
again. Where a library changes what it does, a test here fails: correct the page.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from parquet_types import native

import geodist as gd

PAGE = (Path(__file__).parents[2] / "docs/edges-in-libraries.md").read_text(encoding="utf-8")
LINE = shapely.LineString([(-70, 60), (70, 60)])
CRS84 = "OGC:CRS84"


def label(about: dict[str, Any]) -> Any:
    """Make a table with a column of GeoArrow."""
    metadata = {
        "ARROW:extension:name": "geoarrow.wkb",
        "ARROW:extension:metadata": json.dumps(about),
    }
    field = pa.field("geometry", pa.binary(), metadata=metadata)
    return pa.table([pa.array([LINE.wkb])], schema=pa.schema([field]))


def geoparquet(path: Path, edges: str | None = None, code: int | None = None) -> Path:
    from pyproj import CRS

    about: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["LineString"]}
    about |= {} if edges is None else {"edges": edges}
    about |= {} if code is None else {"crs": CRS(code).to_json_dict()}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}
    table = pa.table({"geometry": [LINE.wkb]})
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(geo).encode()}), path)
    return path


def written(path: Any) -> tuple[str, dict[str, Any]]:
    """Give Parquet's type of the first column of a file, and what GeoParquet's metadata say of it."""
    file = pq.ParquetFile(path)
    geo = json.loads((file.metadata.metadata or {}).get(b"geo", b"{}"))
    (about,) = geo.get("columns", {"": {}}).values()
    return file.schema.column(0).logical_type.type, about


@pytest.mark.parametrize(
    "package",
    ["geopandas", "duckdb", "polars", "pyarrow", "pyiceberg", "pyogrio", "pyspark", "sedonadb"],
)
def test_versions_of_the_page(package: str) -> None:
    """The page names the minor version that the tests ran with."""
    pytest.importorskip(package)
    minor = ".".join(version(package).split(".")[:2])
    assert re.search(rf"\| {package} {re.escape(minor)} ", PAGE, re.IGNORECASE), minor


def test_geopandas(tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    with pytest.raises(ValueError, match="Missing geo metadata"):
        geopandas.read_parquet(native(tmp_path / "a.parquet", LINE))
    path = geoparquet(tmp_path / "b.parquet", "spherical", 4267)
    with pytest.warns(UserWarning, match="spherical edges"):
        layer = geopandas.read_parquet(path)
    assert layer.crs == "EPSG:4267"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        layer = geopandas.GeoDataFrame.from_arrow(label({"crs": CRS84, "edges": "spherical"}))
    file = io.BytesIO()
    layer.to_parquet(file)
    assert "edges" not in written(file)[1]


def test_pyarrow(tmp_path: Path) -> None:
    for edges in ("spherical", "vincenty", "thomas", "andoyer", "karney"):
        path = native(tmp_path / "a.parquet", LINE, crs="EPSG:4267", edges=edges)
        about = json.loads(pq.ParquetFile(path).schema.column(0).logical_type.to_json())
        assert about.get("algorithm", "spherical").lower() == edges
        # Without types that another library registers, nothing is left in Arrow.
        assert pq.ParquetFile(path).schema_arrow.field(0).metadata is None
    shapes = gd.Shapes.from_wkt([LINE.wkt], edges="geodesic")
    with pytest.raises(gd.GeodistError, match="PyArrow cannot write"):
        shapes.to_parquet(tmp_path / "b.parquet")

    class Karney(pa.ExtensionType):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(pa.binary(), "geoarrow.wkb")

        def __arrow_ext_serialize__(self) -> bytes:
            return b'{"edges": "karney"}'

    column = pa.ExtensionArray.from_storage(Karney(), pa.array([LINE.wkb]))
    with pytest.raises(pa.ArrowInvalid, match="Unsupported GeoArrow edge type"):
        pq.write_table(pa.table({"g": column}), tmp_path / "c.parquet")


def test_duckdb(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    con, out = duckdb.connect(), tmp_path / "out.parquet"

    def read(path: Path) -> str:
        ((kind,),) = con.sql(f"SELECT typeof(COLUMNS(*)) FROM '{path}'").fetchall()
        con.execute(f"COPY (FROM '{path}') TO '{out}' (geoparquet_version 'V2')")
        return str(kind)

    for edges in (None, "spherical", "karney"):
        assert read(native(tmp_path / "a.parquet", LINE, edges=edges)) == "GEOMETRY"
        assert (written(out)[0], "edges" in written(out)[1]) == ("GEOMETRY", False)
    for crs in ("EPSG:4267", "srid:4267"):
        assert read(native(tmp_path / "a.parquet", LINE, crs=crs)) == "GEOMETRY"
        assert "crs" not in written(out)[1]
    kind = read(geoparquet(tmp_path / "b.parquet", "spherical", 4267))
    assert kind.startswith("GEOMETRY('{")
    assert '"NAD27"' in kind
    about = written(out)[1]
    assert about["crs"]["id"] == {"authority": "EPSG", "code": 4267}
    assert "edges" not in about
    with pytest.raises(duckdb.Error, match="Can't import non-planar edges"):
        con.register("t", label({"edges": "spherical"}))


def test_polars(tmp_path: Path) -> None:
    pl = pytest.importorskip("polars")
    for edges in (None, "spherical"):
        path = native(tmp_path / "a.parquet", LINE, edges=edges)
        with pytest.raises(pl.exceptions.ComputeError, match="out of specification"):
            pl.read_parquet(path)
    table = label({"crs": "EPSG:4267", "edges": "karney"})
    frame = pl.DataFrame(table)
    assert pa.table(frame).schema.field(0).metadata == table.schema.field(0).metadata
    assert gd.Shapes.from_arrow(frame).crs == "EPSG:4267"
    frame = pl.read_parquet(geoparquet(tmp_path / "b.parquet", None, 4267))
    frame.write_parquet(tmp_path / "c.parquet")
    assert written(tmp_path / "c.parquet") == ("NONE", {})


def test_pyiceberg() -> None:
    pytest.importorskip("pyiceberg")
    pytest.importorskip("geoarrow.pyarrow")
    from pyiceberg.schema import Schema
    from pyiceberg.types import GeographyType, GeometryType, NestedField

    def edges(kind: Any) -> tuple[str, str]:
        field = Schema(NestedField(1, "g", kind, required=False)).as_arrow().field(0)
        about = json.loads(field.type.__arrow_ext_serialize__())
        return about["crs"], about.get("edges", "planar")

    assert edges(GeometryType("EPSG:4267")) == ("EPSG:4267", "planar")
    assert edges(GeographyType("EPSG:4267", "spherical")) == ("EPSG:4267", "spherical")
    for algorithm in ("vincenty", "thomas", "andoyer", "karney"):
        assert edges(GeographyType("EPSG:4267", algorithm)) == ("EPSG:4267", "planar")


def test_sedonadb(tmp_path: Path) -> None:
    sedonadb = pytest.importorskip("sedonadb")
    session, out = sedonadb.connect(), tmp_path / "out.parquet"

    def read(path: Path) -> str:
        frame = session.read_parquet(str(path))
        frame.to_parquet(str(out))
        return str(frame.schema).split(": ", 1)[1]

    assert read(native(tmp_path / "a.parquet", LINE, crs="EPSG:4267")).startswith("geometry<")
    for path in (
        native(tmp_path / "b.parquet", LINE, crs="EPSG:4267", edges="spherical"),
        geoparquet(tmp_path / "c.parquet", "spherical", 4267),
    ):
        assert re.match(r"geography<.*\(epsg:4267, Spherical\)", read(path))
        kind, about = written(out)
        assert kind == "NONE"
        assert (about["edges"], about["crs"]["id"]["code"]) == ("spherical", 4267)


def test_gdal(tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    geopandas = pytest.importorskip("geopandas")
    assert "Parquet" not in pyogrio.list_drivers()
    layer = geopandas.GeoDataFrame(geometry=[LINE], crs=4267)
    layer.to_file(tmp_path / "a.gpkg")
    about, table = pyogrio.read_arrow(tmp_path / "a.gpkg")
    assert about["crs"] == "EPSG:4267"
    assert b"edges" not in str(table.schema.field("geom").metadata).encode()


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning")
def test_spark(tmp_path: Path, spark: Any) -> None:
    def read(path: Path) -> str:
        frame = spark.read.parquet(str(path))
        frame.coalesce(1).write.mode("overwrite").parquet(str(tmp_path / "out"))
        ((_, kind),) = frame.dtypes
        return str(kind)

    def out() -> str:
        (path,) = (tmp_path / "out").glob("*.parquet")
        return str(pq.ParquetFile(path).schema.column(0).logical_type.to_json())

    assert read(native(tmp_path / "a.parquet", LINE)) == "geometry(4326)"
    assert "Geometry" in out()
    for edges in ("spherical", "vincenty", "thomas", "andoyer", "karney"):
        assert read(native(tmp_path / "b.parquet", LINE, edges=edges)) == "geography(4326)"
        assert "Geography" in out()
        assert not re.search("vincenty|thomas|andoyer|karney", out(), re.IGNORECASE)
    assert read(native(tmp_path / "c.parquet", LINE, crs="EPSG:3857")) == "geometry(3857)"
    assert "EPSG:3857" in out()
    for crs in ("EPSG:4267", "srid:4326"):
        with pytest.raises(Exception, match="ST_INVALID_CRS_VALUE"):
            read(native(tmp_path / "d.parquet", LINE, crs=crs))
    assert read(geoparquet(tmp_path / "e.parquet", "spherical")) == "binary"
