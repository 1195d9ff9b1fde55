# mypy: disable-error-code="overload-overlap"
from collections.abc import Iterator, Sequence
from os import PathLike
from typing import Any, Final, Literal, SupportsFloat, SupportsIndex, TypeAlias, final, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray
from typing_extensions import Buffer

from geodist._types.points import Points
from geodist._types.points_like import PointsLike
from geodist._types.results import (
    Direct,
    Ecef,
    Geodetic,
    Inverse,
    InverseFull,
    LatLon,
    RhumbInverse,
)
from geodist._types.shapes import Shape, Shapes
from geodist._typing import (
    Column,
    ColumnT,
    EllipsoidLike,
    FloatArray,
    Number,
    Other,
    Plain,
    Quantity,
)

_Set: TypeAlias = tuple[FloatArray, FloatArray, FloatArray | None]
_Location: TypeAlias = tuple[int, int, int, int, float, float, float]
_Pair: TypeAlias = tuple[float, _Location, _Location]
# Latitudes, longitudes, rings, parts, rows, kinds, edges, oriented: Shapes._columns.
_ShapeColumns: TypeAlias = tuple[Any, ...]
_Directed: TypeAlias = tuple[float, _Pair]

__version__: Final[str]
EARTH_RADIUS_METERS: Final[float]

def config() -> dict[str, Any]: ...

@final
class Ellipsoid:
    __match_args__ = ("a", "f")
    def __init__(self, a: SupportsFloat, f: SupportsFloat) -> None: ...
    @staticmethod
    def from_axes(a: SupportsFloat, b: SupportsFloat) -> Ellipsoid: ...
    @staticmethod
    def named(name: str) -> Ellipsoid: ...
    @property
    def a(self) -> float: ...
    @property
    def f(self) -> float: ...
    @property
    def b(self) -> float: ...
    @property
    def n(self) -> float: ...
    @property
    def e2(self) -> float: ...
    @property
    def ep2(self) -> float: ...
    @property
    def mean_radius(self) -> float: ...
    @property
    def authalic_radius(self) -> float: ...
    @property
    def volumetric_radius(self) -> float: ...
    @property
    def area(self) -> float: ...
    @property
    def name(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __iter__(self) -> Iterator[float]: ...
    def __reduce__(self) -> tuple[type[Ellipsoid], tuple[float, float]]: ...

def ellipsoid_table() -> list[tuple[str, str | None, int | None, str | None, str, Ellipsoid]]: ...

@final
class Point:
    __match_args__ = ("lat", "lon")
    def __init__(self, lat: SupportsFloat, lon: SupportsFloat) -> None: ...
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def __geo_interface__(self) -> dict[str, Any]: ...
    def distance(self, other: Point, *, ellipsoid: Ellipsoid | str | None = None) -> float: ...
    def azimuth(self, other: Point, *, ellipsoid: Ellipsoid | str | None = None) -> float: ...
    def inverse(
        self, other: Point, *, ellipsoid: Ellipsoid | str | None = None
    ) -> Inverse[float]: ...
    def direct(
        self,
        azi1: SupportsFloat,
        distance: SupportsFloat,
        *,
        ellipsoid: Ellipsoid | str | None = None,
    ) -> Direct[float]: ...
    def interpolate(
        self, other: Point, fraction: SupportsFloat, *, ellipsoid: Ellipsoid | str | None = None
    ) -> Point: ...
    def midpoint(self, other: Point, *, ellipsoid: Ellipsoid | str | None = None) -> Point: ...
    def __format__(self, format_spec: str, /) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __iter__(self) -> Iterator[float]: ...
    def __reduce__(self) -> tuple[type[Point], tuple[float, float]]: ...

@final
class Point3D:
    __match_args__ = ("lat", "lon", "altitude")
    def __init__(self, lat: SupportsFloat, lon: SupportsFloat, altitude: SupportsFloat) -> None: ...
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def altitude(self) -> float: ...
    @property
    def ground(self) -> Point: ...
    @property
    def __geo_interface__(self) -> dict[str, Any]: ...
    def chord(self, other: Point3D, *, ellipsoid: Ellipsoid | str | None = None) -> float: ...
    def __format__(self, format_spec: str, /) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __iter__(self) -> Iterator[float]: ...
    def __reduce__(self) -> tuple[type[Point3D], tuple[float, float, float]]: ...

@final
class BoundingBox:
    __match_args__ = ("min_lat", "min_lon", "max_lat", "max_lon")
    def __init__(
        self,
        min_lat: SupportsFloat,
        min_lon: SupportsFloat,
        max_lat: SupportsFloat,
        max_lon: SupportsFloat,
    ) -> None: ...
    @staticmethod
    def around(lat: Any, lon: ArrayLike | None = None) -> BoundingBox: ...
    @property
    def min_lat(self) -> float: ...
    @property
    def min_lon(self) -> float: ...
    @property
    def max_lat(self) -> float: ...
    @property
    def max_lon(self) -> float: ...
    @property
    def crosses_antimeridian(self) -> bool: ...
    @property
    def is_full_circle(self) -> bool: ...
    @overload
    def contains(self, lat: float, lon: float) -> bool: ...
    @overload
    def contains(self, lat: Point | Point3D, lon: None = None) -> bool: ...
    @overload
    def contains(self, lat: Any, lon: ArrayLike | None = None) -> NDArray[np.bool_]: ...
    def intersects(self, other: BoundingBox) -> bool: ...
    def union(self, other: BoundingBox) -> BoundingBox: ...
    def __contains__(self, item: Point | BoundingBox, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __iter__(self) -> Iterator[float]: ...
    def __reduce__(self) -> tuple[type[BoundingBox], tuple[float, float, float, float]]: ...

def num_threads() -> int: ...
def set_num_threads(threads: SupportsIndex) -> None: ...

# Of the command line.
def read_number(text: str) -> float | None: ...

# Degrees, axis ("", "lat", "lon") and why not, if not.
def read_angle(text: str) -> tuple[float, str, str]: ...

# Latitude, longitude, 0 (not a point), 1 (needs an order) or 2 (read), and why it is not a point;
# the order is "lat,lon", "lon,lat" or "".
def read_point(text: str, order: str) -> tuple[float, float, int, str]: ...
def split_point(text: str) -> tuple[str, str] | None: ...
def join_parts(parts: list[str], has_hemisphere: bool) -> str: ...

# The bytes of all cells, and where they begin and end.
_Cells: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.int64]]

