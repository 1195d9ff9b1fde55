"""Units that come with numbers are converted to degrees and metres, or refused by name."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pint
import pytest
import xarray as xr
from astropy import units as u
from astropy.coordinates import Angle, EarthLocation, Latitude, Longitude
from astropy.table import Column, MaskedColumn
from astropy.utils.masked import Masked
from test_elementwise import same_bits

import geodist as gd

if TYPE_CHECKING:
    from collections.abc import Iterator

Quantity = pint.UnitRegistry().Quantity
LAT, LON = np.array([0.5, -0.25]), np.array([0.75, 2.0])
DEGREES = np.rad2deg(LAT), np.rad2deg(LON)

# Ways to say an angle in radians; each is made of an array.
ANGLES = {
    "astropy": lambda x: x * u.rad,
    "list of astropy": lambda x: list(x * u.rad),
    "column": lambda x: Column(x, unit="rad"),
    "pint": lambda x: Quantity(x, "radian"),
    "list of pint": lambda x: [Quantity(value, "radian") for value in x],
    "xarray": lambda x: xr.DataArray(x, dims="row", attrs={"units": "radians"}),
    "xarray of pint": lambda x: xr.DataArray(Quantity(x, "radian"), dims="row"),
    "list of xarray": lambda x: [xr.DataArray(v, attrs={"units": "radians"}) for v in x],
}
each_way = pytest.mark.parametrize("way", ANGLES.values(), ids=ANGLES)


@pytest.fixture(autouse=True)
def no_unit_is_stripped() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@each_way
def test_functions(way: Any) -> None:
    truth = gd.distance(*DEGREES, 1, 2)
    result = gd.distance(way(LAT), way(LON), 1, 2)
    assert isinstance(result, xr.DataArray if "xarray" in str(type(way(LAT))) else np.ndarray)
    np.testing.assert_allclose(result, truth, rtol=1e-14)
    line = gd.inverse(1, 2, way(LAT), LON)
    for value, number in zip(line, gd.inverse(1, 2, DEGREES[0], LON), strict=True):
        np.testing.assert_allclose(value, number, rtol=1e-14)
    azimuths = gd.direct(0, 0, way(LAT), 1e6)
    np.testing.assert_allclose(azimuths.lat2, gd.direct(0, 0, DEGREES[0], 1e6).lat2, rtol=1e-14)


@each_way
def test_everything_that_takes_coordinates(way: Any) -> None:
    lat, lon = way(LAT), way(LON)
    points = gd.Points(lat=lat, lon=lon)
    assert np.array_equal(points.lat, DEGREES[0])
    assert np.array_equal(points.lon, DEGREES[1])
    assert np.array_equal(gd.cdist(lat, lon, [1], [2]), gd.cdist(*DEGREES, [1], [2]))
    assert np.array_equal(gd.pdist(lat, lon), gd.pdist(*DEGREES))
    index = gd.PointIndex(lat, lon)
    assert index.query(lat, lon).distances.tolist() == [0, 0]
    assert np.array_equal(index.lat, DEGREES[0])
    assert gd.BoundingBox.around(lat, lon) == gd.BoundingBox.around(*DEGREES)
    assert gd.BoundingBox(28, 42, 30, 44).contains(lat, lon).tolist() == [True, False]
    way_points = gd.waypoints(lat, lon, 0, 0, 3)
    assert np.array_equal(way_points.lat, gd.waypoints(*DEGREES, 0, 0, 3).lat)
    assert gd.hausdorff(points, gd.Points(lat=DEGREES[0], lon=DEGREES[1])).distance == 0


@pytest.mark.parametrize(
    ("half", "kilometre"),
    [(0.5 * u.rad, 1 * u.km), (Quantity(0.5, "radian"), Quantity(1, "km"))],
    ids=["astropy", "pint"],
)
def test_numbers(half: Any, kilometre: Any) -> None:
    assert gd.distance(half, 0, 0, 0) == gd.distance(np.rad2deg(0.5), 0, 0, 0)
    assert type(gd.distance(half, 0, 0, 0)) is float
    assert gd.direct(0, 0, 90, kilometre) == gd.direct(0, 0, 90, 1000)
    assert gd.to_ecef(0, 0, kilometre) == gd.to_ecef(0, 0, 1000)
    assert gd.from_ecef(6500 * kilometre, 0, 0) == gd.from_ecef(6.5e6, 0, 0)
    points = gd.Points(lat=[1], lon=[2], altitude=[kilometre])
    assert points.altitude is not None
    assert points.altitude.tolist() == [1000]
    index = gd.PointIndex([0, 1], [0, 1])
    assert index.query_radius(0, 0, 200 * kilometre).indices.tolist() == [0, 1]


def test_what_is_in_degrees_and_metres_keeps_its_bits() -> None:
    lat = np.array([0.1, 52.300000000000004, -89.99999999999999])
    truth = gd.distance(lat, 1, 2, 3)
    for value in (lat * u.deg, Latitude(lat, "deg"), Angle(lat, "deg"), Quantity(lat, "degree")):
        assert same_bits(gd.distance(value, 1, 2, 3), truth)
        assert same_bits(gd.distance(value, 1, 2, 3, where=[True] * 3), truth)
    assert same_bits(gd.distance(Column(lat), 1, 2, 3), truth)
    labelled = xr.DataArray(lat, dims="row", attrs={"units": "degrees_north"})
    assert same_bits(gd.distance(labelled, 1, 2, 3), truth)


def test_other_units_of_angle_and_length() -> None:
    assert gd.distance(0, Longitude("1h"), 0, 0) == gd.distance(0, 15, 0, 0)
    assert gd.distance(30 * u.arcmin, 0, 0, 0) == gd.distance(0.5, 0, 0, 0)
    assert gd.direct(0, 0, 0, Quantity(1, "nautical_mile")) == gd.direct(0, 0, 0, 1852)
    middle = gd.interpolate(0, 0, 0, 1, 0.5)
    assert gd.interpolate(0, 0, 0, 1, 50 * u.percent) == middle
    assert gd.interpolate(0, 0, 0, 1, Quantity(50, "percent")) == middle


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (1 * u.kg, "kg"),
        ([1, 2] * u.km, "km"),
        (u.Quantity(1), "dimensionless"),
        (Column([1.0], unit="s"), "s"),
        (Quantity(1, "kg"), "kilogram"),
        (Quantity([1, 2], ""), "dimensionless"),
        (Quantity(1, "percent"), "percent"),
        (Quantity(1, "degC"), "degree_Celsius"),
        ([1, 2 * u.kg], "kg"),
        (xr.DataArray([1], attrs={"units": "km"}), "km"),
        (xr.DataArray([1], attrs={"units": "degrees_south"}), "degrees_south"),
        (xr.Dataset({"a": ("x", [1], {"units": "1"})}), "1"),
    ],
    ids=repr,
)
def test_units_of_something_else_are_refused(value: Any, unit: str) -> None:
    said = f"lat1 must be in degrees, or in a unit that converts to degrees, got {unit}$"
    with pytest.raises(TypeError, match=said):
        gd.distance(value, 0, 0, 0)
    if not isinstance(value, xr.Dataset):
        with pytest.raises(TypeError, match=said.replace("lat1", "lat_a")):
            gd.cdist(value, [0, 0], [0], [0])
        with pytest.raises(TypeError, match=r"^lat must be in degrees"):
            gd.PointIndex([0], [0]).query(value, 0)


def test_lengths_and_numbers_are_named() -> None:
    said = "distance must be in metres, or in a unit that converts to metres, got deg$"
    with pytest.raises(TypeError, match=said):
        gd.direct(0, 0, 0, 1 * u.deg)
    for half in (0.5 * u.rad, Quantity(0.5, "radian")):
        with pytest.raises(TypeError, match="fraction must be a number without a unit, got rad"):
            gd.interpolate(0, 0, 0, 1, half)
    with pytest.raises(TypeError, match="radius must be in metres"):
        gd.PointIndex([0], [0]).query_radius(0, 0, 1 * u.deg)
    with pytest.raises(TypeError, match="altitude must be in metres"):
        gd.Points(lat=[1], lon=[2], altitude=[1] * u.deg)


def test_arrays_of_pairs() -> None:
    pairs = np.transpose([LAT, LON]) * u.rad
    assert np.array_equal(gd.Points.from_latlon(pairs).lat, DEGREES[0])
    with pytest.raises(TypeError, match="degrees and metres of one unit"):
        gd.Points.from_latlon(np.ones((2, 3)) * u.rad)


# Ways to say 0.5 radians, or one kilometre, as one value. Those of pint and xarray have __float__.
SINGLE: dict[str, Any] = {
    "astropy": (0.5 * u.rad, 1 * u.km),
    "pint": (Quantity(0.5, "radian"), Quantity(1, "km")),
    "xarray": tuple(
        xr.DataArray(value, attrs={"units": unit}) for value, unit in ((0.5, "rad"), (1.0, "km"))
    ),
    "xarray of pint": tuple(
        xr.DataArray(Quantity(np.array(value), unit)) for value, unit in ((0.5, "rad"), (1.0, "km"))
    ),
}
each_single = pytest.mark.parametrize(("angle", "length"), SINGLE.values(), ids=SINGLE)


@each_single
def test_values_of_points_boxes_and_ellipsoids_are_numbers_alone(angle: Any, length: Any) -> None:
    calls: list[Any] = [
        lambda: gd.Point(angle, 0),
        lambda: gd.Point(0, lon=angle),
        lambda: gd.Point3D(0, 0, length),
        lambda: gd.BoundingBox(angle, 0, 1, 1),
        lambda: gd.Ellipsoid(length, 0),
        lambda: gd.Ellipsoid.from_axes(length, 1000),
        lambda: gd.Point(0, 0).direct(angle, 0),
        lambda: gd.Point(0, 0).interpolate(gd.Point(0, 1), angle),
    ]
    for call in calls:
        with pytest.raises(TypeError, match="number"):
            call()
    said = r"takes numbers, got Point\(\w+, int\); convert what has a unit to degrees or metres, as"
    with pytest.raises(TypeError, match=said):
        gd.Point(angle, 0)
    plain: Any = xr.DataArray(2.0)
    assert gd.Point(np.float32(1), plain) == gd.Point(1, 2)


@each_single
def test_single_lengths_are_converted(angle: Any, length: Any) -> None:
    index = gd.PointIndex([0], [0])
    near, far = ([0], [0.008]), ([0], [0.01])
    assert index.query(*near, max_distance=length).indices.tolist() == [0]
    assert index.query(*far, max_distance=length).indices.tolist() == [-1]
    assert len(index.query_pairs(length).distances) == 0
    left = {"lat": [0.0, 0.0], "lon": [0.008, 0.01]}
    right = {"lat": [0.0], "lon": [0.0]}
    assert len(gd.nearest_join(left, right, max_distance=length)["distance"]) == 1
    assert len(gd.within_join(left, right, radius=length)["distance"]) == 1
    assert len(gd.waypoints(0, 0, 0, 1, spacing=length).lat) == 113
    calls: list[Any] = [
        lambda: index.query(*near, max_distance=angle),
        lambda: index.query_pairs(angle),
        lambda: gd.nearest_join(left, right, max_distance=angle),
        lambda: gd.waypoints(0, 0, 0, 1, spacing=angle),
    ]
    for call in calls:
        with pytest.raises(TypeError, match="must be in metres, or in a unit that converts to met"):
            call()


def test_dicts_in_joins() -> None:
    degrees = {"lat": np.rad2deg([0.5]), "lon": np.rad2deg([0.25])}
    radians = {
        "lat": xr.DataArray([0.5], dims="row", attrs={"units": "radians"}),
        "lon": xr.DataArray([0.25], dims="row", attrs={"units": "radians"}),
        "speed": xr.DataArray([3.0], dims="row", attrs={"units": "m/s"}),
    }
    for join in (gd.nearest_join, gd.within_join):
        limit: dict[str, Any] = {"radius": 1.0} if join is gd.within_join else {}
        found = join(degrees, radians, **limit)
        assert found["distance"].tolist() == [0]
        assert found["speed"].tolist() == [3]
        assert found["lat_y"].tolist() == [0.5]  # columns stay as they are
    north = xr.DataArray([0.5], dims="row", attrs={"units": "degrees_north"})
    with pytest.raises(TypeError, match="latitude and longitude swapped"):
        gd.nearest_join(degrees, {"lat": north, "lon": north})


def test_masks_stay_masks() -> None:
    truth = gd.distance(DEGREES[0][0], 0, 0, 0)
    mask = [False, True]
    for value in (MaskedColumn([0.5, 9], mask=mask, unit="rad"), Masked([0.5, 9] * u.rad, mask)):
        result = gd.distance(value, 0, 0, 0)
        assert result.mask.tolist() == mask
        assert result[0] == truth
        assert gd.Points(lat=value, lon=[0, 0]).missing.tolist() == mask
    assert gd.distance(Masked(0.5 * u.rad, True), 0, 0, 0) is np.ma.masked


def test_out_and_where() -> None:
    with pytest.raises(TypeError, match="out must be a NumPy array, got Quantity"):
        gd.distance([1.0], 0, 0, 0, out=np.zeros(1) * u.m)
    out = np.zeros(2)
    gd.distance(LAT * u.rad, 0, 0, 0, out=out, where=Column([True, False]))
    assert out.tolist() == [gd.distance(DEGREES[0][0], 0, 0, 0), 0]


def test_locations_on_the_earth() -> None:
    places = EarthLocation.from_geodetic(DEGREES[1] * u.deg, DEGREES[0] * u.deg)
    assert gd.cdist(places, places).trace() == 0


@pytest.mark.parametrize(
    "units",
    [
        "degrees_north",
        "degree_north",
        "degree_N",
        "degrees_N",
        "degreeN",
        "degreesN",
        "degree",
        "degrees",
        "deg",
        "°",
    ],
)
def test_degrees_as_the_cf_conventions_write_them(units: str) -> None:
    lat = xr.DataArray(DEGREES[0], dims="row", attrs={"units": units})
    assert same_bits(gd.distance(lat, 0, 0, 0), gd.distance(DEGREES[0], 0, 0, 0))
    if units.lower().endswith(("n", "north")):
        with pytest.raises(TypeError, match=f"^lon1 has the units '{units}'; latitude and long"):
            gd.distance(0, lat, 0, 0)


def test_units_of_grids() -> None:
    grid = xr.Dataset(
        coords={
            "lat": ("lat", LAT, {"units": "rad"}),
            "lon": ("lon", LON, {"units": "rad"}),
        }
    )
    result = gd.distance(grid.lat, grid.lon, 0, 0)
    assert result.dims == ("lat", "lon")
    assert result.lat.values.tolist() == LAT.tolist()  # labels are what they were
    assert result.attrs == {"units": "m"}
    truth = gd.distance(DEGREES[0][:, np.newaxis], DEGREES[1], 0, 0)
    np.testing.assert_allclose(result, truth, rtol=1e-14)
    lazy = grid.lat.reset_coords(drop=True).chunk(1)
    np.testing.assert_allclose(
        gd.distance(lazy, 0, 0, 0).compute(), gd.distance(DEGREES[0], 0, 0, 0), rtol=1e-14
    )
    height = xr.DataArray([1.5], dims="level", attrs={"units": "km"})
    assert gd.to_ecef(0, 0, height).x.item() == gd.to_ecef(0, 0, 1500).x


def test_columns_of_pint_in_pandas() -> None:
    pytest.importorskip("pint_pandas")
    lat = pd.Series(LAT, index=["a", "b"], dtype="pint[radian]")
    truth = pd.Series(gd.distance(DEGREES[0], 0, 0, 0), lat.index, name="distance")
    pd.testing.assert_series_equal(gd.distance(lat, 0, 0, 0), truth)
    assert same_bits(gd.distance(lat.array, 0, 0, 0), truth)
    assert np.array_equal(gd.Points(lat=lat, lon=lat).lat, DEGREES[0])
    with pytest.raises(TypeError, match=r"lat1 must be in degrees, .*, got kilogram$"):
        gd.distance(lat.astype(float).astype("pint[kg]"), 0, 0, 0)


def test_quantities_among_objects_are_refused_by_their_row() -> None:
    lat = pd.Series([0.5 * u.rad, 1.0], dtype=object)
    with pytest.raises(TypeError, match=r"got <Quantity 0\.5 rad> \(index 0\)"):
        gd.distance(lat, 0, 0, 0)


def test_objects_that_are_all_quantities() -> None:
    for many in ([0.5 * u.rad, 0.25 * u.rad], [Quantity(0.5, "radian"), Quantity(0.25, "radian")]):
        objects = np.empty(3, object)
        objects[:] = [many[0], None, many[1]]
        truth = gd.distance(np.rad2deg([0.5, np.nan, 0.25]), 0, 0, 0)
        assert same_bits(gd.distance(objects, 0, 0, 0), truth)
        assert same_bits(gd.distance(pd.Series(objects), 0, 0, 0), truth)
        with pytest.raises(TypeError, match="distance must be in metres"):
            gd.direct(0, 0, 0, objects)
        table = pd.DataFrame({"lat": objects, "lon": 0.0})
        with pytest.raises(TypeError, match=r"'lat' must hold real numbers, got .* \(index 0\)"):
            gd.Points(table)


def test_no_library_of_units_is_imported() -> None:
    code = "import sys, geodist; geodist.Points(lat=[1], lon=[2]); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"'astropy'", "'pint'", "'xarray'", "'pandas'"} & set(done.stdout.split(", "))


def test_a_dataset_in_place_of_a_column_is_named() -> None:
    stations = xr.Dataset({"t": ("s", [280.0], {"units": "K"})}, {"lat": ("s", [1.0])})
    stations = stations.assign_coords(lon=("s", [2.0]))
    with pytest.raises(TypeError, match="lat must hold real numbers, got Dataset"):
        gd.PointIndex([0], [0]).query(stations, [2.0])


def test_lists_that_are_no_columns() -> None:
    with pytest.raises(TypeError, match="out must be a NumPy array, got list"):
        gd.distance([1.0], 0, 0, 0, out=[1 * u.m])  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="dimensionless"):
        gd.distance([1.0], 0, 0, 0, where=[Quantity(1, "m")])
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises((TypeError, ValueError)):
        gd.distance(endless, 0, 0, 0)
