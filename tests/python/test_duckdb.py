"""The SQL functions for DuckDB, compared with the functions of the same names in Python."""

from __future__ import annotations

import contextlib
import gc
import json
import pickle
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import geodist as gd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

import geodist.duckdb  # noqa: E402

LINE = "'LINESTRING(10 50, 10.2 50)'::GEOMETRY"
SQUARE = "'POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))'::GEOMETRY"


@pytest.fixture(params=["", "geoarrow"])
def con(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A connection, also where GeoArrow's types are known to PyArrow, which are those of a GEOMETRY."""
    with contextlib.ExitStack() as stack:
        if request.param or "geoarrow.pyarrow" in sys.modules:
            registry = pytest.importorskip("geoarrow.types.type_pyarrow")
            pytest.importorskip("geoarrow.pyarrow")
            known = f"{'' if request.param else 'un'}registered_extension_types"
            stack.enter_context(getattr(registry, known)())
        con = duckdb.connect()
        geodist.duckdb.register(con)
        yield con


@pytest.fixture(scope="module")
def pairs() -> dict[str, Any]:
    rng = np.random.default_rng(5)
    size = 10_000  # several of DuckDB's vectors
    return {
        "lat1": np.r_[rng.uniform(-90, 90, size), 90, -90, 0, 0],
        "lon1": np.r_[rng.uniform(-540, 540, size), 0, 180, 0, 179.9],
        "lat2": np.r_[rng.uniform(-90, 90, size), -90, 90, 0, 0],
        "lon2": np.r_[rng.uniform(-180, 180, size), 0, 0, 180, -179.9],
    }


def one(con: Any, expression: str) -> Any:
    ((found,),) = con.sql(f"SELECT {expression}").fetchall()
    return found


def register_pairs(con: Any, pairs: dict[str, Any]) -> None:
    import pandas as pd

    con.execute("SET preserve_insertion_order = true")
    con.register("pairs", pd.DataFrame(pairs))


@pytest.mark.parametrize("ellipsoid", [None, "sphere", "Airy 1830"])
def test_numbers_have_the_bits_of_python(
    con: Any, pairs: dict[str, Any], ellipsoid: str | None
) -> None:
    register_pairs(con, pairs)
    last = "" if ellipsoid is None else f", ellipsoid := '{ellipsoid}'"
    query = f"""SELECT geodist_distance(lat1, lon1, lat2, lon2{last}) AS distance,
        geodist_inverse(lat1, lon1, lat2, lon2{last}) AS line,
        geodist_direct(lat1, lon1, lon2, abs(lat2) * 1e5{last}) AS goal FROM pairs"""
    found = con.sql(query).to_arrow_table()
    np.testing.assert_array_equal(
        found["distance"].to_numpy(), gd.distance(*pairs.values(), ellipsoid=ellipsoid)
    )
    line = gd.inverse(*pairs.values(), ellipsoid=ellipsoid)
    goal = gd.direct(
        pairs["lat1"],
        pairs["lon1"],
        pairs["lon2"],
        np.abs(pairs["lat2"]) * 1e5,
        ellipsoid=ellipsoid,
    )
    for name, expected in (("line", line), ("goal", goal)):
        struct = found[name].combine_chunks()
        assert [field.name for field in struct.type] == list(expected._fields)
        for field, column in expected._asdict().items():
            np.testing.assert_array_equal(struct.field(field).to_numpy(), column)


def test_constants_and_columns_of_other_types(con: Any) -> None:
    expected = gd.distance(52.31, 4.76, 40.64, -73.78)
    assert one(con, "geodist_distance(52.31, 4.76, 40.64, -73.78)") == expected
    assert one(con, "geodist_distance(52.31::DECIMAL(5, 2), 4.76, 40.64, '-73.78')") == expected
    rows = con.sql("SELECT geodist_distance(range, 0, 10, 0) FROM range(3)").fetchall()
    assert [row[0] for row in rows] == gd.distance(np.arange(3.0), 0, 10, 0).tolist()


@pytest.mark.parametrize("binary", [False, True])
def test_geometries(con: Any, pairs: dict[str, Any], binary: bool) -> None:
    register_pairs(con, pairs)
    cast = "::BLOB" if binary else ""
    con.execute(
        f"""CREATE TABLE places AS SELECT ('POINT(' || lon1 || ' ' || lat1 || ')')::GEOMETRY{cast} a,
        ('POINT(' || lon2 || ' ' || lat2 || ')')::GEOMETRY{cast} b FROM pairs"""
    )
    query = "SELECT geodist_distance(a, b) d, geodist_inverse(a, b, 'sphere') i FROM places"
    found = con.sql(query).to_arrow_table()
    np.testing.assert_array_equal(found["d"].to_numpy(), gd.distance(*pairs.values()))
    np.testing.assert_array_equal(
        found["i"].combine_chunks().field("azi1").to_numpy(),
        gd.inverse(*pairs.values(), ellipsoid="sphere").azi1,
    )


def test_lines_and_polygons(con: Any) -> None:
    line = gd.Shapes.lines([50, 50], [10, 10.2], [0, 2])
    square = gd.Shapes.from_wkt(["POLYGON((0 0, 1 0, 1 1, 0 1, 0 0))"])
    assert one(con, f"geodist_length({LINE})") == gd.length(line)[0]
    assert one(con, f"geodist_area({SQUARE}, 'sphere')") == gd.area(square, ellipsoid="sphere")[0]
    assert one(con, f"geodist_distance({LINE}, {SQUARE})") == gd.distance(line, square)[0]
    assert one(con, f"geodist_distance('POINT(0.5 0.5)'::GEOMETRY, {SQUARE})") == 0
    assert one(con, f"geodist_length('POINT(0.5 0.5)'::GEOMETRY) + geodist_area({LINE})") == 0


def test_edges_are_those_of_the_connection(con: Any) -> None:
    line = gd.Shapes.lines([50, 50], [10, 14], [0, 2], edges="planar")
    long_line = "geodist_length('LINESTRING(10 50, 14 50)'::GEOMETRY)"
    geodesic = one(con, long_line)
    geodist.duckdb.register(con, edges="planar")
    assert one(con, long_line) == gd.length(line)[0] > geodesic + 1
    geodist.duckdb.register(con, edges="geodesic")
    assert one(con, long_line) == geodesic


def test_null_gives_null_and_empty_gives_nan(con: Any) -> None:
    for call in (
        "geodist_distance(NULL, 1, 2, 3)",
        "geodist_distance(1, 1, 2, 3, NULL)",
        "geodist_distance('POINT(1 2)'::GEOMETRY, NULL)",
        "geodist_inverse(NULL, 1, 2, 3)",
        "geodist_direct(NULL, 1, 2, 3)",
        "geodist_area(NULL::GEOMETRY)",
        "geodist_length(NULL)",
        "geodist_nearest(NULL, 1, 2, 3)",
        "geodist_within(NULL, 1, 2, 3)",
    ):
        assert one(con, call) is None, call
    rows = con.sql(
        "SELECT geodist_distance(CASE range % 2 WHEN 0 THEN 1 END, 0, 0, 0) FROM range(5000)"
    ).fetchall()
    assert [row[0] is None for row in rows] == [False, True] * 2500
    assert np.isnan(one(con, "geodist_distance('POINT EMPTY'::GEOMETRY, 'POINT(1 2)'::GEOMETRY)"))
    assert np.isnan(one(con, "geodist_distance('NaN'::DOUBLE, 1, 2, 3)"))


def test_no_rows(con: Any) -> None:
    assert con.sql("SELECT geodist_distance(range, 1, 2, 3) FROM range(0)").fetchall() == []


def test_the_crs_of_a_geometry_chooses_the_ellipsoid(con: Any) -> None:
    def point(text: str, crs: str) -> str:
        return f"'POINT({text})'::GEOMETRY('{crs}')"

    nad27 = json.dumps(pytest.importorskip("pyproj").CRS("EPSG:4267").to_json_dict()).replace(
        "'", "''"
    )
    pair = f"{point('1 2', nad27)}, {point('3 4', nad27)}"
    assert one(con, f"geodist_distance({pair})") == gd.distance(2, 1, 4, 3, ellipsoid="Clarke 1866")
    assert one(con, f"geodist_distance({pair}, 'sphere')") == gd.distance(
        2, 1, 4, 3, ellipsoid="sphere"
    )
    wgs84 = point("3 4", "OGC:CRS84")
    assert one(con, f"geodist_distance({wgs84}, 'POINT(1 2)'::GEOMETRY)") == gd.distance(4, 3, 2, 1)
    with pytest.raises(duckdb.Error, match=r"a is on NAD27 \(Clarke 1866\), b on WGS 84"):
        one(con, f"geodist_distance({point('1 2', nad27)}, {wgs84})")


def test_srids_choose_the_ellipsoid(con: Any) -> None:
    shapely = pytest.importorskip("shapely")
    points = [
        shapely.to_wkb(shapely.set_srid(shapely.Point(lon, lat), 4267), include_srid=True)
        for lat, lon in ((2, 1), (4, 3))
    ]
    ((found,),) = con.execute("SELECT geodist_distance(?::BLOB, ?::BLOB)", points).fetchall()
    assert found == gd.distance(2, 1, 4, 3, ellipsoid="Clarke 1866")


def test_nearest_and_within(con: Any, pairs: dict[str, Any]) -> None:
    index = gd.PointIndex(pairs["lat2"][:3000], pairs["lon2"][:3000])
    geodist.duckdb.register(con, indexes={"points": index})
    register_pairs(con, pairs)
    found = con.sql(
        "SELECT geodist_nearest('points', lat1, lon1, 3) n, "
        "geodist_within('points', lat1, lon1, 300000) w FROM pairs"
    ).to_arrow_table()
    nearest = index.query(pairs["lat1"], pairs["lon1"], 3)
    lists = found["n"].combine_chunks()
    assert (np.diff(lists.offsets.to_numpy()) == 3).all()
    np.testing.assert_array_equal(lists.flatten().field("row").to_numpy(), nearest.indices.ravel())
    np.testing.assert_array_equal(
        lists.flatten().field("distance").to_numpy(), nearest.distances.ravel()
    )
    within = index.query_radius(pairs["lat1"], pairs["lon1"], 300_000)
    lists = found["w"].combine_chunks()
    np.testing.assert_array_equal(np.diff(lists.offsets.to_numpy()), within.counts)
    np.testing.assert_array_equal(lists.flatten().field("row").to_numpy(), within.indices)
    np.testing.assert_array_equal(lists.flatten().field("distance").to_numpy(), within.distances)


def test_searches_with_shapes_and_a_limit_for_each_row(con: Any) -> None:
    shapes = gd.ShapeIndex(gd.Shapes.lines([0, 1, 5, 6], [0, 0, 5, 5], [0, 2, 4]))
    points = gd.PointIndex([1, 2, 3], [1, 2, 3])
    geodist.duckdb.register(con, indexes={"points": points, "lines": shapes})
    rows = con.sql("SELECT geodist_nearest('points', 2, 2, range + 1) FROM range(5)").fetchall()
    assert [[match["row"] for match in row[0]] for row in rows] == [
        [1],
        [1, 2],
        *[[1, 2, 0]] * 3,
    ]
    assert one(con, "geodist_nearest('points', 'POINT(2 2)'::GEOMETRY, 1)[1].distance") == 0
    (match,) = one(con, f"geodist_nearest('lines', {LINE}, 1)")
    line = gd.Shapes.lines([50, 50], [10, 10.2], [0, 2])
    assert (match["row"], match["distance"]) == (1, shapes.query(line).distances[0])
    assert [m["row"] for m in one(con, "geodist_within('lines', 0.5, 0.1, 20000)")] == [0]
    assert [m["row"] for m in one(con, f"geodist_within('lines', {SQUARE}, 1)")] == [0]
    assert one(con, "geodist_nearest('points', 'NaN'::DOUBLE, 1, 1)") == []
    with pytest.raises(duckdb.Error, match="no index is registered as 'nobody'"):
        one(con, "geodist_nearest('nobody', 1, 1, 1)")
    with pytest.raises(duckdb.Error, match="k must be at least 1, got 0"):
        one(con, "geodist_nearest('points', 1, 1, 0)")
    for place in ("1, 1", "'POINT(2 2)'::GEOMETRY"):
        assert len(one(con, f"geodist_nearest('points', {place}, 2.0)")) == 2
        with pytest.raises(duckdb.Error, match=r"k must be a whole number, got 1\.5"):
            one(con, f"geodist_nearest('points', {place}, 1.5)")


def test_an_index_is_replaced(con: Any) -> None:
    for lat in (10, 20):
        geodist.duckdb.register(con, indexes={"points": gd.PointIndex([lat], [0])})
        expected = pytest.approx(gd.distance(lat, 0, 0, 0))
        assert one(con, "geodist_nearest('points', 0, 0, 1)[1].distance") == expected
    geodist.duckdb.register(con)  # keeps it
    assert one(con, "len(geodist_nearest('points', 0, 0, 1))") == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            "geodist_distance(80 + range, 1, 2, 3)",
            r"geodist_distance: latitude must be .*, got 91 \(lat1\); latitude and longitude swapped\?; in the row lat1 = 91.0, lon1 = 1.0, lat2 = 2.0, lon2 = 3.0",
        ),
        (
            "geodist_nearest('points', 89 + range, 1, 1)",
            r"geodist_nearest: latitude .* got 91 \(lat\).*; in the row lat = 91.0, lon = 1.0",
        ),
        (
            "geodist_length(('LINESTRING(1 1, 2 ' || 80 + range || ')')::GEOMETRY)",
            r"geodist_length: latitude .*got 91.*; in the row geometry = 010200.*",
        ),
        (
            r"geodist_area('\x01\x01'::BLOB)",
            "geodist_area: the geometry is cut off; in the row geometry = 0101",
        ),
        ("geodist_area('GEOMETRYCOLLECTION(POINT(1 2))'::GEOMETRY)", "GeometryCollection"),
        (f"geodist_inverse({LINE}, {SQUARE})", "geodist_inverse: the geometries must be points"),
        ("geodist_distance('POINT(1 2)', 'POINT(3 4)')", "not VARCHAR; if it is text, write"),
        ("geodist_distance(1, 2, 3, 4, 'WGS85')", 'unknown ellipsoid "WGS85"'),
        (
            "geodist_distance(1, 2, 3, 4, CASE WHEN range % 2 = 0 THEN 'sphere' ELSE 'GRS80' END)",
            "the ellipsoid must be the same in all rows",
        ),
    ],
)
def test_errors_in_words(con: Any, call: str, words: str) -> None:
    geodist.duckdb.register(con, indexes={"points": gd.PointIndex([1], [1])})
    with pytest.raises(duckdb.Error, match=words):
        con.sql(f"SELECT {call} FROM range(5000)").fetchall()


