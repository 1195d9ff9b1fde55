"""Collections of shapes as other libraries hold them."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained_methods
from geodist._columns.datums import GEOJSON, common_datum, srid_of, written_crs
from geodist._types.shape_columns import ShapeColumns

if TYPE_CHECKING:
    from numpy.typing import NDArray


@explained_methods
class ShapeWriters(ShapeColumns):
    """What `geodist.Shapes` can be turned into."""

    __slots__ = ()

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        return self.to_geojson()

    def to_wkb(self) -> list[bytes | None]:
        """
        Give the shapes as well-known binary.

        Returns
        -------
        list of bytes
            A geometry for each row, little-endian, without SRID; ``None`` where it is missing.
            Rings are closed.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Shapes.lines(lat=[1], lon=[2], offsets=[0, 1]).to_wkb()[0].hex()
        '0102000000010000000000000000000040000000000000f03f'
        """
        data, offsets, _ = _geodist_core.wkb_from_shapes(*self._layout)
        return _cells(data, offsets)

    def to_shapely(self) -> NDArray[np.object_]:
        """
        Give the shapes as Shapely's geometries, x being the longitude.

        Returns
        -------
        ndarray of shapely.Geometry, shape (n,)
            The geometries; ``None`` where one is missing. They have the SRID of the CRS, if the
            shapes have one of EPSG.

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
        if (srid := srid_of(self._datum)) is not None:
            geometries = np.asarray(shapely.set_srid(geometries, srid), object)
        return geometries

    def to_geoseries(self) -> Any:
        """
        Give the shapes as a GeoSeries of GeoPandas.

        Returns
        -------
        geopandas.GeoSeries
            The geometries, with the CRS of the shapes, or "EPSG:4326" if they have none.

        Examples
        --------
        >>> import geodist as gd
        >>> gd.Shapes.lines(lat=[1, 2], lon=[3, 4], offsets=[0, 2]).to_geoseries().crs.to_epsg()
        4326
        """
        import geopandas

        crs = written_crs(self._datum) or "EPSG:4326"
        return geopandas.GeoSeries(self.to_shapely(), crs=crs)

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

        Warns
        -----
        DatumWarning
            The shapes are on ETRS89 or NAD83, and written as they are.

        Examples
        --------
        >>> import geodist as gd
        >>> line = gd.Shapes.lines(lat=[1, 2], lon=[3, 4], offsets=[0, 2])
        >>> line.to_geojson()["features"][0]["geometry"]
        {'type': 'LineString', 'coordinates': [[3, 1], [4, 2]]}
        """
        common_datum(**{"GeoJSON": GEOJSON, "the shapes": self._datum})
        data, offsets, _ = _geodist_core.geojson_from_shapes(*self._layout)
        geometries = [None if text is None else json.loads(text) for text in _cells(data, offsets)]
        features: list[dict[str, Any]] = [
            {"type": "Feature", "properties": {}, "geometry": g} for g in geometries
        ]
        return {"type": "FeatureCollection", "features": features}


def _cells(data: NDArray[np.uint8], offsets: NDArray[np.int64]) -> list[bytes | None]:
    whole, ends = data.tobytes(), offsets.tolist()
    return [whole[begin:end] if begin < end else None for begin, end in pairwise(ends)]
