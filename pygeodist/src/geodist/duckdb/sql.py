"""The SQL functions, and how they are registered."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import Parameter, Signature
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from geodist._arguments import explained
from geodist._types.shape_builders import checked_edges
from geodist.duckdb import functions
from geodist.duckdb.searches import MATCHES, Indexes
from geodist.duckdb.ways import Edging

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import duckdb

    import geodist
    from geodist._types.shape_columns import Edges

__all__ = ["register"]

_INVERSE: Final = "STRUCT(distance DOUBLE, azi1 DOUBLE, azi2 DOUBLE)"
# A cast alone would round.
_WHOLE: Final = (
    "CASE WHEN k <> k::BIGINT THEN error('k must be a whole number, got ' || k) ELSE k::BIGINT END"
)
_DIRECT: Final = "STRUCT(lat2 DOUBLE, lon2 DOUBLE, azi2 DOUBLE)"


class Function(NamedTuple):
    """A function that DuckDB calls with columns of Arrow.

    Parameters
    ----------
    name
        Its name, after ``_geodist_``.
    function
        The function.
    parameters
        The types of its columns; None for any.
    result
        The type of its result.
    """

    name: str
    function: Callable[..., Any]
    parameters: Sequence[str] | None
    result: str


_FUNCTIONS: Final = [
    *(
        Function(f"{name}{suffix}", functions.of_numbers(name, chosen=bool(suffix)), types, result)
        for name, result in (("distance", "DOUBLE"), ("inverse", _INVERSE), ("direct", _DIRECT))
        for suffix, types in (("", ["DOUBLE"] * 4), ("_on", [*["DOUBLE"] * 4, "INTEGER"]))
    ),
    Function("distance_of_shapes", functions.distance_of_shapes, None, "DOUBLE"),
    Function("inverse_of_points", functions.of_points("inverse"), None, _INVERSE),
    Function("area", functions.area, None, "DOUBLE"),
    Function("length", functions.length, None, "DOUBLE"),
]

# Macros, because DuckDB's functions take one number of arguments, and do not see the types of columns,
# which state the CRS. The functions have numbers: those of a connection end with it, and all
# connections to a database see them.
_FOUR: Final = "lat1, lon1, lat2, lon2"
_START: Final = "lat1, lon1, azi1, distance"
_PAIR: Final = "_geodist_way_{n}(typeof(a), typeof(b)"
_ONE: Final = "_geodist_way_{n}(typeof(geometry), ''"
_ON: Final = "_geodist_way_{n}('', '', ellipsoid)"
_INDEX: Final = "_geodist_index_{n}(name)"
_MACROS: Final = f"""
CREATE OR REPLACE TEMP MACRO geodist_distance
    (a, b) AS _geodist_distance_of_shapes_{{n}}(a, b, {_PAIR}, '')),
    (a, b, ellipsoid) AS
        _geodist_distance_of_shapes_{{n}}(a, b, {_PAIR}, ellipsoid)),
    ({_FOUR}) AS _geodist_distance_{{n}}({_FOUR}),
    ({_FOUR}, ellipsoid) AS _geodist_distance_on_{{n}}({_FOUR}, {_ON});
CREATE OR REPLACE TEMP MACRO geodist_inverse
    (a, b) AS _geodist_inverse_of_points_{{n}}(a, b, {_PAIR}, '')),
    (a, b, ellipsoid) AS _geodist_inverse_of_points_{{n}}(a, b, {_PAIR}, ellipsoid)),
    ({_FOUR}) AS _geodist_inverse_{{n}}({_FOUR}),
    ({_FOUR}, ellipsoid) AS _geodist_inverse_on_{{n}}({_FOUR}, {_ON});
CREATE OR REPLACE TEMP MACRO geodist_direct
    ({_START}) AS _geodist_direct_{{n}}({_START}),
    ({_START}, ellipsoid) AS _geodist_direct_on_{{n}}({_START}, {_ON});
CREATE OR REPLACE TEMP MACRO geodist_area
    (geometry) AS _geodist_area_{{n}}(geometry, {_ONE}, '')),
    (geometry, ellipsoid) AS _geodist_area_{{n}}(geometry, {_ONE}, ellipsoid));
