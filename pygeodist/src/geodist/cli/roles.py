"""What a column means to a command: the arguments it needs and the columns that it adds."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt


# Beyond a turn and a half, a longitude is more likely something else.
MOST_LONGITUDE = 540.0
# What programs write where nothing is known, apart from numbers of nines.
_CODES = (1e20, 1e30, 1e34, 1e36, 9.969209968386869e36, -32768, 32767, -(2**31), 2**31 - 1)


class Kind(enum.Enum):
    """What a number is: which values are allowed, how it is scaled and rounded."""

    LATITUDE = "a latitude in [-90, 90]"
    LONGITUDE = "a longitude in [-540, 540]"
    ANY_LONGITUDE = "a finite longitude"
    AZIMUTH = "a finite azimuth"
    LENGTH = "a finite length"
    AREA = "a finite area"
    NUMBER = "a finite number"
    COUNT = "a whole number"
    TEXT = "text"
    SHAPE = "a line or a polygon"

    @property
    def is_angle(self) -> bool:
        """Whether it is measured in degrees."""
        return self.axis != "" or self is Kind.AZIMUTH

    @property
    def has_unit(self) -> bool:
        """Whether it is in the unit of ``--units``."""
        return self in (Kind.LENGTH, Kind.AREA)

    @property
    def axis(self) -> str:
        """Return "lat" or "lon" for coordinates, "" for others."""
        if self is Kind.LATITUDE:
            return "lat"
        return "lon" if self in (Kind.LONGITUDE, Kind.ANY_LONGITUDE) else ""

    def allows(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Tell which values are allowed; NaN never is."""
        if self is Kind.LATITUDE:
            return np.abs(values) <= 90
        if self is Kind.LONGITUDE:
            return np.abs(values) <= MOST_LONGITUDE
        return np.isfinite(values)

    def refusal(self, value: float, other: float | None = None) -> str:
        """Say why a number is refused; ``other`` is the other coordinate of its point."""
        reason = f"is not {self.value}"
        if self.axis and np.isfinite(value):
            if _is_code(value) or (self is Kind.LATITUDE and (value, other) == (91, 181)):
                return f"{reason}; it looks like a code for a missing value"
            if self is Kind.LATITUDE and other is not None:
                if _may_be_swapped(value, other):
                    reason += "; latitude and longitude swapped?"
                elif abs(other) > 1000 and not _is_code(other):
                    reason += _PROJECTED
            elif self is Kind.LONGITUDE:
                reason += _PROJECTED if abs(value) > 1000 else ""
                reason += "; --any-longitude allows it"
        return reason


_PROJECTED = "; projected coordinates? Convert them: ogr2ogr -t_srs EPSG:4326"


def _is_code(value: float) -> bool:
    """Tell whether a number is one that stands for a missing value.

    >>> [_is_code(x) for x in (-9999.0, 999.0, 9999.99, -999.9, 1e20, 99.9, 1234.0)]
    [True, True, True, True, True, False, False]
    """
    if abs(value) < 999:
        return False
    digits = f"{abs(value):.15g}".replace(".", "")
    return set(digits) == {"9"} or any(
        # Perhaps as a float32.
        abs(value - code) <= 1e-7 * abs(code)
        for code in _CODES
    )


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
        return self.kind.axis if self.end else ""


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


def with_any_longitude(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """Allow longitudes of any number of turns."""
    return tuple(
        replace(role, kind=Kind.ANY_LONGITUDE) if role.kind is Kind.LONGITUDE else role
        for role in roles
    )


def of_end(roles: Sequence[Role], end: int) -> list[Role]:
    """Pick the coordinates of the first or the second point."""
    return [role for role in roles if role.end == end]


def options_of(roles: Sequence[Role]) -> list[str]:
    """Name the options of roles."""
    return [f"--{role.name}" for role in roles]