def read_cells(cells: _Cells, axis: str, decimal: str) -> FloatArray: ...
def read_split_cells(
    columns: list[_Cells], has_hemisphere: bool, axis: str, decimal: str
) -> FloatArray: ...
def read_point_cells(
    cells: _Cells, order: str, decimal: str
) -> tuple[FloatArray, FloatArray, NDArray[np.uint8]]: ...

# Lines or rings: the vertices of all, and where each begins; geodist.length and area are made of it.
# Of pairs of rows of two columns; points are given by latitudes and longitudes alone.
_PlaceColumns: TypeAlias = tuple[Any, ...]

def shape_distances(
    a: _ShapeColumns, b: _ShapeColumns, ellipsoid: EllipsoidLike, threads: int
) -> FloatArray: ...
def shape_matrix(
    a: _ShapeColumns, b: _ShapeColumns, out: FloatArray, ellipsoid: EllipsoidLike, threads: int
) -> None: ...

# Fills the distances and those columns of the places that are not None.
def nearest_points(
    a: _ShapeColumns,
    b: _ShapeColumns,
    distance: FloatArray,
    places_a: _PlaceColumns,
    places_b: _PlaceColumns,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> None: ...
def shapes_intersect(
    a: _ShapeColumns, b: _ShapeColumns, ellipsoid: EllipsoidLike, threads: int
) -> NDArray[np.uint8]: ...
def shapes_within(
    a: _ShapeColumns,
    b: _ShapeColumns,
    distance: FloatArray,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> NDArray[np.uint8]: ...
def shapes_relate(
    a: _ShapeColumns, b: _ShapeColumns, relation: str, ellipsoid: EllipsoidLike, threads: int
) -> NDArray[np.uint8]: ...
def shape_rows_relate(
    a: _ShapeColumns,
    b: _ShapeColumns,
    rows_a: NDArray[np.int64],
    rows_b: NDArray[np.int64],
    relation: str,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> NDArray[np.uint8]: ...
def intersection_points(
    a: _ShapeColumns, b: _ShapeColumns, ellipsoid: EllipsoidLike, threads: int
) -> tuple[NDArray[np.int64], _PlaceColumns, _PlaceColumns]: ...
def find_places(
    shapes: _ShapeColumns,
    lat: FloatArray,
    lon: FloatArray,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> NDArray[np.uint8]: ...
def self_crossings(
    shapes: _ShapeColumns, ellipsoid: EllipsoidLike, threads: int
) -> tuple[_PlaceColumns, _PlaceColumns]: ...

# Tracks; metric, eps, gap's latitude and longitude, window, max_distance, open_begin, open_end.
_TrackMeasure: TypeAlias = tuple[str, float, float, float, int | None, float, bool, bool]

def track_distances(
    a: _ShapeColumns,
    b: _ShapeColumns,
    measure: _TrackMeasure,
    out: FloatArray,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> None: ...
def track_matrix(
    a: _ShapeColumns,
    b: _ShapeColumns,
    measure: _TrackMeasure,
    out: NDArray[Any],
    ellipsoid: EllipsoidLike,
    threads: int,
) -> None: ...
def track_pairs(
    tracks: _ShapeColumns,
    measure: _TrackMeasure,
    out: NDArray[Any],
    ellipsoid: EllipsoidLike,
    threads: int,
) -> None: ...
def align_tracks(
    a: _ShapeColumns,
    b: _ShapeColumns,
    measure: _TrackMeasure,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> tuple[FloatArray, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]: ...
def nearest_tracks(
    queries: _ShapeColumns,
    tracks: _ShapeColumns,
    measure: _TrackMeasure,
    k: int,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> tuple[NDArray[np.int64], FloatArray, int, int]: ...

class TrackIndex(metaclass=type):  # noqa: UP050  # pybind11's own at run time
    def __init__(self, tracks: _ShapeColumns, ellipsoid: EllipsoidLike, threads: int) -> None: ...
    @property
    def size(self) -> int: ...
    @property
    def nbytes(self) -> int: ...
    @property
    def ellipsoid(self) -> Ellipsoid: ...
    def columns(self) -> _ShapeColumns: ...
    def query(
        self, tracks: _ShapeColumns, measure: _TrackMeasure, k: int, threads: int
    ) -> tuple[NDArray[np.int64], FloatArray, int, int]: ...
    @property
    def note(self) -> bytes: ...
    def save(self, path: str | PathLike[str], note: str) -> None: ...
    @staticmethod
    def load(path: str | PathLike[str], mmap: bool, verify: bool, threads: int) -> TrackIndex: ...

# Latitudes, longitudes, offsets of rings, of parts and of rows, and kinds.
def clip_lines(
    lines: _ShapeColumns, polygons: _ShapeColumns, ellipsoid: EllipsoidLike, threads: int
) -> tuple[
    FloatArray,
    FloatArray,
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.uint8],
]: ...
def line_lengths(
    lat: FloatArray,
    lon: FloatArray,
    offsets: NDArray[np.int64],
    closed: bool,
    ellipsoid: EllipsoidLike,
    threads: int,
    edges: str = ...,
) -> FloatArray: ...
def ring_areas(
    lat: FloatArray,
    lon: FloatArray,
    offsets: NDArray[np.int64],
    ellipsoid: EllipsoidLike,
    threads: int,
    edges: str = ...,
) -> FloatArray: ...

# Shapes are what Shapes._columns of Python has; the result is south, west, north, east.
def shape_bounds(
    shapes: tuple[Any, ...], ellipsoid: EllipsoidLike, threads: int
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]: ...

# Lines and numbers are matched row by row, or a single one with all of the other.
def locate(
    lines: _ShapeColumns,
    lat: FloatArray,
    lon: FloatArray,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> tuple[FloatArray, FloatArray]: ...
def interpolate_along(
    lines: _ShapeColumns, distance: FloatArray, ellipsoid: EllipsoidLike, threads: int
) -> tuple[FloatArray, FloatArray]: ...

# Latitudes, longitudes and offsets of rings; the rest stays as it is.
def densify(
    shapes: _ShapeColumns, spacing: float, ellipsoid: EllipsoidLike, threads: int
) -> tuple[FloatArray, FloatArray, NDArray[np.int64]]: ...
def simplify(
    shapes: _ShapeColumns, tolerance: float, ellipsoid: EllipsoidLike, threads: int
) -> tuple[FloatArray, FloatArray, NDArray[np.int64]]: ...
def resample(
    lines: _ShapeColumns, spacing: float, ellipsoid: EllipsoidLike, threads: int
) -> tuple[FloatArray, FloatArray, NDArray[np.int64]]: ...

# Of the command line: geometries one behind the other; a state is fault, kind, has_z, had_m, srid and
# place.
def wkb_from_geojson(
    data: NDArray[np.uint8], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.void]]: ...
def geojson_from_wkb(
    data: NDArray[np.uint8], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.void]]: ...
def wkb_from_wkb(
    data: NDArray[np.uint8], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.void]]: ...
def points_from_wkb(
    data: NDArray[np.uint8], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[FloatArray, FloatArray, FloatArray, NDArray[np.void]]: ...

# Latitudes, longitudes, offsets of rings, of parts and of rows, and states.
def shapes_from_wkb(
    data: NDArray[np.uint8], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[
    FloatArray,
    FloatArray,
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.void],
]: ...
def shapes_from_geojson(
    data: NDArray[np.uint8], begins: NDArray[np.int64], ends: NDArray[np.int64]
) -> tuple[
    FloatArray,
    FloatArray,
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.int64],
    NDArray[np.void],
]: ...
def wkb_from_shapes(
    lat: FloatArray,
    lon: FloatArray,
    rings: NDArray[np.int64],
    parts: NDArray[np.int64],
    rows: NDArray[np.int64],
    kinds: NDArray[np.uint8],
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.void]]: ...
def geojson_from_points(
    lat: FloatArray, lon: FloatArray, height: FloatArray | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.void]]: ...
def wkb_from_points(
    lat: FloatArray, lon: FloatArray, height: FloatArray | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.void]]: ...

# The fault of a geometry that is missing.
MISSING_GEOMETRY: Final[int]

def geometry_fault(fault: int) -> str: ...
def geometry_kind(kind: int) -> str: ...

# Of the command line: tables of text, as geodist/text.hpp has them. A block is bytes below 2 GiB;
# spans are rows of begin and end in it. Codes of faults and of statuses have their words in tuples.
_Block: TypeAlias = Buffer | NDArray[np.uint8]
_Spans: TypeAlias = NDArray[np.int32]
_Syntax: TypeAlias = Literal["csv", "json"]
_ItemState: TypeAlias = Literal["first", "after_item", "after_comma", "ended"]
# Offsets, bytes, which are there (None: all), and whether they are written as they are.
_NewTexts: TypeAlias = tuple[NDArray[np.int32], _Block, NDArray[np.uint8] | None, bool]
_NewColumn: TypeAlias = FloatArray | NDArray[np.int64] | _NewTexts
ROW_FAULTS: Final[tuple[str, ...]]
JSON_FAULTS: Final[tuple[str, ...]]
POINT_STATUS: Final[tuple[str, ...]]
TEXT_STATUS: Final[tuple[str, ...]]

class CsvRows(metaclass=type):  # noqa: UP050  # pybind11's own at run time
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...  # raises
    @property
    def cells(self) -> _Spans: ...  # (rows without a fault, columns, 2)
    # Of all rows, empty in those with a fault.
    def column(self, column: int) -> _Spans: ...
    @property
    def rows(self) -> _Spans: ...
    @property
    def lines(self) -> NDArray[np.int64]: ...
    @property
    def fields(self) -> NDArray[np.int32]: ...
    @property
    def faults(self) -> NDArray[np.uint8]: ...
    @property
    def consumed(self) -> int: ...
    @property
    def next_line(self) -> int: ...
    @property
    def open_quote(self) -> int | None: ...

class JsonItems(metaclass=type):  # noqa: UP050
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...  # raises
    @property
    def items(self) -> _Spans: ...
    @property
    def consumed(self) -> int: ...
    @property
    def state(self) -> _ItemState: ...
    @property
    def fault(self) -> str: ...
    @property
    def where(self) -> int: ...

class JsonObjects(metaclass=type):  # noqa: UP050
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...  # raises
    @property
    def members(self) -> _Spans: ...  # (pieces, paths, 2)
    @property
    def objects(self) -> _Spans: ...
    @property
    def faults(self) -> NDArray[np.uint8]: ...
    @property
    def where(self) -> NDArray[np.int32]: ...

def split_csv(
    block: _Block,
    delimiter: str,
    columns: int,
    line: int,
    is_last: bool,
    most_rows: int | None = None,
) -> CsvRows: ...
def split_lines(block: _Block, line: int, is_last: bool) -> CsvRows: ...
def split_items(block: _Block, state: _ItemState, is_last: bool) -> JsonItems: ...

# Begin, fault and where.
def find_array(text: _Block, name: str) -> tuple[int | None, str, int]: ...
def scan_objects(
    block: _Block, pieces: _Spans, paths: Sequence[tuple[str, str | None]]
) -> JsonObjects: ...
def member_names(block: _Block, objects: _Spans) -> list[str]: ...

# Longitude, latitude, height and status.
def read_points(
    block: _Block, types: _Spans, coordinates: _Spans
) -> tuple[FloatArray, FloatArray, FloatArray, NDArray[np.uint8]]: ...
def read_numbers(
    block: _Block, cells: _Spans, syntax: _Syntax, axis: str, decimal: str
) -> FloatArray: ...
def read_integers(
    block: _Block, cells: _Spans, syntax: _Syntax
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]: ...

# Offsets, bytes and status.
def gather_texts(
    block: _Block, cells: _Spans, syntax: _Syntax
) -> tuple[NDArray[np.int32], NDArray[np.uint8], NDArray[np.uint8]]: ...

# Bits: 1 bool, 2 int64, 4 float64.
def fitting_types(block: _Block, cells: _Spans, syntax: _Syntax, decimal: str) -> int: ...
def write_cells(
    block: _Block,
    rows: _Spans | None,
    tails: _Spans | None,
    columns: list[_NewColumn],
    delimiter: str,
    in_front: bool,
    line_end: str,
    decimals: Sequence[int | None],
    decimal: str,
) -> NDArray[np.uint8]: ...
def write_members(
    block: _Block,
    rows: _Spans | None,
    objects: _Spans | None,
    tails: _Spans | None,
    names: Sequence[str],
    columns: list[_NewColumn],
    inside: str,
    line_end: str,
    decimals: Sequence[int | None],
) -> NDArray[np.uint8]: ...

# As numpy.empty; large ones have their memory from what large results that died gave back.
def new_array(shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]: ...

# Points along lines, whose ends are contiguous and of one shape; geodist.waypoints is made of it.
def waypoints(
    lat1: FloatArray,
    lon1: FloatArray,
    lat2: FloatArray,
    lon2: FloatArray,
    n: int | None,
    spacing: float | None,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> tuple[NDArray[np.int64], FloatArray, FloatArray]: ...

# Columns are contiguous; geodist.PointIndex wraps it.
class PointIndex(metaclass=type):  # noqa: UP050  # pybind11's own at run time
    def __init__(
        self,
        lat: FloatArray,
        lon: FloatArray,
        altitude: FloatArray | None,
        ellipsoid: EllipsoidLike,
        threads: int,
    ) -> None: ...
    @property
    def size(self) -> int: ...
    @property
    def missing(self) -> int: ...
    @property
    def has_altitudes(self) -> bool: ...
    @property
    def nbytes(self) -> int: ...
    @property
    def ellipsoid(self) -> Ellipsoid: ...
    def coordinates(self) -> tuple[FloatArray, FloatArray, FloatArray | None]: ...
    def query(
        self,
        lat: FloatArray,
        lon: FloatArray,
        altitude: FloatArray | None,
        k: int,
        distances: FloatArray,
        rows: NDArray[np.int64],
        max_distance: float,
        first_row: int | None,
        threads: int,
    ) -> None: ...
    def query_radius(
        self,
        lat: FloatArray,
        lon: FloatArray,
        altitude: FloatArray | None,
        radius: FloatArray,
        sort: bool,
        upper_triangle: bool,
        first_row: int | None,
        threads: int,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray]: ...
    def query_pairs(
        self, radius: float, sort: bool, upper_triangle: bool, threads: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], FloatArray]: ...
    def count_radius(
        self,
        lat: FloatArray,
        lon: FloatArray,
        altitude: FloatArray | None,
        radius: FloatArray,
        counts: NDArray[np.int64],
        first_row: int | None,
        threads: int,
    ) -> None: ...
    def farthest(
        self,
        lat: FloatArray,
        lon: FloatArray,
        altitude: FloatArray | None,
        distances: FloatArray,
        rows: NDArray[np.int64],
        threads: int,
    ) -> None: ...
    def save(self, path: str | PathLike[str], note: str) -> None: ...
    @property
    def note(self) -> bytes: ...
    def to_bytes(self) -> NDArray[np.uint8]: ...
    @staticmethod
    def load(path: str | PathLike[str], mmap: bool, verify: bool) -> PointIndex: ...
    @staticmethod
    def from_bytes(state: NDArray[np.uint8]) -> PointIndex: ...

# What is found: distances, rows and edges.
_NearestShapes: TypeAlias = tuple[FloatArray, NDArray[np.int64], NDArray[np.int64]]
# Starts, rows, edges and distances.
_NearShapes: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], FloatArray]

