"""What distances between sets of points are, and the pairs that realise them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geodist._types.drawing import draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from geodist._types.points import Points

__all__ = ["DirectedDistance", "Location", "Medoid", "SetDistance", "Witness"]


class Location(NamedTuple):
    """
    A place on one of your points or shapes, in your own numbering.

    Parameters
    ----------
    row : int
        Which point or shape.
    part : int
        Which part of it; 0 for a point. Empty parts and rings, which `Shapes` leaves out, do not
        count.
    ring : int
        Which ring of a polygon, the outer one first; 0 for a point.
    edge : int
        Which edge of it, counted by its first vertex; 0 for a point, -1 for the interior of a
        polygon.
    fraction : float
        How far along the edge, from 0 to 1; 0 for a point.
    lat, lon : float
        The place, degrees. For the altitude of a point, look at its row.
    """

    row: int
    part: int
    ring: int
    edge: int
    fraction: float
    lat: float
    lon: float


class Witness(NamedTuple):
    """
    The two places whose distance is the result.

    Parameters
    ----------
    distance : float
        Their distance, metres.
    a, b : Location
        Where they are in the sets given.
    """

    distance: float
    a: Location
    b: Location

    def __float__(self) -> float:
        return self.distance


class Medoid(NamedTuple):
    """
    The point of a set with the least total distance, as `geodist.medoid` returns it.

    Parameters
    ----------
    total : float
        The sum of its distances to all points of the set, metres.
    location : Location
        Where it is in the set given.
    """

    total: float
    location: Location


class DirectedDistance(NamedTuple):
    """
    From the points of one set to the nearest ones of the other.

    Parameters
    ----------
    distance : float
        The largest of these distances, their mean or their sum, metres.
    witness : Witness
        The pair with the largest.
    """

    distance: float
    witness: Witness

    def __float__(self) -> float:
        return self.distance


class SetDistance(NamedTuple):
    """
    The distance between two sets of points, as `geodist.hausdorff` and `chamfer` return it.

    ``float()`` gives the distance.

    Parameters
    ----------
    distance : float
        The distance, metres.
    forward : DirectedDistance
        From the points of the first set to the nearest ones of the second.
    backward : DirectedDistance or None
        From the points of the second set to the nearest ones of the first; None with
        ``directed=True``.
    a, b : Points
        The sets.
    """

    distance: float
    forward: DirectedDistance
    backward: DirectedDistance | None
    a: Points
    b: Points

    @property
    def witness(self) -> Witness:
        """The pair of points with the larger distance of both directions; forward for ties."""
        if self.backward is None or self.forward.witness.distance >= self.backward.witness.distance:
            return self.forward.witness
        return self.backward.witness

    def plot(self, ax: Axes | None = None) -> Axes:
        """
        Draw both sets and the lines between the witnesses, with matplotlib.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; by default new ones.

        Returns
        -------
        matplotlib.axes.Axes
            The axes, longitudes across and latitudes up, in degrees. Lines are geodesics. Around
            the antimeridian the map goes on beyond 180; a line that leaves it on one side enters it
            on the other.

        Raises
        ------
        ImportError
            Matplotlib is not installed.
        """
        return draw(self, ax)

    def __float__(self) -> float:
        return self.distance


for _kind in (Location, Medoid, Witness, DirectedDistance, SetDistance):
    _kind.__module__ = "geodist"  # where they are public; pickles name it
