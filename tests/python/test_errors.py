"""The exceptions: one tree, with the offending value and index."""

from __future__ import annotations

import copy
import math
import pickle

import pytest

import geodist as gd

SUBCLASSES = [
    gd.InvalidLatitudeError,
    gd.InvalidLongitudeError,
    gd.InvalidAltitudeError,
    gd.InvalidEllipsoidError,
    gd.InvalidBoundingBoxError,
    gd.InvalidGeometryError,
    gd.EmptyGeometryError,
]


@pytest.mark.parametrize("error", [gd.GeodistError, *SUBCLASSES])
def test_tree(error: type[gd.GeodistError]) -> None:
    assert issubclass(error, gd.GeodistError)
    assert issubclass(error, ValueError)
    assert error.__module__ == "geodist"
    assert getattr(gd, error.__name__) is error
    assert error.__doc__


@pytest.mark.parametrize("error", [gd.GeodistError, *SUBCLASSES])
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle_and_copy(error: type[gd.GeodistError], protocol: int) -> None:
    original = error("text", 95.5, (3, 4), 17)
    for twin in (pickle.loads(pickle.dumps(original, protocol)), copy.copy(original)):
        assert type(twin) is error
        assert str(twin) == "text"
        assert twin.value == 95.5
        assert twin.index == (3, 4)
        assert twin.vertex == 17


def test_value_and_index_are_optional() -> None:
    error = gd.EmptyGeometryError("no points")
    assert error.value is None
    assert error.index is None
    assert error.vertex is None


def test_error_of_the_core_is_translated() -> None:
    with pytest.raises(gd.InvalidLatitudeError) as caught:
        gd.Point(95, 100)
    assert type(caught.value) is gd.InvalidLatitudeError
    assert str(caught.value) == "latitude must be between -90 and 90 degrees, got 95"
    assert caught.value.value == 95.0
    assert caught.value.index is None
    assert caught.value.vertex is None


@pytest.mark.parametrize(
    ("make", "error", "value"),
    [
        (lambda: gd.Point(0, math.inf), gd.InvalidLongitudeError, math.inf),
        (lambda: gd.Point3D(0, 0, -math.inf), gd.InvalidAltitudeError, -math.inf),
        (lambda: gd.Ellipsoid(-1, 0), gd.InvalidEllipsoidError, -1.0),
        (lambda: gd.Ellipsoid(1, 0.03), gd.InvalidEllipsoidError, 0.03),
        (lambda: gd.Ellipsoid.named("Atlantis"), gd.InvalidEllipsoidError, "Atlantis"),
        (lambda: gd.BoundingBox(2, 0, 1, 0), gd.InvalidBoundingBoxError, 2.0),
        (
            lambda: gd.Point(0, 0).interpolate(gd.Point(1, 1), math.inf),
            gd.GeodistError,
            math.inf,
        ),
    ],
)
def test_each_error_has_its_class_and_value(make, error, value) -> None:
    with pytest.raises(gd.GeodistError) as caught:
        make()
    assert type(caught.value) is error
    assert caught.value.value == value
    assert caught.value.index is None


def test_swapped_coordinates_are_recognised() -> None:
    with pytest.raises(gd.InvalidLatitudeError, match="latitude and longitude swapped"):
        gd.Point(139.77, 35.68)
    with pytest.raises(gd.InvalidLatitudeError) as caught:
        gd.Point(139.77, 135.68)
    assert "swapped" not in str(caught.value)


@pytest.mark.parametrize(("lat", "lon"), [(90.0000001, 5), (95, 0), (400, 5), (95, math.nan)])
def test_a_swap_is_suspected_only_where_it_is_likely(lat: float, lon: float) -> None:
    with pytest.raises(gd.InvalidLatitudeError) as caught:
        gd.distance(lat, lon, 0, 0)
    assert "swapped" not in str(caught.value)
