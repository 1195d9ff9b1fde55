"""The columns of a collection of points: checked once, and never changed after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core
from geodist._columns.coordinates import check_labels, real_column
from geodist._columns.datums import DEFAULT

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import NDArray

    from geodist._columns.datums import Datum
    from geodist._geodist_core import Ellipsoid
    from geodist._typing import FloatArray


class PointColumns:
    """What `geodist.Points` keeps."""

    __slots__ = ("__weakref__", "_altitude", "_datum", "_hash", "_lat", "_lon")

    _lat: FloatArray
    _lon: FloatArray
    _altitude: FloatArray | None
    _datum: Datum
    _hash: int | None

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
        self = object.__new__(cls)
        for name, column in (("_lat", lat), ("_lon", lon), ("_altitude", altitude)):
            object.__setattr__(self, name, None if column is None else frozen(column))
        object.__setattr__(self, "_datum", datum)
        object.__setattr__(self, "_hash", None)
        return self

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

    @property
    def ellipsoid(self) -> Ellipsoid:
        """The ellipsoid that functions measure the points on, unless they are given another."""
        return self._datum.ellipsoid

    @property
    def datum(self) -> str | None:
        """The name of the geodetic datum; None if only the ellipsoid is known."""
        return self._datum.frame

    @property
    def crs(self) -> str | None:
        """The CRS of the points: a name such as "EPSG:4267", or PROJJSON; None without one."""
        return self._datum.crs

    def __len__(self) -> int:
        return self._lat.size

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Points are immutable: cannot set {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Points are immutable: cannot delete {name!r}")


def _copied(values: Any, name: str) -> FloatArray:
    return np.array(real_column(values, name))


def frozen(column: FloatArray) -> FloatArray:
    """Make it read-only, and what it is a view of, so that no caller can make it writable again."""
    owner: Any = column
    while isinstance(owner, np.ndarray):
        owner.setflags(write=False)
        owner = owner.base
    return column.view()
