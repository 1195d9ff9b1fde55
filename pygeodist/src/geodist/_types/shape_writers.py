"""Collections of shapes as other libraries hold them."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained_methods
from geodist._columns.datums import GEOJSON, common_datum, srid_of, written_crs
from geodist._columns.layouts import KINDS, LINES, POLYGONS
from geodist._errors import GeodistError, InvalidGeometryError
from geodist._types.collection import checked_labels
from geodist._types.edge_gaps import say_lost
from geodist._types.shape_columns import ShapeColumns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal, TypeAlias

    from numpy.typing import NDArray

    from geodist._columns.layouts import Layout
    from geodist._types.geoarrow import GeoArrow
    from geodist._types.shape_columns import Edges

    Encoding: TypeAlias = Literal["native", "wkb"]

_SINGLE = 3  # kinds up to this one have one part


@explained_methods
class ShapeWriters(ShapeColumns):
    """What `geodist.Shapes` can be turned into."""

    __slots__ = ()

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return self.to_geojson()

    def __arrow_c_schema__(self) -> object:
        return self.to_arrow().__arrow_c_schema__()

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return self.to_arrow().__arrow_c_array__(requested_schema)

    def to_wkb(self) -> list[bytes | None]:
        """
        Give the shapes as well-known binary.

        Returns
        -------
        list of bytes
            A geometry for each row, little-endian, without SRID; ``None`` where it is missing.
            Rings are closed.

        Warns
        -----
        EdgeWarning
            Edges are planar, which is lost, and matters by more than a metre. It is said once.
        UserWarning
            The shapes are oriented, and the inside of a polygon is the larger side of its ring,
            which is lost. It is said once.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Shapes.lines(lat=[1], lon=[2], offsets=[0, 1]).to_wkb()[0].hex()
        '0102000000010000000000000000000040000000000000f03f'
        """
        self._say_lost("geodesic")
        data, offsets, _ = _geodist_core.wkb_from_shapes(*self._layout)
        return _cells(data, offsets)

    def _say_lost(self, usual: Edges | None) -> None:
        say_lost(self._layout, self.ellipsoid, self._edges, self._oriented, usual)

    def to_wkt(self) -> list[str | None]:
        """
        Give the shapes as well-known text, which Shapely writes.

        Returns
        -------
        list of str
            A geometry for each row, without SRID; ``None`` where it is missing. Rings are closed.
            Numbers read back as the same.

        Raises
        ------
        InvalidGeometryError
            A row has a line or a ring of one vertex, as in `to_shapely`.

        Warns
        -----
        EdgeWarning, UserWarning
            Planar edges or the orientation are lost, as in `to_wkb`.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Shapes.lines(lat=[1, 2.5], lon=[3, 4], offsets=[0, 2]).to_wkt()
        ['LINESTRING (3 1, 4 2.5)']
        """
        import shapely

        texts: list[str | None] = shapely.to_wkt(self.to_shapely(), rounding_precision=-1).tolist()
        return texts

    def to_arrow(self, *, encoding: Encoding | None = None, interleaved: bool = False) -> GeoArrow:
        """
        Give the shapes as a GeoArrow array.

        Parameters
        ----------
        encoding : {"native", "wkb"}, optional
            "native" gives nested lists of coordinates, which only shapes of one kind have; beside
            multi forms of it, single ones become multi ones of one. "wkb" gives well-known binary.
            By default the native one for shapes of one kind, else "wkb".
        interleaved : bool, default False
            Put the coordinates of a vertex beside each other, which copies them. Otherwise they
            stay in columns, and are not copied.

        Returns
        -------
        object
            It has ``__arrow_c_array__`` and ``__arrow_c_schema__``, for `pyarrow.array`,
            `GeoSeries.from_arrow` and others. Its metadata have the CRS, and for geodesic edges
            ``"edges": "karney"``, as GeoArrow calls them. Rings are closed.

        Raises
        ------
        GeodistError
            There is no native encoding for shapes of these kinds.

        Warns
        -----
        UserWarning
            The shapes are oriented, and the inside of a polygon is the larger side of its ring,
            which is lost. It is said once.

        References
        ----------
        .. [1] "GeoArrow specification", https://geoarrow.org/format.html

        Examples
        --------
        >>> import geodist as gd
        >>> import pyarrow as pa
        >>> line = gd.Shapes.lines(lat=[1, 2], lon=[3, 4], offsets=[0, 2])
        >>> pa.array(line.to_arrow(interleaved=True)).to_pylist()
        [[[3.0, 1.0], [4.0, 2.0]]]
        """
        from geodist._types.geoarrow import geoarrow_shapes, geoarrow_wkb

        if encoding not in (None, "native", "wkb"):
            raise GeodistError(f"encoding must be 'native' or 'wkb', got {encoding!r}")
        self._say_lost(None)
        crs = written_crs(self._datum)
        kinds = set(np.unique(self._layout.kinds).tolist()) - {0}
        kind = max(kinds, default=1)
        alike = {kind, kind - 3} if encoding == "native" else {kind}
        if kinds <= alike and encoding != "wkb":
            return geoarrow_shapes(self._layout, kind, interleaved, crs, self._edges)
        if encoding == "native":
            names = ", ".join(KINDS[kind] for kind in sorted(kinds))
            raise GeodistError(f"GeoArrow has no native encoding for {names} in one column")
        data, offsets, _ = _geodist_core.wkb_from_shapes(*self._layout)
        return geoarrow_wkb(data, offsets, self.missing, crs, self._edges)

    def to_shapely(self) -> NDArray[np.object_]:
        """
        Give the shapes as Shapely's geometries, x being the longitude.

        Returns
        -------
        ndarray of shapely.Geometry, shape (n,)
            The geometries; ``None`` where one is missing. They have the SRID of the CRS, if the
            shapes have one of EPSG.

        Raises
        ------
        InvalidGeometryError
            A row has a line or a ring of one vertex, which Shapely does not have; the error has its
            index, and says how to leave out such rows.

        Warns
        -----
        EdgeWarning, UserWarning
            Planar edges or the orientation are lost, as in `to_wkb`.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Shapes.lines(lat=[1, 2], lon=[3, 4], offsets=[0, 2, 2]).to_shapely()
        array([<LINESTRING (3 1, 4 2)>, <LINESTRING EMPTY>], dtype=object)
        """
        import shapely

        values = np.empty(len(self), object)
        values[:] = self.to_wkb()
        geometries: NDArray[np.object_] = np.asarray(
            shapely.from_wkb(values, on_invalid="fix"), object
        )
        _refuse_short(self._layout, "Shapely", 3)
        if (srid := srid_of(self._datum)) is not None:
            geometries = np.asarray(shapely.set_srid(geometries, srid), object)
        return geometries

    def to_geoseries(self, crs: Any = None, *, index: Any = None) -> Any:
        """
        Give the shapes as a GeoSeries of GeoPandas.

        Parameters
        ----------
        crs : object, optional
            The CRS of the result. By default that of the shapes, or "EPSG:4326" if they have none.
            Its datum must be that of the shapes.
        index : pandas.Index or array_like, shape (n,), optional
            The labels of the rows, such as those of the layer that they come from. By default 0, 1
            and so on.

        Returns
        -------
        geopandas.GeoSeries
            The geometries; ``None`` where one is missing.

        Raises
        ------
        InvalidGeometryError
            A row has a line or a ring of one vertex, as in `to_shapely`.
        GeodistError
            `crs` is not longitude and latitude in degrees, or is on another datum than the shapes.
            To convert them, call `to_crs` of the result.
        ValueError
            There are more labels than shapes, or fewer.

        Warns
        -----
        EdgeWarning, UserWarning
            Planar edges or the orientation are lost, as in `to_wkb`.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Shapes.lines(lat=[1, 2], lon=[3, 4], offsets=[0, 2]).to_geoseries().crs.to_epsg()
        4326
        """
        import geopandas

        written = written_crs(self._stated(crs)) or "EPSG:4326"
        return geopandas.GeoSeries(
            self.to_shapely(),
            crs=written if crs is None else crs,
            index=checked_labels(index, len(self)),
        )

    def to_geojson(self) -> dict[str, Any]:
        """
        Give the shapes as a GeoJSON FeatureCollection.

        Returns
        -------
        dict
            A feature without properties for each row, ready for `json.dumps`. A missing row has a
            null geometry. Edges are written as they are: readers of GeoJSON take them as
            straight in longitude and latitude.

        Raises
        ------
        GeodistError
            The shapes are not on WGS84, the only datum of GeoJSON.
        InvalidGeometryError
            A row has a line of one vertex, or a ring of fewer than three, which GeoJSON does not
            have [1]_; the error has its index, and says how to leave out such rows.

        Warns
        -----
        DatumWarning
            The shapes are on ETRS89 or NAD83, and written as they are.
        EdgeWarning
            Edges are geodesics, which is lost, and matters by more than a metre. It is said once;
            with `densify` first, it matters less.
        UserWarning
            The shapes are oriented, and the inside of a polygon is the larger side of its ring,
            which is lost. It is said once.

        References
        ----------
        .. [1] H. Butler et al., "The GeoJSON Format", RFC 7946, section 3.1, 2016,
           https://www.rfc-editor.org/rfc/rfc7946

        Examples
        --------
        >>> import geodist as gd
        >>> line = gd.Shapes.lines(lat=[1, 2], lon=[3, 4], offsets=[0, 2])
        >>> line.to_geojson()["features"][0]["geometry"]
        {'type': 'LineString', 'coordinates': [[3.0, 1.0], [4.0, 2.0]]}
        """
        with _no_collection():
            features: list[dict[str, Any]] = [
                {"type": "Feature", "properties": {}, "geometry": geometry}
                for geometry in self._geojson_geometries()
            ]
        return {"type": "FeatureCollection", "features": features}

    def _geojson_geometries(self) -> list[dict[str, Any] | None]:
        common_datum(**{"GeoJSON": GEOJSON, "the shapes": self._datum})
        self._say_lost("planar")
        layout = self._layout
        _refuse_short(layout, "GeoJSON", 4)
        positions = np.column_stack([layout.lon, layout.lat]).tolist()
        rings = [positions[begin:end] for begin, end in pairwise(layout.rings.tolist())]
        for ring in np.flatnonzero(_is_open(layout)).tolist():
            rings[ring].append(rings[ring][0][:])
        parts = [rings[begin:end] for begin, end in pairwise(layout.parts.tolist())]
        rows = zip(layout.kinds.tolist(), pairwise(layout.rows.tolist()), strict=True)
        return [_geojson(kind, parts[begin:end]) for kind, (begin, end) in rows]


def _refuse_short(layout: Layout, form: str, ring: int) -> None:
    """Refuse lines of one vertex, and closed rings of fewer than `ring`, which a form cannot say."""
    sizes = np.diff(layout.rings)
    least = np.where(_rings_of(layout, POLYGONS), ring, 1 + _rings_of(layout, LINES))
    short = np.flatnonzero(sizes + _is_open(layout) < least)
    if not short.size:
        return
    rows = np.unique(np.searchsorted(layout.parts[layout.rows], short, side="right") - 1)
    row, size, others = int(rows[0]), int(sizes[short[0]]), rows.size - 1
    what = "ring" if layout.kinds[row] in POLYGONS else "line"
    vertices = "one vertex" if size == 1 else f"{size} vertices"
    more = f" ({others} more row{'s have' if others > 1 else ' has'} such)" if others else ""
    which = ""
    if (layout.kinds[rows] == LINES[0]).all():
        which = ": shapes[(shapes.kinds != 'LineString') | (shapes.vertex_counts != 1)]"
    raise InvalidGeometryError(
        f"row {row} has a {what} of {vertices}{more}, which {form} does not have; write to_wkb(), "
        f"or leave such rows out{which}",
        index=row,
    )


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from looking at millions of new objects, none of them garbage.

    It would take most of the time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _geojson(kind: int, parts: list[Any]) -> dict[str, Any] | None:
    """Make a geometry of GeoJSON of the parts of a row, each with its rings."""
    coordinates: Any
    if kind == 0:
        return None
    if kind in POLYGONS:
        coordinates = parts
    elif kind in LINES:
        coordinates = [part[0] for part in parts]
    else:
        coordinates = [part[0][0] for part in parts]
    if kind <= _SINGLE:
        coordinates = coordinates[0] if coordinates else []
    return {"type": KINDS[kind], "coordinates": coordinates}


def _is_open(layout: Layout) -> NDArray[np.bool_]:
    """Tell which rings of polygons do not end with their first vertex."""
    first, last = layout.rings[:-1], layout.rings[1:] - 1
    differ: NDArray[np.bool_] = (layout.lat[first] != layout.lat[last]) | (
        layout.lon[first] != layout.lon[last]
    )
    return differ & _rings_of(layout, POLYGONS)


def _rings_of(layout: Layout, kinds: tuple[int, ...]) -> NDArray[np.bool_]:
    """Tell which lines and rings belong to rows of some kinds."""
    rings: NDArray[np.bool_] = np.repeat(
        np.isin(layout.kinds, kinds), np.diff(layout.parts[layout.rows])
    )
    return rings


def _cells(data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> list[bytes | None]:
    whole, ends = data.tobytes(), offsets.tolist()
    return [whole[begin:end] if begin < end else None for begin, end in pairwise(ends)]
