"""The exceptions that geodist raises about values given to it."""

from __future__ import annotations

__all__ = [
    "AlignmentWarning",
    "DatumWarning",
    "EmptyGeometryError",
    "GeodistError",
    "IndexFileError",
    "InvalidAltitudeError",
    "InvalidBoundingBoxError",
    "InvalidEllipsoidError",
    "InvalidGeometryError",
    "InvalidLatitudeError",
    "InvalidLongitudeError",
    "SelfJoinWarning",
]


class AlignmentWarning(UserWarning):
    """
    Columns were matched by their labels, so each row was measured to itself, or to none.

    Examples
    --------
    >>> import warnings
    >>> import geodist as gd
    >>> import pandas as pd
    >>> lat = pd.Series([1.0, 2.0, 3.0])
    >>> with warnings.catch_warnings(record=True) as caught:
    ...     zeros = gd.distance(lat[:-1], 0 * lat[:-1], lat[1:], 0 * lat[1:])
    >>> caught[0].category
    <class 'geodist.AlignmentWarning'>
    >>> gd.distance(lat, 0 * lat, lat.shift(), 0 * lat).round().tolist()
    [nan, 110576.0, 110580.0]
    """

    __module__ = "geodist"


class GeodistError(ValueError):
    """
    Base of all errors about a value given to geodist.

    Parameters
    ----------
    message : str
        The value, its place, and what is allowed.
    value : float or str, optional
        The offending value.
    index : int or tuple of int, optional
        Its place in the arrays; for geometries, which of them it is in.
    vertex : int, optional
        Which vertex of that geometry it belongs to.

    Attributes
    ----------
    value : float, str or None
        The offending value; ``None`` if there is no single one.
    index : int, tuple of int or None
        Its place in the arrays, after broadcasting: a number in one dimension, a tuple in several,
        ``None`` for a scalar. For geometries, which of them the value is in.
    vertex : int or None
        Which vertex of that geometry the value belongs to, counted through all its parts and rings;
        ``None`` if `index` does not mean a geometry.

    Examples
    --------
    >>> import geodist as gd
    >>> try:
    ...     gd.Point(139.77, 35.68)
    ... except gd.GeodistError as error:
    ...     print(error)
    ...     print(error.value)
    latitude must be between -90 and 90 degrees, got 139.77; latitude and longitude swapped?
    139.77
    """

    __module__ = "geodist"

    value: float | str | None
    index: int | tuple[int, ...] | None
    vertex: int | None

    def __init__(
        self,
        message: str = "",
        value: float | str | None = None,
        index: int | tuple[int, ...] | None = None,
        vertex: int | None = None,
    ) -> None:
        super().__init__(message)
        self.value = value
        self.index = index
        self.vertex = vertex


class InvalidLatitudeError(GeodistError):
    """A latitude outside [-90, 90] degrees, or NaN where a number is needed."""

    __module__ = "geodist"


class InvalidLongitudeError(GeodistError):
    """A longitude that is not finite."""

    __module__ = "geodist"


class InvalidAltitudeError(GeodistError):
    """An altitude beyond 1e100 metres, up or down, or not a number where one is needed."""

    __module__ = "geodist"


class InvalidEllipsoidError(GeodistError):
    """Ellipsoid parameters out of range, or an unknown name."""

    __module__ = "geodist"


class InvalidBoundingBoxError(GeodistError):
    """A bounding box whose southern edge lies north of its northern edge."""

    __module__ = "geodist"


class InvalidGeometryError(GeodistError):
    """A line or polygon that is not valid."""

    __module__ = "geodist"


class EmptyGeometryError(GeodistError):
    """An empty geometry or point set where at least one point is needed."""

    __module__ = "geodist"


class IndexFileError(GeodistError):
    """A file or pickle that is damaged, or not an index of this version."""

    __module__ = "geodist"


class DatumWarning(UserWarning):
    """Points on WGS84, ETRS89 and NAD83, which differ by little, are measured as on one datum."""

    __module__ = "geodist"


class EdgeWarning(UserWarning):
    """It matters whether edges are geodesics or planar, and nobody said, or it gets lost.

    Or planar ones go far.
    """

    __module__ = "geodist"


class SelfJoinWarning(UserWarning):
    """A table is joined to itself, and each row matches itself."""

    __module__ = "geodist"
