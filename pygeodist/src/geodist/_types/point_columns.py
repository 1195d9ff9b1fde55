"""The columns of a collection of points: checked once, and never changed after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core
from geodist._columns.coordinates import check_labels, real_column
from geodist._columns.datums import DEFAULT
from geodist._types.collection import Collection, frozen

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

    from geodist._columns.datums import Datum
    from geodist._typing import FloatArray


class PointColumns(Collection):
    """What `geodist.Points` keeps."""

    __slots__ = ("_altitude", "_lat", "_lon")

    _lat: FloatArray
    _lon: FloatArray
    _altitude: FloatArray | None

    @classmethod
    def _copy(cls, lat: Any, lon: Any, altitude: Any, datum: Datum = DEFAULT) -> Self:
        """Copy columns of what callers give."""
        check_labels(lat=lat, lon=lon, altitude=altitude)
        return cls._own(
            _copied(lat, "lat"),
            _copied(lon, "lon"),
            None if altitude is None else _copied(altitude, "altitude"),
            datum,
        )

    @classmethod
    def _own(
        cls,
        lat: FloatArray,
        lon: FloatArray,
        altitude: FloatArray | None = None,
        datum: Datum = DEFAULT,
    ) -> Self:
        """Check columns, and take those that nobody else will change."""
        for name, column in (("lon", lon), ("altitude", altitude)):
            if column is not None and column.size != lat.size:
                raise ValueError(
                    f"lat and {name} must be of one length, got {lat.size} and {column.size}"
                )
        _geodist_core.check_points(lat, lon, "lat", "lon")
        if altitude is not None:
            _geodist_core.check_altitudes(altitude, "altitude")
        return cls._checked(lat, lon, altitude, datum)

    @classmethod
    def _checked(
        cls, lat: FloatArray, lon: FloatArray, altitude: FloatArray | None, datum: Datum
    ) -> Self:
        return cls._of_attributes(
            _lat=frozen(lat),
            _lon=frozen(lon),
            _altitude=None if altitude is None else frozen(altitude),
            _datum=datum,
        )

    @property
    def lat(self) -> FloatArray:
        """Latitudes in degrees, read-only."""
        return self._lat

    @property
    def lon(self) -> FloatArray:
        """Longitudes in degrees, as given, read-only."""
        return self._lon

    @property
    def altitude(self) -> FloatArray | None:
        """Heights above the ellipsoid in metres, read-only; None where the points have none."""
        return self._altitude

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Which rows have a NaN."""
        missing: NDArray[np.bool_] = np.isnan(self._lat) | np.isnan(self._lon)
        return missing if self._altitude is None else missing | np.isnan(self._altitude)

    def __len__(self) -> int:
        return self._lat.size


def _copied(values: Any, name: str) -> FloatArray:
    return np.array(real_column(values, name))
