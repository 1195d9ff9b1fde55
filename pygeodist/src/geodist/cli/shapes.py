"""Commands that measure lines and polygons: the geometries of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import numpy as np

import geodist
from geodist import _geodist_core as core
from geodist._columns.datums import datum_on
from geodist._columns.layouts import KINDS, Layout, place_of
from geodist.cli.edges import Edges, say_edges
from geodist.cli.errors import TableError
from geodist.cli.io.cells import pieces
from geodist.cli.io.drafts import check_apart
from geodist.cli.operation import Operation
from geodist.cli.pipeline import Arguments
from geodist.cli.roles import Kind, Output, Role
from geodist.cli.run import check_text_columns, output_name, run_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geodist.cli.columns import Choice
    from geodist.cli.io.cells import FloatArray
    from geodist.cli.io.layer import Batch, Source

    Measure = Callable[[geodist.Shapes], FloatArray]

GEOMETRY = Role("geometry", Kind.SHAPE)


def measure(
    inputs: Sequence[str], output: Output, function: Measure, options: Mapping[str, Any]
) -> None:
    """Measure the geometries of a table.

    Parameters
    ----------
    inputs
        The arguments of the command: the table.
    output
        The column that is added.
    function
        Returns a number for each shape.
    options
        All options of the command, by name.
    """
    if len(inputs) != 1:
        raise click.UsageError(f"one table is needed; got {len(inputs)} arguments")
    (name,) = inputs
    written = {"--output": output_name(options), "--rejects": options["rejects"]}
    check_apart({"the table": name}, written, name)
    edges, figure = Edges(options["edges"]), options["ellipsoid"]
    longitude = any_longitude(options)

    def prepare(source: Source) -> tuple[Operation, Choice]:
        check_text_columns(options, source.schema.readable)
        return operation, choose_geometry(source, edges)

    def read(batch: Batch, choice: Choice) -> Geometries:
        found = Geometries(batch, choice, longitude)
        datum = datum_on(figure.value)
        shapes = geodist.Shapes._checked(found.layout, datum, edges.value, oriented=False)
        edges.look(shapes, tall=found.is_tall)
        found.arrays = [function(shapes)]
        return found

    operation = Operation((GEOMETRY,), (output,), lambda values: (values,), read=read)
    run_table(name, prepare, options)
    say_edges(edges)


def any_longitude(options: Mapping[str, Any]) -> Kind:
    """Tell which longitudes a command takes."""
    return Kind.ANY_LONGITUDE if options["any_longitude"] else Kind.LONGITUDE


def choose_geometry(source: Source, edges: Edges) -> Choice:
    """Choose the column of geometries of a table, to be read as lines and polygons."""
    geometry = source.schema.geometry
    if geometry is None:
        raise TableError(
            f"{source.name} has no column of geometries, as GeoJSON, GeoParquet and GeoPackage "
            "have; points have no length and no area (for geodist length, --by or --sort make tracks of "
            "points)"
        )
    source.reads_shapes = True
    edges.take(source)
    return {GEOMETRY.name: geometry.column}


class Geometries(Arguments):
    """The geometries of the rows of a batch.

    Parameters
    ----------
    batch
        The batch.
    choice
        Their column.
    longitude
        Which longitudes are allowed.

    Attributes
    ----------
    layout
        Where they are among their vertices; a row that cannot be used is missing.
    kinds
        The kind of each row, also of those that cannot be used.
    is_tall
        Whether any vertex has a height.
    """

    def __init__(self, batch: Batch, choice: Choice, longitude: Kind) -> None:
        geometry = batch.source.schema.geometry
        assert geometry is not None
        as_json = geometry.encoding == "geojson"
        cells = pieces(batch.geometries("geojson" if as_json else "wkb"))
        read_shapes = core.shapes_from_geojson if as_json else core.shapes_from_wkb
        lat, lon, rings, parts, rows, self._states = read_shapes(*cells)
        batch.check_srids(self._states["srid"])
        self.is_tall = bool(self._states["has_z"].any())
        kinds = self._states["kind"].astype(np.uint8)
        wrong = (self._states["fault"] > 0) | (kinds >= len(KINDS))
        self._vertices = Layout(lat, lon, rings, parts, rows, kinds)
        self._longitude = longitude
        # The first vertex of each row that is out of range.
        self._outside = np.full(batch.rows, -1)
        outside = np.flatnonzero(~(Kind.LATITUDE.allows(lat) & longitude.allows(lon)))
        if outside.size:
            bounds = rings[parts[rows]]
            of_rows = np.searchsorted(bounds, outside, "right") - 1
            where, first = np.unique(of_rows, return_index=True)
            self._outside[where] = outside[first]
            wrong[where] = True
            # Nothing is measured where a row has such a vertex.
            unused = np.repeat(wrong, np.diff(bounds))
            lat, lon = np.where(unused, 0.0, lat), np.where(unused, 0.0, lon)
        used = np.where(wrong, 0, kinds).astype(np.uint8)
        self.kinds = kinds
        self.layout = Layout(lat, lon, rings, parts, rows, used)
        super().__init__(batch, (GEOMETRY,), choice, [np.where(wrong, np.nan, 0.0)], [])

    def _problem(self, row: int, _argument: int) -> str:
        fault, kind = (int(self._states[name][row]) for name in ("fault", "kind"))
        if fault == core.MISSING_GEOMETRY:
            return "the geometry is missing"
        if fault:
            return f"the geometry {core.geometry_fault(fault)}"
        vertex = int(self._outside[row])
        if vertex < 0:
            return f"the geometry is a {core.geometry_kind(kind)}, not a line or a polygon"
        lat, lon = self._vertices.lat[vertex : vertex + 1], self._vertices.lon[vertex : vertex + 1]
        axis, values, others = Kind.LATITUDE, lat, lon
        if axis.allows(lat)[0]:
            axis, values, others = self._longitude, lon, lat
        _, part, ring, number = place_of(self._vertices, vertex)
        where = f"part {part + 1}, ring {ring + 1}, vertex {number + 1} of the geometry"
        refusal = axis.refusal(float(values[0]), float(others[0]))
        return f"{float(values[0])!r} in {where} {refusal}"