CREATE OR REPLACE TEMP MACRO geodist_length
    (geometry) AS _geodist_length_{{n}}(geometry, {_ONE}, '')),
    (geometry, ellipsoid) AS _geodist_length_{{n}}(geometry, {_ONE}, ellipsoid));
CREATE OR REPLACE TEMP MACRO geodist_nearest
    (name, geometry, k) AS
        _geodist_nearest_of_shapes_{{n}}({_INDEX}, geometry, {_WHOLE}, {_ONE}, '')),
    (name, lat, lon, k) AS _geodist_nearest_{{n}}({_INDEX}, lat, lon, {_WHOLE});
CREATE OR REPLACE TEMP MACRO geodist_within
    (name, geometry, radius) AS
        _geodist_within_of_shapes_{{n}}({_INDEX}, geometry, radius::DOUBLE, {_ONE}, '')),
    (name, lat, lon, radius) AS _geodist_within_{{n}}({_INDEX}, lat, lon, radius::DOUBLE);
"""


class Connection(NamedTuple):
    """What is kept of a connection.

    Parameters
    ----------
    number
        What the names of its functions end with.
    indexes
        Its indexes.
    edging
        Its edges.
    """

    number: int
    indexes: Indexes
    edging: Edging


_registered: WeakKeyDictionary[Any, Connection] = WeakKeyDictionary()
_connections = count(1)


@explained
def register(
    con: duckdb.DuckDBPyConnection,
    *,
    indexes: Mapping[str, geodist.PointIndex | geodist.ShapeIndex] | None = None,
    edges: Edges | None = None,
) -> None:
    """
    Add the functions of geodist to a connection of DuckDB.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        The connection. A cursor is another connection: register it too.
    indexes : mapping of str to PointIndex or ShapeIndex, optional
        The indexes that `geodist_nearest` and `geodist_within` search, by the names that SQL uses.
        Call this function again to add others, or to replace one.
    edges : {"geodesic", "planar"}, optional
        What an edge of lines and polygons is, in all functions of this connection. If you do not
        say, it stays what an earlier call said, or else is geodesic: neither well-known binary nor a
        GEOMETRY of DuckDB says.

    Raises
    ------
    TypeError
        An index is not one, or `con` is not a connection of DuckDB.
    ValueError
        `edges` is neither "geodesic" nor "planar".

    Warns
    -----
    EdgeWarning
        In a query: you did not say what edges are, and geodesics and planar edges differ by more than
        a metre somewhere. It is said once.

    See Also
    --------
    PointIndex : What searches points.
    ShapeIndex : What searches lines and polygons.

    Notes
    -----
    The functions are, with angles in degrees, lengths in metres and areas in square metres:

    * ``geodist_distance(lat1, lon1, lat2, lon2)``, or ``(a, b)`` of geometries of any kind: DOUBLE
    * ``geodist_inverse(lat1, lon1, lat2, lon2)``, or ``(a, b)`` of points: STRUCT(distance, azi1, azi2)
    * ``geodist_direct(lat1, lon1, azi1, distance)``: STRUCT(lat2, lon2, azi2)
    * ``geodist_length(geometry)`` and ``geodist_area(geometry)``: DOUBLE
    * ``geodist_nearest(name, lat, lon, k)``, or ``(name, geometry, k)``: STRUCT(row, distance)[]
    * ``geodist_within(name, lat, lon, radius)``, or ``(name, geometry, radius)``: the same

    All but the last two take an ellipsoid as their last argument, also by name: ``ellipsoid := 'sphere'``.
    Geometries are of type GEOMETRY, or well-known binary in a BLOB. The CRS of a GEOMETRY, or else the
    SRIDs of the extended form, choose the ellipsoid; geometries of different datums are refused. SRIDs
    are compared only among the rows that DuckDB passes at once. An index measures on its own
    ellipsoid. ``row`` counts the rows of the index from 0.

    A NULL argument gives NULL; a number that is NaN, and an empty geometry, give NaN, and no
    neighbours; but the length and area of an empty geometry are 0. A `PointIndex` is searched from
    points alone.
    Errors end the query and show the values of the row. In a transaction, a result that you have not
    fetched is lost when you call this function again: fetch it first. The results have the bits, and the error
    bounds, of the functions of the same names in Python.

    The functions are temporary macros over functions that PyArrow passes columns to: nothing is
    written to the database.

    Examples
    --------
    >>> import duckdb
    >>> import geodist.duckdb
    >>> con = duckdb.connect()
    >>> geodist.duckdb.register(con)
    >>> con.sql("SELECT round(geodist_distance(52.31, 4.76, 40.64, -73.78))").fetchall()
    [(5863093.0,)]
    >>> towns = geodist.PointIndex([52.37, 51.92], [4.90, 4.48])
    >>> geodist.duckdb.register(con, indexes={"towns": towns})
    >>> con.sql("SELECT geodist_nearest('towns', 52.09, 5.12, 1)[1].row").fetchall()
    [(0,)]
    """
    import duckdb

    if not isinstance(con, duckdb.DuckDBPyConnection):
        raise TypeError(f"con must be a connection of DuckDB, got {type(con).__name__}")
    if indexes is not None and not isinstance(indexes, Mapping):
        raise TypeError(f"indexes must be a dict of indexes, got {type(indexes).__name__}")
    edges = checked_edges(edges)
    connection = _registered.get(con)
    known = connection or Connection(next(_connections), Indexes(), Edging())
    known.indexes.add(indexes or {})
    known.edging.edges = edges or known.edging.edges
    # What runs on the connection ends a result that it has not fetched.
    if connection is None:
        _create(con, known)
    elif not _sees(con, connection):
        # They are in a transaction that goes on, or were in one that was rolled back.
        try:
            con.execute(_MACROS.format(n=connection.number))
        except duckdb.CatalogException:
            _create(con, connection._replace(number=next(_connections)))


def _create(con: duckdb.DuckDBPyConnection, known: Connection) -> None:
    """Create all functions in a connection that does not have them."""
    for function in (*_FUNCTIONS, *_own(known)):
        name = f"_geodist_{function.name}_{known.number}"
        con.create_function(
            name, _bare(function), function.parameters, function.result, type="arrow"
        )
    con.execute(_MACROS.format(n=known.number))
    _registered[con] = known


def _sees(con: duckdb.DuckDBPyConnection, known: Connection) -> bool:
    """Tell whether the functions of a connection are committed."""
    query = "SELECT count(*) FROM duckdb_functions() WHERE function_name = ?"
    with con.cursor() as other:
        found = other.execute(query, [f"_geodist_way_{known.number}"]).fetchone()
    return found is not None and found[0] > 0


def _bare(about: Function) -> Callable[..., Any]:
    """Wrap a function so that DuckDB finds the number of its columns, or takes any of any type."""

    def call(*columns):  # type: ignore[no-untyped-def]
        # DuckDB would look for types in annotations.
        return about.function(*columns)

    if about.parameters is not None:
        names = (
            Parameter(f"_{i}", Parameter.POSITIONAL_ONLY) for i in range(len(about.parameters))
        )
        call.__signature__ = Signature(list(names))  # type: ignore[attr-defined]
    return call


def _own(known: Connection) -> list[Function]:
    """Make the functions that know the edges and the indexes of one connection."""
    indexes = known.indexes
    degrees = ["INTEGER", "DOUBLE", "DOUBLE"]
    return [
        Function("way", known.edging.number_ways, ["VARCHAR"] * 3, "INTEGER"),
        Function("index", indexes.number, ["VARCHAR"], "INTEGER"),
        Function("nearest", indexes.nearest, [*degrees, "BIGINT"], MATCHES),
        Function("within", indexes.within, [*degrees, "DOUBLE"], MATCHES),
        Function("nearest_of_shapes", indexes.nearest_of_shapes, None, MATCHES),
        Function("within_of_shapes", indexes.within_of_shapes, None, MATCHES),
    ]