def test_wrong_arguments() -> None:
    con = duckdb.connect()
    with pytest.raises(TypeError, match="con must be a connection of DuckDB, got str"):
        geodist.duckdb.register("a.db")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="index 'a' must be a PointIndex or a ShapeIndex, got list"):
        geodist.duckdb.register(con, indexes={"a": [1]})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="indexes must be a dict of indexes, got PointIndex"):
        geodist.duckdb.register(con, indexes=gd.PointIndex([1], [1]))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="edges"):
        geodist.duckdb.register(con, edges="straight")  # type: ignore[arg-type]
    # A part of them would be surprising.
    with pytest.raises(TypeError):
        geodist.duckdb.register(con, indexes={"b": gd.PointIndex([1], [1]), "a": 1})  # type: ignore[dict-item]
    geodist.duckdb.register(con)
    with pytest.raises(duckdb.Error, match="no index is registered as 'b'"):
        one(con, "geodist_nearest('b', 1, 1, 1)")


def test_connections_do_not_need_each_other(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    first = duckdb.connect(path)
    geodist.duckdb.register(first)
    cursor = first.cursor()  # a connection of its own
    with pytest.raises(duckdb.Error, match="geodist_distance"):
        one(cursor, "geodist_distance(1, 2, 3, 4)")
    geodist.duckdb.register(cursor)
    assert one(cursor, "geodist_distance(1, 2, 3, 4)") == gd.distance(1, 2, 3, 4)
    cursor.close()
    second = duckdb.connect(path)
    geodist.duckdb.register(second, indexes={"points": gd.PointIndex([1], [1])})
    first.close()
    del first
    gc.collect()
    assert one(second, "geodist_distance(1, 2, 3, 4)") == gd.distance(1, 2, 3, 4)
    assert one(second, "geodist_nearest('points', 1, 1, 1)[1].distance") == 0
    second.close()
    # Nothing stays in the file.
    third = duckdb.connect(path, read_only=True)
    where = "database_name NOT IN ('system', 'temp') AND function_name LIKE '%geodist%'"
    assert third.sql(f"SELECT * FROM duckdb_functions() WHERE {where}").fetchall() == []
    geodist.duckdb.register(third)
    assert one(third, "geodist_distance(1, 2, 3, 4)") == gd.distance(1, 2, 3, 4)


def test_threads_prepared_statements_and_relations(con: Any, pairs: dict[str, Any]) -> None:
    con.execute("SET threads = 4")
    register_pairs(con, pairs)
    con.execute("CREATE TABLE many AS SELECT * FROM pairs, range(40)")
    expected = 40 * gd.distance(*pairs.values()).sum()
    query = "SELECT sum(geodist_distance(lat1, lon1, lat2, lon2)) FROM many"
    assert con.sql(query).fetchall()[0][0] == pytest.approx(expected)
    query = "SELECT geodist_distance(1, 2, 3, 4, ?)"
    for ellipsoid in ("sphere", "GRS80"):
        expected = gd.distance(1, 2, 3, 4, ellipsoid=ellipsoid)
        assert con.execute(query, [ellipsoid]).fetchall() == [(expected,)]
    relation = con.sql("FROM pairs").project("geodist_distance(lat1, lon1, lat2, lon2) AS d")
    assert relation.filter("d > 1e7").aggregate("count(*)").fetchall()[0][0] > 1000


def test_the_module_is_found_by_its_name() -> None:
    assert gd.duckdb.register is geodist.duckdb.register
    assert pickle.loads(pickle.dumps(gd.duckdb.register)) is gd.duckdb.register
    assert duckdb.__name__ == "duckdb"


def test_a_point_index_is_searched_from_points_alone(con: Any) -> None:
    index = gd.PointIndex([1, 2], [1, 2])
    geodist.duckdb.register(
        con,
        indexes={"points": index, "lines": gd.ShapeIndex(gd.Shapes.lines([0, 1], [0, 1], [0, 2]))},
    )
    words = "a PointIndex is searched from points; register a ShapeIndex to search from lines; in"
    for call in ("geodist_nearest('points', {}, 1)", "geodist_within('points', {}, 1e6)"):
        for shape in (LINE, SQUARE, "'LINESTRING EMPTY'::GEOMETRY", "'MULTIPOINT(1 1)'::GEOMETRY"):
            with pytest.raises(duckdb.Error, match=words):
                one(con, call.format(shape))
        points = "(CASE range WHEN 1 THEN 'POINT EMPTY' ELSE 'POINT(1 1)' END)::GEOMETRY"
        for name in ("points", "lines"):
            where = call.format(points).replace("points", name)
            rows = con.sql(f"SELECT {where} FROM range(3)").fetchall()
            assert [bool(row[0]) for row in rows] == [True, False, True]


def test_edges_and_a_pending_result_survive_another_index(con: Any) -> None:
    long_line = "geodist_length('LINESTRING(10 50, 14 50)'::GEOMETRY)"
    geodist.duckdb.register(con, edges="planar")
    planar = one(con, long_line)
    con.execute("SELECT range FROM range(5000)")
    geodist.duckdb.register(con, indexes={"points": gd.PointIndex([1], [1])})
    assert len(con.fetchall()) == 5000
    assert one(con, long_line) == planar
    line = gd.Shapes.lines([50, 50], [10, 14], [0, 2], edges="planar")
    assert planar == gd.length(line)[0]


def test_registering_survives_a_transaction_that_is_rolled_back() -> None:
    con = duckdb.connect()
    con.begin()
    geodist.duckdb.register(con, indexes={"points": gd.PointIndex([1], [1])}, edges="planar")
    geodist.duckdb.register(con)
    assert one(con, "geodist_distance(1, 2, 3, 4)") == gd.distance(1, 2, 3, 4)
    con.rollback()
    for _ in range(2):
        geodist.duckdb.register(con)
        assert one(con, "geodist_nearest('points', 1, 1, 1)[1].distance") == 0
    con.begin()
    geodist.duckdb.register(con, edges="geodesic")
    con.rollback()
    geodesic = gd.length(gd.Shapes.lines([50, 50], [10, 14], [0, 2], edges="geodesic"))[0]
    assert one(con, "geodist_length('LINESTRING(10 50, 14 50)'::GEOMETRY)") == geodesic


@pytest.mark.parametrize("edges", ["geodesic", "planar"])
def test_length_and_area_of_what_is_empty_are_0(con: Any, edges: Any) -> None:
    geodist.duckdb.register(con, edges=edges)
    for name in ("length", "area"):
        for kind in ("POINT", "LINESTRING", "POLYGON"):
            assert one(con, f"geodist_{name}('{kind} EMPTY'::GEOMETRY)") == 0
            beside = f"(CASE range WHEN 1 THEN '{kind} EMPTY' ELSE 'LINESTRING(0 0, 0 0)' END)"
            rows = con.sql(f"SELECT geodist_{name}({beside}::GEOMETRY) FROM range(3)").fetchall()
            assert rows == [(0,)] * 3


def test_k_and_radius_are_numbers(con: Any) -> None:
    geodist.duckdb.register(con, indexes={"points": gd.PointIndex([1, 1, 1], [1, 2, 3])})
    for at in ("'POINT(1 1)'::GEOMETRY", "1, 1"):
        for k in ("2", "2.0", "2::TINYINT", "2::UBIGINT", "2::DOUBLE"):
            assert one(con, f"len(geodist_nearest('points', {at}, {k}))") == 2
        for radius in ("112000", "112000::DECIMAL(9, 2)", "112000::FLOAT"):
            assert one(con, f"len(geodist_within('points', {at}, {radius}))") == 2
        assert one(con, f"geodist_nearest('points', {at}, NULL)") is None
        assert one(con, f"geodist_within('points', {at}, NULL)") is None
        with pytest.raises(duckdb.Error, match=r"(?i)nan"):
            one(con, f"geodist_nearest('points', {at}, 'NaN'::DOUBLE)")
        with pytest.raises(duckdb.Error, match="radius"):
            one(con, f"geodist_within('points', {at}, 'NaN'::DOUBLE)")