class Cells(metaclass=type):  # noqa: UP050  # pybind11's own at run time
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...  # raises
    @staticmethod
    def from_sample(
        lat: FloatArray, lon: FloatArray, count: int, ellipsoid: EllipsoidLike
    ) -> Cells: ...
    @property
    def size(self) -> int: ...
    @property
    def ellipsoid(self) -> Ellipsoid: ...
    @property
    def is_fitted(self) -> bool: ...
    def cell(self, lat: FloatArray, lon: FloatArray, threads: int) -> NDArray[np.int32]: ...
    def cover(
        self, lat: FloatArray, lon: FloatArray, radius: FloatArray, threads: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int32]]: ...
    def fitted(self, lat: FloatArray, lon: FloatArray) -> Cells: ...
    def united(self, other: Cells) -> Cells: ...
    def state(self) -> NDArray[np.int64]: ...
    @staticmethod
    def from_state(state: NDArray[np.int64], ellipsoid: EllipsoidLike) -> Cells: ...

class ShapeIndex(metaclass=type):  # noqa: UP050  # pybind11's own at run time
    def __init__(self, shapes: _ShapeColumns, ellipsoid: EllipsoidLike, threads: int) -> None: ...
    @property
    def size(self) -> int: ...
    @property
    def missing(self) -> int: ...
    @property
    def nbytes(self) -> int: ...
    @property
    def ellipsoid(self) -> Ellipsoid: ...
    def columns(self) -> _ShapeColumns: ...
    def query(
        self, lat: FloatArray, lon: FloatArray, k: int, max_distance: float, threads: int
    ) -> _NearestShapes: ...
    def query_shapes(
        self, shapes: _ShapeColumns, k: int, max_distance: float, threads: int
    ) -> _NearestShapes: ...
    def query_radius(
        self, lat: FloatArray, lon: FloatArray, radius: FloatArray, sort: bool, threads: int
    ) -> _NearShapes: ...
    def query_radius_shapes(
        self, shapes: _ShapeColumns, radius: FloatArray, sort: bool, threads: int
    ) -> _NearShapes: ...
    def covering(self, lat: FloatArray, lon: FloatArray, threads: int) -> _NearShapes: ...
    def covering_shapes(self, shapes: _ShapeColumns, threads: int) -> _NearShapes: ...
    def locate(
        self,
        lat: FloatArray,
        lon: FloatArray,
        rows: NDArray[np.int64],
        edges: NDArray[np.int64],
    ) -> tuple[NDArray[Any], ...]: ...
    def locate_shapes(
        self,
        shapes: _ShapeColumns,
        asked: NDArray[np.int64],
        rows: NDArray[np.int64],
        threads: int,
    ) -> tuple[_PlaceColumns, _PlaceColumns]: ...
    @property
    def note(self) -> bytes: ...
    def save(self, path: str | PathLike[str], note: str) -> None: ...
    def to_bytes(self) -> NDArray[np.uint8]: ...
    @staticmethod
    def load(path: str | PathLike[str], mmap: bool, verify: bool) -> ShapeIndex: ...
    @staticmethod
    def from_bytes(state: NDArray[np.uint8]) -> ShapeIndex: ...

