"""Collections of shapes in Parquet files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained_methods
from geodist._columns.datums import written_crs
from geodist._columns.layouts import LINES, POLYGONS
from geodist._errors import GeodistError
from geodist._types.shape_readers import ShapeReaders
from geodist._types.shape_writers import ShapeWriters

if TYPE_CHECKING:
    from typing import Self

    from geodist._types.shape_columns import Edges
    from geodist._typing import EllipsoidLike


@explained_methods
class ShapeFiles(ShapeReaders, ShapeWriters):
    """How `geodist.Shapes` are read from files and written to them."""

    __slots__ = ()

    @classmethod
    def from_parquet(
        cls,
        source: Any,
        *,
        column: str | None = None,
        crs: Any = None,
        ellipsoid: EllipsoidLike = None,
        edges: Edges | None = None,
        oriented: bool | None = None,
    ) -> Self:
        """
        Read the geometries of a Parquet file: of its own types or GeoParquet's.

        Parameters
        ----------
        source : path-like or file
            The file. Only the columns of geometries are read.
        column : str, optional
            The column of geometries: GEOMETRY, GEOGRAPHY, or one that GeoParquet's metadata or a
            label of GeoArrow describe; by default the only one.
        crs : object, optional
            The CRS, if the file does not state it, as in `from_arrow`.
        ellipsoid : Ellipsoid or str, optional
            The ellipsoid to measure them on, instead of that of the CRS.
        edges : {"geodesic", "planar"}, optional
            What an edge is. By default what the file says [1]_: edges of GEOMETRY are planar, those of
            GEOGRAPHY geodesics of the ellipsoid of the CRS. Its algorithm "spherical" means great
            circles, which differ a little; a warning says so once. The others (Vincenty, Thomas,
            Andoyer, Karney) are ways to compute geodesics.
        oriented : bool, optional
            Whether the inside of a polygon is to the left of its outer ring, as in `from_arrow`.

        Returns
        -------
        Shapes
            A shape for each row. Nulls are missing.

        Raises
        ------
        InvalidGeometryError
            A geometry is a collection.
        GeodistError
            No column is recognised, or several; two kinds of metadata contradict each other; the CRS
            is not longitude and latitude in degrees, or differs from `crs`; it is not a Parquet file.
        OSError
            The file cannot be read.
        TypeError
            PyArrow, which reads it, is not installed.

        See Also
        --------
        from_arrow : A table that is in memory.

        References
        ----------
        .. [1] "Parquet geospatial types",
           https://github.com/apache/parquet-format/blob/master/Geospatial.md

        Examples
        --------
        >>> import geodist as gd, os, tempfile
        >>> line = gd.Shapes.lines(lat=[1, 2], lon=[3, 3], offsets=[0, 2], edges="planar")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "lines.parquet")
        ...     line.to_parquet(path)
        ...     print(gd.Shapes.from_parquet(path))
        <1 Shapes: 1 LineString, planar edges>
        """
        from geodist._columns.parquet import read_parquet

        table = read_parquet(source, column, None, None)
        about: Any = {"crs": crs, "ellipsoid": ellipsoid, "edges": edges, "oriented": oriented}
        return cls.from_arrow(table, column=column, **about)

    def to_parquet(
        self,
        path: Any,
        *,
        column: str = "geometry",
        table: Any = None,
        edges: Literal["planar", "spherical"] | None = None,
    ) -> None:
        """
        Write the shapes to a Parquet file, as its own type GEOMETRY or GEOGRAPHY.

        Parameters
        ----------
        path : path-like or file
            The file.
        column : str, default "geometry"
            What the column of geometries is called.
        table : DataFrame or Arrow table, optional
            Other columns of the same rows, which are written before the geometries.
        edges : {"planar", "spherical"}, optional
            What the file says of edges: GEOMETRY has planar ones, GEOGRAPHY those that are given
            here. By default what they are; PyArrow cannot write geodesics of an ellipsoid, so for
            lines and polygons with geodesic edges you have to choose.

        Raises
        ------
        GeodistError
            Edges are geodesic and you did not choose; planar edges would become others; the table
            has another number of rows, or a column of that name.
        TypeError
            PyArrow, which writes it, is not installed, or `table` is not a table.

        Warns
        -----
        UserWarning
            The shapes are oriented, and the inside of a polygon is the larger side of its ring,
            which is lost. It is said once.

        See Also
        --------
        to_arrow : Shapes as a column of a table of your own, which says all edges.

        Notes
        -----
        The CRS is in the type. A Parquet file can name the algorithm "karney" for geodesic edges;
        PyArrow 26 reads that, and writes "spherical" only. Great circles between the same vertices run
        up to some hundred metres beside geodesics where these are thousands of kilometres long.

        Examples
        --------
        >>> import geodist as gd, os, tempfile
        >>> import pyarrow.parquet as pq
        >>> line = gd.Shapes.lines(lat=[1, 2], lon=[3, 3], offsets=[0, 2])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "lines.parquet")
        ...     line.to_parquet(path, edges="spherical")
        ...     print(pq.ParquetFile(path).schema.column(0).logical_type)
        Geography(crs=, algorithm=spherical)
        """
        from geodist._columns.parquet import write_parquet
        from geodist._types.geoarrow import geoarrow_wkb

        written = self._written_edges(edges)
        self._say_lost(None)
        data, offsets, _ = _geodist_core.wkb_from_shapes(*self._layout)
        crs = written_crs(self._datum)
        cells = geoarrow_wkb(data, offsets, self.missing, crs, written)
        write_parquet(path, column, cells, table)

    def _written_edges(self, edges: str | None) -> str:
        """Choose the word for the edges; refuse one that changes them."""
        if edges not in (None, "planar", "spherical"):
            raise GeodistError(f"edges must be 'planar' or 'spherical', got {edges!r}")
        has_edges = bool(np.isin(self._layout.kinds, [*LINES, *POLYGONS]).any())
        if not has_edges:
            return edges or "planar"
        if self._edges == "planar":
            if edges == "spherical":
                raise GeodistError("the edges are planar; edges='spherical' would change them")
            return "planar"
        if edges is None:
            raise GeodistError(
                "the edges are geodesics, which PyArrow cannot write to Parquet; "
                "edges='spherical' writes GEOGRAPHY with great circles between the same vertices, "
                "edges='planar' GEOMETRY; densify() the shapes first to keep their edges near to "
                "where they are, or write Arrow (to_arrow), which says all edges"
            )
        return edges
