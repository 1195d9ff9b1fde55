"""Points as GeoArrow, for libraries that speak the Arrow PyCapsule interface."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core
from geodist._columns.geoarrow_labels import EXTENSION_METADATA, EXTENSION_NAME

if TYPE_CHECKING:
    from geodist._typing import FloatArray


class GeoArrowPoints:
    """
    Points for libraries that speak the Arrow PyCapsule interface, as `Points.to_arrow` makes them.

    Parameters
    ----------
    lat, lon : ndarray
        The columns.
    altitude : ndarray or None
        The altitudes, if any.
    interleaved : bool
        Whether the coordinates of a point lie beside each other.
    crs : object
        What the metadata say of the CRS; None to say nothing.
    """

    __slots__ = ("_columns", "_interleaved", "_length", "_metadata", "_names")

    def __init__(
        self,
        lat: FloatArray,
        lon: FloatArray,
        altitude: FloatArray | None,
        interleaved: bool,
        crs: Any,
    ) -> None:
        columns = [lon, lat] if altitude is None else [lon, lat, altitude]
        self._names = ["x", "y", "z"][: len(columns)]
        self._length = lat.size
        self._interleaved = interleaved
        if interleaved:
            self._columns = [np.column_stack(columns).reshape(-1)]
        else:
            self._columns = [np.ascontiguousarray(column) for column in columns]
        about = {} if crs is None else {"crs": crs}
        self._metadata = {EXTENSION_NAME: "geoarrow.point", EXTENSION_METADATA: json.dumps(about)}

    def __len__(self) -> int:
        return self._length

    def __repr__(self) -> str:
        layout = "interleaved" if self._interleaved else "separated"
        return f"<GeoArrowPoints: {self._length} points, {layout}>"

    def __arrow_c_schema__(self) -> object:
        if self._interleaved:
            form, children = f"+w:{len(self._names)}", ["".join(self._names)]
        else:
            form, children = "+s", self._names
        return _geodist_core.write_arrow_schema(form, children, self._metadata)

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        # A producer may leave a wish unheard; consumers look at the schema that they get.
        del requested_schema
        array = _geodist_core.write_arrow_array(self._length, self._interleaved, self._columns)
        return self.__arrow_c_schema__(), array