# Sets are columns: lat, lon and altitudes or None.
def hausdorff(
    a: _Set, b: _Set, ellipsoid: EllipsoidLike, bbox: BoundingBox | None, threads: int
) -> tuple[float, _Directed, _Directed]: ...
def directed_hausdorff(
    a: _Set, b: _Set, ellipsoid: EllipsoidLike, bbox: BoundingBox | None, threads: int
) -> _Directed: ...
def chamfer(
    a: _Set,
    b: _Set,
    reduction: str,
    ellipsoid: EllipsoidLike,
    bbox: BoundingBox | None,
    threads: int,
) -> tuple[float, _Directed, _Directed]: ...
def diameter(
    points: _Set, ellipsoid: EllipsoidLike, bbox: BoundingBox | None, threads: int
) -> _Pair: ...
def medoid(
    points: _Set, ellipsoid: EllipsoidLike, bbox: BoundingBox | None, threads: int
) -> tuple[float, _Location]: ...
def center(
    points: _Set, ellipsoid: EllipsoidLike, bbox: BoundingBox | None, threads: int
) -> _Pair: ...

# Of tracks: columns of lower and upper bounds, and of places on either side.
def track_hausdorff(
    a: tuple[Any, ...],
    b: tuple[Any, ...],
    directed: bool,
    filled: bool,
    tolerance: float,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> tuple[Any, ...]: ...
def track_frechet(
    a: tuple[Any, ...],
    b: tuple[Any, ...],
    tolerance: float,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> tuple[Any, ...]: ...

# The same, then where each matching starts, and the columns of places.
def frechet_matching(
    a: tuple[Any, ...],
    b: tuple[Any, ...],
    tolerance: float,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> tuple[Any, ...]: ...
def continuous_matrix(
    a: tuple[Any, ...],
    b: tuple[Any, ...],
    metric: str,
    filled: bool,
    tolerance: float,
    out: NDArray[Any],
    ellipsoid: EllipsoidLike,
    threads: int,
) -> None: ...
def continuous_pairs(
    tracks: tuple[Any, ...],
    metric: str,
    filled: bool,
    tolerance: float,
    out: NDArray[Any],
    ellipsoid: EllipsoidLike,
    threads: int,
) -> None: ...
def tracks_within(
    a: tuple[Any, ...],
    b: tuple[Any, ...],
    metric: str,
    distance: FloatArray,
    filled: bool,
    tolerance: float,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> NDArray[np.uint8]: ...

# Distances into arrays of the right shape; geodist.cdist and its kin are made of these.
def check_points(lat: FloatArray, lon: FloatArray, lat_name: str, lon_name: str) -> None: ...
def check_altitudes(altitude: FloatArray, name: str) -> None: ...
def cdist(
    lat_a: FloatArray,
    lon_a: FloatArray,
    lat_b: FloatArray,
    lon_b: FloatArray,
    out: NDArray[Any],
    ellipsoid: EllipsoidLike,
    threads: int,
) -> None: ...
def pdist(
    lat: FloatArray, lon: FloatArray, out: NDArray[Any], ellipsoid: EllipsoidLike, threads: int
) -> None: ...

ufuncs: Final[dict[str, np.ufunc]]
# See geodist._calls.functions.
functions: Final[
    dict[str, tuple[tuple[str, ...], str | None, tuple[str, ...], tuple[str, ...], str]]
]

# The element-wise functions: numbers give floats, plain arrays give arrays, and columns of other
# libraries give their own kind. (A list of numbers and a number are both Plain: the overlap is
# meant.)
_Out: TypeAlias = NDArray[Any] | tuple[NDArray[Any] | None] | None
_Outs: TypeAlias = tuple[NDArray[Any] | None, ...] | None

# Generated by generate_functions.py: overloads
@overload
def distance(
    lat1: Number,
    lon1: Number,
    lat2: Number,
    lon2: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> float: ...
@overload
def distance(
    lat1: Plain,
    lon1: Plain,
    lat2: Plain,
    lon2: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def distance(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    lat2: Quantity | Plain,
    lon2: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def distance(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    lat2: ColumnT | Plain,
    lon2: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> ColumnT: ...
@overload
def distance(
    lat1: Other | Plain,
    lon1: Other | Plain,
    lat2: Other | Plain,
    lon2: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def distance(
    a: Point,
    b: Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> float: ...
@overload
def distance(
    a: Points | Point,
    b: Points | Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def distance(
    a: Shape,
    b: Shape | Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> float: ...
@overload
def distance(
    a: Point,
    b: Shape,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> float: ...
@overload
def distance(
    a: Shapes,
    b: Shapes | Shape | Points | Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def distance(
    a: Shape | Points | Point,
    b: Shapes,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def distance(
    a: Shape,
    b: Points,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def distance(
    a: Points,
    b: Shape,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def distance(
    a: PointsLike,
    b: PointsLike,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def azimuth(
    lat1: Number,
    lon1: Number,
    lat2: Number,
    lon2: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> float: ...
@overload
def azimuth(
    lat1: Plain,
    lon1: Plain,
    lat2: Plain,
    lon2: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def azimuth(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    lat2: Quantity | Plain,
    lon2: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def azimuth(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    lat2: ColumnT | Plain,
    lon2: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> ColumnT: ...
@overload
def azimuth(
    lat1: Other | Plain,
    lon1: Other | Plain,
    lat2: Other | Plain,
    lon2: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def azimuth(
    a: Point,
    b: Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> float: ...
@overload
def azimuth(
    a: Points | Point,
    b: Points | Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def azimuth(
    a: PointsLike,
    b: PointsLike,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def inverse(
    lat1: Number,
    lon1: Number,
    lat2: Number,
    lon2: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> Inverse[float]: ...
@overload
def inverse(
    lat1: Plain,
    lon1: Plain,
    lat2: Plain,
    lon2: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Inverse[FloatArray]: ...
@overload
def inverse(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    lat2: Quantity | Plain,
    lon2: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Inverse[Any]: ...
@overload
def inverse(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    lat2: ColumnT | Plain,
    lon2: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> Inverse[ColumnT]: ...
@overload
def inverse(
    lat1: Other | Plain,
    lon1: Other | Plain,
    lat2: Other | Plain,
    lon2: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> Inverse[Any]: ...
@overload
def inverse(
    a: Point,
    b: Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> Inverse[float]: ...
@overload
def inverse(
    a: Points | Point,
    b: Points | Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Inverse[FloatArray]: ...
@overload
def inverse(
    a: PointsLike,
    b: PointsLike,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def inverse_full(
    lat1: Number,
    lon1: Number,
    lat2: Number,
    lon2: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> InverseFull[float]: ...
@overload
def inverse_full(
    lat1: Plain,
    lon1: Plain,
    lat2: Plain,
    lon2: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> InverseFull[FloatArray]: ...
@overload
def inverse_full(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    lat2: Quantity | Plain,
    lon2: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> InverseFull[Any]: ...
@overload
def inverse_full(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    lat2: ColumnT | Plain,
    lon2: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> InverseFull[ColumnT]: ...
@overload
def inverse_full(
    lat1: Other | Plain,
    lon1: Other | Plain,
    lat2: Other | Plain,
    lon2: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> InverseFull[Any]: ...
@overload
def inverse_full(
    a: Point,
    b: Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> InverseFull[float]: ...
@overload
def inverse_full(
    a: Points | Point,
    b: Points | Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> InverseFull[FloatArray]: ...
@overload
def inverse_full(
    a: PointsLike,
    b: PointsLike,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def direct(
    lat1: Number,
    lon1: Number,
    azi1: Number,
    distance: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> Direct[float]: ...
@overload
def direct(
    lat1: Plain,
    lon1: Plain,
    azi1: Plain,
    distance: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Direct[FloatArray]: ...
@overload
def direct(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    azi1: Quantity | Plain,
    distance: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Direct[Any]: ...
@overload
def direct(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    azi1: ColumnT | Plain,
    distance: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> Direct[ColumnT]: ...
@overload
def direct(
    lat1: Other | Plain,
    lon1: Other | Plain,
    azi1: Other | Plain,
    distance: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> Direct[Any]: ...
@overload
def direct(
    a: Point,
    /,
    azi1: Number,
    distance: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> Direct[float]: ...
@overload
def direct(
    a: Points | Point,
    /,
    azi1: Plain,
    distance: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Direct[FloatArray]: ...
@overload
def direct(
    a: PointsLike,
    /,
    azi1: Any,
    distance: Any,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def interpolate(
    lat1: Number,
    lon1: Number,
    lat2: Number,
    lon2: Number,
    fraction: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> LatLon[float]: ...
@overload
def interpolate(
    lat1: Plain,
    lon1: Plain,
    lat2: Plain,
    lon2: Plain,
    fraction: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def interpolate(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    lat2: Quantity | Plain,
    lon2: Quantity | Plain,
    fraction: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]: ...
@overload
def interpolate(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    lat2: ColumnT | Plain,
    lon2: ColumnT | Plain,
    fraction: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[ColumnT]: ...
@overload
def interpolate(
    lat1: Other | Plain,
    lon1: Other | Plain,
    lat2: Other | Plain,
    lon2: Other | Plain,
    fraction: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]: ...
@overload
def interpolate(
    a: Point,
    b: Point,
    /,
    fraction: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> LatLon[float]: ...
@overload
def interpolate(
    a: Points | Point,
    b: Points | Point,
    /,
    fraction: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def interpolate(
    a: PointsLike,
    b: PointsLike,
    /,
    fraction: Any,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def midpoint(
    lat1: Number,
    lon1: Number,
    lat2: Number,
    lon2: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> LatLon[float]: ...
@overload
def midpoint(
    lat1: Plain,
    lon1: Plain,
    lat2: Plain,
    lon2: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def midpoint(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    lat2: Quantity | Plain,
    lon2: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]: ...
@overload
def midpoint(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    lat2: ColumnT | Plain,
    lon2: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[ColumnT]: ...
@overload
def midpoint(
    lat1: Other | Plain,
    lon1: Other | Plain,
    lat2: Other | Plain,
    lon2: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]: ...
@overload
def midpoint(
    a: Point,
    b: Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> LatLon[float]: ...
@overload
def midpoint(
    a: Points | Point,
    b: Points | Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def midpoint(
    a: PointsLike,
    b: PointsLike,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def rhumb_distance(
    lat1: Number,
    lon1: Number,
    lat2: Number,
    lon2: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> float: ...
@overload
def rhumb_distance(
    lat1: Plain,
    lon1: Plain,
    lat2: Plain,
    lon2: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def rhumb_distance(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    lat2: Quantity | Plain,
    lon2: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def rhumb_distance(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    lat2: ColumnT | Plain,
    lon2: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> ColumnT: ...
@overload
def rhumb_distance(
    lat1: Other | Plain,
    lon1: Other | Plain,
    lat2: Other | Plain,
    lon2: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def rhumb_distance(
    a: Point,
    b: Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> float: ...
@overload
def rhumb_distance(
    a: Points | Point,
    b: Points | Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def rhumb_distance(
    a: PointsLike,
    b: PointsLike,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def rhumb_inverse(
    lat1: Number,
    lon1: Number,
    lat2: Number,
    lon2: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> RhumbInverse[float]: ...
@overload
def rhumb_inverse(
    lat1: Plain,
    lon1: Plain,
    lat2: Plain,
    lon2: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> RhumbInverse[FloatArray]: ...
@overload
def rhumb_inverse(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    lat2: Quantity | Plain,
    lon2: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> RhumbInverse[Any]: ...
@overload
def rhumb_inverse(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    lat2: ColumnT | Plain,
    lon2: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> RhumbInverse[ColumnT]: ...
@overload
def rhumb_inverse(
    lat1: Other | Plain,
    lon1: Other | Plain,
    lat2: Other | Plain,
    lon2: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> RhumbInverse[Any]: ...
@overload
def rhumb_inverse(
    a: Point,
    b: Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> RhumbInverse[float]: ...
@overload
def rhumb_inverse(
    a: Points | Point,
    b: Points | Point,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> RhumbInverse[FloatArray]: ...
@overload
def rhumb_inverse(
    a: PointsLike,
    b: PointsLike,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def rhumb_direct(
    lat1: Number,
    lon1: Number,
    azi12: Number,
    distance: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> LatLon[float]: ...
@overload
def rhumb_direct(
    lat1: Plain,
    lon1: Plain,
    azi12: Plain,
    distance: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def rhumb_direct(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    azi12: Quantity | Plain,
    distance: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]: ...
@overload
def rhumb_direct(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    azi12: ColumnT | Plain,
    distance: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[ColumnT]: ...
@overload
def rhumb_direct(
    lat1: Other | Plain,
    lon1: Other | Plain,
    azi12: Other | Plain,
    distance: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[Any]: ...
@overload
def rhumb_direct(
    a: Point,
    /,
    azi12: Number,
    distance: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> LatLon[float]: ...
@overload
def rhumb_direct(
    a: Points | Point,
    /,
    azi12: Plain,
    distance: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> LatLon[FloatArray]: ...
@overload
def rhumb_direct(
    a: PointsLike,
    /,
    azi12: Any,
    distance: Any,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def to_ecef(
    lat: Number,
    lon: Number,
    h: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> Ecef[float]: ...
@overload
def to_ecef(
    lat: Plain,
    lon: Plain,
    h: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Ecef[FloatArray]: ...
@overload
def to_ecef(
    lat: Quantity | Plain,
    lon: Quantity | Plain,
    h: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Ecef[Any]: ...
@overload
def to_ecef(
    lat: ColumnT | Plain,
    lon: ColumnT | Plain,
    h: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> Ecef[ColumnT]: ...
@overload
def to_ecef(
    lat: Other | Plain,
    lon: Other | Plain,
    h: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> Ecef[Any]: ...
@overload
def to_ecef(
    a: Point3D,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> Ecef[float]: ...
@overload
def to_ecef(
    a: Points | Point3D,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Ecef[FloatArray]: ...
@overload
def to_ecef(
    a: PointsLike,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def from_ecef(
    x: Number,
    y: Number,
    z: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> Geodetic[float]: ...
@overload
def from_ecef(
    x: Plain,
    y: Plain,
    z: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Geodetic[FloatArray]: ...
@overload
def from_ecef(
    x: Quantity | Plain,
    y: Quantity | Plain,
    z: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Geodetic[Any]: ...
@overload
def from_ecef(
    x: ColumnT | Plain,
    y: ColumnT | Plain,
    z: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> Geodetic[ColumnT]: ...
@overload
def from_ecef(
    x: Other | Plain,
    y: Other | Plain,
    z: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Outs = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> Geodetic[Any]: ...
@overload
def chord(
    lat1: Number,
    lon1: Number,
    h1: Number,
    lat2: Number,
    lon2: Number,
    h2: Number,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> float: ...
@overload
def chord(
    lat1: Plain,
    lon1: Plain,
    h1: Plain,
    lat2: Plain,
    lon2: Plain,
    h2: Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def chord(
    lat1: Quantity | Plain,
    lon1: Quantity | Plain,
    h1: Quantity | Plain,
    lat2: Quantity | Plain,
    lon2: Quantity | Plain,
    h2: Quantity | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def chord(
    lat1: ColumnT | Plain,
    lon1: ColumnT | Plain,
    h1: ColumnT | Plain,
    lat2: ColumnT | Plain,
    lon2: ColumnT | Plain,
    h2: ColumnT | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Column | Plain = True,
    threads: SupportsIndex | None = None,
) -> ColumnT: ...
@overload
def chord(
    lat1: Other | Plain,
    lon1: Other | Plain,
    h1: Other | Plain,
    lat2: Other | Plain,
    lon2: Other | Plain,
    h2: Other | Plain,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Other | Plain = True,
    threads: SupportsIndex | None = None,
) -> Any: ...
@overload
def chord(
    a: Point3D,
    b: Point3D,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: None = None,
    where: Literal[True] = True,
    threads: SupportsIndex | None = None,
) -> float: ...
@overload
def chord(
    a: Points | Point3D,
    b: Points | Point3D,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: _Out = None,
    where: Plain = True,
    threads: SupportsIndex | None = None,
) -> FloatArray: ...
@overload
def chord(
    a: PointsLike,
    b: PointsLike,
    /,
    *,
    ellipsoid: EllipsoidLike = None,
    out: Any = None,
    where: Any = True,
    threads: SupportsIndex | None = None,
) -> Any: ...

# End of what is generated

# The Arrow C data interface; geodist._columns.arrow makes columns of it. A field is (format, name,
# metadata, children), a chunk (length, offset, buffers, children).
_ArrowField: TypeAlias = tuple[str, str, dict[str, bytes], tuple[_ArrowField, ...]]
_ArrowChunk: TypeAlias = tuple[
    int, int, tuple[NDArray[np.uint8] | None, ...], tuple[_ArrowChunk, ...]
]

def read_arrow_schema(schema: object) -> _ArrowField: ...
def read_arrow_array(schema: object, array: object) -> tuple[_ArrowField, list[_ArrowChunk]]: ...
def read_arrow_stream(stream: object) -> tuple[_ArrowField, list[_ArrowChunk]]: ...

# Format, name, whether rows may be null, metadata, and the fields in it.
_WrittenField: TypeAlias = tuple[str, str, bool, dict[str, str], tuple[_WrittenField, ...]]
# Length, number of nulls, buffers, and the arrays in it.
_WrittenArray: TypeAlias = tuple[
    int, int, tuple[NDArray[Any] | None, ...], tuple[_WrittenArray, ...]
]

def write_arrow_schema(field: _WrittenField) -> object: ...
def write_arrow_array(array: _WrittenArray) -> object: ...
