"""Drawings of two tracks, and of what belongs together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist import _geodist_core
from geodist._arguments import explained
from geodist._columns.datums import measured_ellipsoid
from geodist._types.drawing import axes_or_new, finished, line, on_map, west_edge, wrapped
from geodist._types.witnesses import Witness
from geodist.tracks._arguments import as_tracks
from geodist.tracks._results import TrackCount

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from geodist._geodist_core import Ellipsoid
    from geodist._types.shapes import Shapes
    from geodist._types.shapes_like import ShapesLike
    from geodist._typing import FloatArray

__all__ = ["plot"]

# The longest straight line on the map, metres: a geodesic is nearly straight on it.
_LONGEST = 50_000
# More lines between vertices than this would be one dark area.
_MOST_LINES = 500


@explained
def plot(a: ShapesLike, b: ShapesLike, found: Any = None, *, ax: Axes | None = None) -> Axes:
    """
    Draw two tracks with Matplotlib, and what a measure found between them.

    Parameters
    ----------
    a, b : Shapes, Shape or object
        A track each: one line.
    found : object, optional
        What a measure of both returned: the result of `frechet` or `hausdorff`, whose places are
        joined by a line, or that of `dtw` or another measure of vertices with ``alignment=True``, which
        joins the vertices that belong together.
    ax : matplotlib.axes.Axes, optional
        Where to draw; by default new ones.

    Returns
    -------
    matplotlib.axes.Axes
        The axes, longitudes across and latitudes up, in degrees. Edges are drawn as they run,
        geodesic or planar.
        Around the antimeridian the map goes on beyond 180; an edge that leaves it on one side
        enters it on the other.

    Raises
    ------
    ValueError
        A column has more or fewer rows than one, or the result has neither places nor an alignment.
    TypeError
        It is not a track.
    ImportError
        Matplotlib is not installed.

    See Also
    --------
    geodist.tracks.frechet, geodist.tracks.dtw : Measures that find something to draw.

    Notes
    -----
    Of an alignment of more than 500 pairs, 500 are drawn, at equal steps.

    References
    ----------
    .. [1] J. D. Hunter, "Matplotlib: A 2D graphics environment", Computing in Science &
       Engineering 9, 90-95, 2007, https://doi.org/10.1109/MCSE.2007.55

    Examples
    --------
    >>> import geodist as gd
    >>> import matplotlib.pyplot as plt
    >>> a = gd.Shapes.lines([0, 1, 2], [0, 0, 1], [0, 3], edges="geodesic")
    >>> b = gd.Shapes.lines([0, 2], [1, 2], [0, 2], edges="geodesic")
    >>> axes = gd.tracks.plot(a, b, ax=plt.figure().add_subplot())
    >>> axes.get_xlabel(), len(axes.lines)
    ('longitude', 2)
    """
    tracks = {"a": as_tracks(a, "a"), "b": as_tracks(b, "b")}
    for name, track in tracks.items():
        if len(track) != 1:
            raise ValueError(f"{name} must be one track, got {len(track)}")
    ellipsoid = measured_ellipsoid(None, **{name: track._datum for name, track in tracks.items()})
    between = None if found is None else _between(found, tracks["a"], tracks["b"])
    paths = {name: _path(track, ellipsoid) for name, track in tracks.items()}
    joined = () if between is None else (between[1],)
    west = west_edge(ax, *(lon for _, lon in paths.values()), *joined)
    ax = axes_or_new(ax)
    if between is not None:
        lat, lon, label, style = between
        lat, lon = on_map(lat, lon, west)
        ax.plot(lon, lat, label=label, **style)
    for (name, track), marker in zip(tracks.items(), "os", strict=True):
        lat, lon = on_map(*paths[name], west)
        ax.plot(lon, lat, label=name)
        one = ax.lines[-1].get_color()
        if track.lat.size <= _MOST_LINES:
            ax.scatter(wrapped(track.lon, west), track.lat, 8, color=one, marker=marker, zorder=3)
    return finished(ax, np.concatenate([track.lat for track in tracks.values()]), west)


def _path(track: Shapes, ellipsoid: Ellipsoid) -> tuple[FloatArray, FloatArray]:
    """Give the points of a track as drawn."""
    lat, lon, _ = _geodist_core.densify(track._columns, _LONGEST, ellipsoid, 0)
    return lat, lon


def _between(found: Any, a: Shapes, b: Shapes) -> tuple[FloatArray, FloatArray, str, Any]:
    """Give the lines between two tracks, what they are called, and how they look."""
    label = f"{found.count} vertices" if isinstance(found, TrackCount) else f"{float(found):,.0f} m"
    path = getattr(found, "path", None)
    if path is not None:
        pairs = np.asarray(path)
        if pairs.ndim != 2 or pairs.shape[1] != 2:
            raise ValueError("found must be of one pair of tracks")
        if (pairs >= (a.lat.size, b.lat.size)).any():
            raise ValueError("found is of other tracks: it has vertices that these do not have")
        pairs = pairs[np.linspace(0, len(pairs) - 1, min(len(pairs), _MOST_LINES)).astype(int)]
        gap = np.full(len(pairs), np.nan)
        lat = np.column_stack([a.lat[pairs[:, 0]], b.lat[pairs[:, 1]], gap]).ravel()
        lon = np.column_stack([a.lon[pairs[:, 0]], b.lon[pairs[:, 1]], gap]).ravel()
        return lat, lon, label, {"color": "0.7", "linewidth": 0.6, "zorder": 1}
    if hasattr(found, "a") and hasattr(found, "b"):
        lat, lon = line(Witness(float(found), found.a, found.b))
        return lat, lon, label, {"color": "C3", "linewidth": 2}
    raise ValueError(
        "found has neither places nor an alignment; measures of vertices take alignment=True"
    )
