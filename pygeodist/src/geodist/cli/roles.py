"""What a column means to a command: the arguments it needs and the columns that it adds."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


class Kind(enum.Enum):
    """What a number is: which values are allowed, how it is scaled and rounded."""

    LATITUDE = "a latitude in [-90, 90]"
    LONGITUDE = "a finite longitude"
    AZIMUTH = "a finite azimuth"
    LENGTH = "a finite length"
    NUMBER = "a finite number"
    COUNT = "a whole number"
    TEXT = "text"

    @property
    def is_angle(self) -> bool:
        """Whether it is measured in degrees."""
        return self in (Kind.LATITUDE, Kind.LONGITUDE, Kind.AZIMUTH)

    def allows(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Tell which values are allowed; NaN never is."""
        if self is Kind.LATITUDE:
            return np.abs(values) <= 90
        return np.isfinite(values)

    def refusal(self, value: float, other: float | None = None) -> str:
        """Say why a number is refused; ``other`` is the other coordinate of its point."""
        reason = f"is not {self.value}"
        if self is Kind.LATITUDE and other is not None:
            if _may_be_swapped(value, other):
                reason += "; latitude and longitude swapped?"
            elif np.isfinite(value) and abs(other) > 1000:
                reason += "; projected, not in degrees? ogr2ogr -t_srs EPSG:4326 converts"
        return reason


def _may_be_swapped(lat: float, lon: float) -> bool:
    """Tell if a point is likely to be right the other way round, as the core does."""
    return 90.001 < abs(lat) <= 360 and abs(lon) <= 90 and lon != 0


@dataclass(frozen=True, slots=True)
class Role:
    """An argument of a command, which a column or a number fills.

    Parameters
    ----------
    name
        The name of its option, without dashes.
    kind
        What it is.
    end
        For coordinates: 1 at the first point of a row, 2 at the second.
    names
        Other than coordinates: the usual names of its column, in lower case, one word each.
    default
        Its value where no column is recognised; None where it is needed.
    """

    name: str
    kind: Kind
    end: int = 0
    names: tuple[str, ...] = ()
    default: float | None = None

    @property
    def axis(self) -> str:
        """Return "lat" or "lon" for the coordinates of a point, "" for others."""
        if not self.end:
            return ""
        return "lat" if self.kind is Kind.LATITUDE else "lon"


@dataclass(frozen=True, slots=True)
class Output:
    """A column that a command adds.

    Parameters
    ----------
    name
        Its name.
    kind
        What it is.
    type
        Of text: its Arrow type, if it is another one.
    """

    name: str
    kind: Kind
    type: Any = None


LAT1 = Role("lat1", Kind.LATITUDE, 1)
LON1 = Role("lon1", Kind.LONGITUDE, 1)
LAT2 = Role("lat2", Kind.LATITUDE, 2)
LON2 = Role("lon2", Kind.LONGITUDE, 2)
PAIR = (LAT1, LON1, LAT2, LON2)

LAT = Role("lat", Kind.LATITUDE, 1)
LON = Role("lon", Kind.LONGITUDE, 1)
POINT = (LAT, LON)
