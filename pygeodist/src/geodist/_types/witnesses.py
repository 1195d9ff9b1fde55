"""What distances between sets of points are, and the pairs that realise them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geodist._types.drawing import draw

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from geodist._geodist_core import Point, Point3D
    from geodist._types.points import Points

__all__ = ["DirectedDistance", "Medoid", "SetDistance", "Witness"]


class Witness(NamedTuple):
    """
    A pair of points that realises a distance.

    Parameters
    ----------
    distance : float
        Their distance, metres.
    a_index, b_index : int
        Where they stand in the sets given.
    a, b : Point or Point3D
        The points.
    """

    distance: float
    a_index: int
    b_index: int
    a: Point | Point3D
    b: Point | Point3D

    def __float__(self) -> float:
        return self.distance


class Medoid(NamedTuple):
    """
    The point of a set with the least total distance, as `geodist.medoid` returns it.

    Parameters
    ----------
    total : float
        The sum of its distances to all points of the set, metres.
    row : int
        Where it stands in the set given.
    point : Point or Point3D
        The point.
    """

    total: float
    row: int
    point: Point | Point3D


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
        From the points of the second set to the nearest ones of the first; None if it was not asked
        for.
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
        """The pair of points with the larger distance of both directions, forward if equal."""
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
            The axes, longitudes across and latitudes up, in degrees. Lines are geodesics; those
            that cross the antimeridian leave the map on one side and enter it on the other.

        Raises
        ------
        ImportError
            Matplotlib is not installed.
        """
        return draw(self, ax)

    def __float__(self) -> float:
        return self.distance


for _kind in (Medoid, Witness, DirectedDistance, SetDistance):
    _kind.__module__ = "geodist"  # where they are public; pickles name it
