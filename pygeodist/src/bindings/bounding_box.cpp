#include <geodist/bounding_box.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <span>
#include <string>
#include <vector>

#include "bindings.hpp"
#include "value_type.hpp"

namespace py = pybind11;

namespace geodist::bindings::bounding_box {

namespace {

// Docstrings begin with a line that inspect.signature() reads.
constexpr const char* CLASS_DOC = R"(BoundingBox(min_lat, min_lon, max_lat, max_lon)
--

A box between two parallels and two meridians, edges included.

It reaches from `min_lon` eastwards to `max_lon`, so a box with ``min_lon > max_lon`` crosses the
antimeridian. Longitudes may be of any wrap: 350 to 370 is the box from -10 to 10. A box with
``max_lon - min_lon >= 360`` goes all the way round. One that touches a pole holds the pole itself,
whatever the longitude by which it is named.

Boxes are immutable and hashable; they unpack into their four numbers, and are equal when all four
are. ``point in box`` and ``box in box`` test what lies inside.

Parameters
----------
min_lat : float
    Southern edge in degrees, from -90 to 90.
min_lon : float
    Western edge in degrees, any finite value.
max_lat : float
    Northern edge in degrees, from `min_lat` to 90.
max_lon : float
    Eastern edge in degrees, any finite value.

Raises
------
InvalidBoundingBoxError
    When ``min_lat > max_lat``.
InvalidLatitudeError
    When a latitude is out of range or NaN.
InvalidLongitudeError
    When a longitude is not finite.

Examples
--------
>>> import geodist as gd
>>> fiji = gd.BoundingBox(-21, 176, -12, -178)
>>> fiji.crosses_antimeridian
True
>>> gd.Point(-17, 179) in fiji
True
)";

constexpr const char* CONTAINS_DOC = R"(contains(self, lat, lon=None)
--

Tell which places lie in the box or on its edge.

The comparison is exact, without any rounding.

Parameters
----------
lat : float or array_like
    Latitudes in degrees. Or points: a `Point`, `Points`, or anything that `Points` takes.
lon : float or array_like, optional
    Longitudes in degrees, any finite value; broadcast against `lat`.

Returns
-------
bool or numpy.ndarray of bool
    True where the place lies in the box. False for values that are NaN, masked, missing or out of
    range.

Raises
------
ValueError
    When `lat` and `lon` do not broadcast, or their rows have different labels.

Examples
--------
>>> import geodist as gd
>>> gd.BoundingBox(-10, 170, 10, -170).contains(0, [160, 170, 180, 190, -180, float("nan")])
array([False,  True,  True,  True,  True, False])
)";

constexpr const char* INTERSECTS_DOC = R"(intersects(self, other)
--

Tell whether two boxes have a point in common.

Parameters
----------
other : BoundingBox
    The other box.

Returns
-------
bool
    True if they overlap or touch.

Examples
--------
>>> import geodist as gd
>>> gd.BoundingBox(0, 0, 10, 10).intersects(gd.BoundingBox(10, 10, 20, 20))
True
)";

constexpr const char* UNION_DOC = R"(union(self, other)
--

Smallest box that holds both boxes.

It goes the way round the Earth that spans fewer degrees of longitude.

Parameters
----------
other : BoundingBox
    The other box.

Returns
-------
BoundingBox
    The box that holds both.

Examples
--------
>>> import geodist as gd
>>> gd.BoundingBox(0, 170, 10, 175).union(gd.BoundingBox(5, -175, 15, -170))
BoundingBox(min_lat=0.0, min_lon=170.0, max_lat=15.0, max_lon=-170.0)
)";

constexpr const char* AROUND_DOC = R"(around(lat, lon=None)
--

Smallest box that holds all these places.

It goes the way round the Earth that spans the fewest degrees of longitude; for ties, the way that
does not cross the antimeridian.

Parameters
----------
lat : array_like, shape (n,)
    Latitudes in degrees, in [-90, 90]. Or points: `Points`, or anything that `Points` takes.
lon : array_like, shape (n,), optional
    Longitudes in degrees, any finite value. Those of poles count only if all places are poles.

Returns
-------
BoundingBox
    The box, its longitudes in [-180, 180]. Places that are NaN, masked or missing are left out.

Raises
------
EmptyGeometryError
    When no place is left.
InvalidLatitudeError
    When a latitude is out of range.
InvalidLongitudeError
    When a longitude is infinite.
ValueError
    When `lat` and `lon` are not one-dimensional and of the same length, or their rows have
    different labels.

Examples
--------
>>> import geodist as gd
>>> gd.BoundingBox.around([-17.7, -13.8, -21.2], [178.1, -171.8, -159.8])
BoundingBox(min_lat=-21.2, min_lon=178.1, max_lat=-13.8, max_lon=-159.8)
)";

py::tuple as_tuple(const BoundingBox& box) {
    return py::make_tuple(box.min_lat(), box.min_lon(), box.max_lat(), box.max_lon());
}

using Column = py::array_t<double, py::array::c_style | py::array::forcecast>;

// The coordinates of columns, or of points without them; what is missing is NaN.
py::sequence columns_of(const py::object& lat, const py::object& lon) {
    return py::module_::import("geodist._types.point_arguments")
        .attr("load_columns")(lat, lon, py::none());
}

py::object contains(const BoundingBox& box, const py::object& lat, const py::object& lon) {
    if (PyFloat_Check(lat.ptr()) && PyFloat_Check(lon.ptr())) {
        return py::bool_(box.contains(PyFloat_AS_DOUBLE(lat.ptr()), PyFloat_AS_DOUBLE(lon.ptr())));
    }
    const py::sequence given = columns_of(lat, lon);
    const py::sequence columns =
        py::module_::import("numpy").attr("broadcast_arrays")(given[0], given[1]);
    const Column lats(columns[0]);
    const Column lons(columns[1]);
    py::array_t<bool> found(std::vector<py::ssize_t>(lats.shape(), lats.shape() + lats.ndim()));
    for (py::ssize_t i = 0; i < found.size(); ++i) {
        found.mutable_data()[i] = box.contains(lats.data()[i], lons.data()[i]);
    }
    return found.ndim() == 0 ? py::object(py::bool_(*found.data())) : py::object(found);
}

BoundingBox around(const py::object& lat, const py::object& lon) {
    const py::sequence columns = columns_of(lat, lon);
    const Column lats(columns[0]);
    const Column lons(columns[1]);
    if (lats.ndim() != 1 || lons.ndim() != 1) {
        throw py::value_error("lat and lon must be one-dimensional");
    }
    const auto span = [](const Column& column) {
        return std::span<const double>(column.data(), static_cast<std::size_t>(column.size()));
    };
    return BoundingBox::around(span(lats), span(lons));
}

}  // namespace

void bind(py::module_& m) {
    py::options options;
    options.disable_function_signatures();
    auto type = define_value_type<BoundingBox>(
        m, "BoundingBox", CLASS_DOC, {"min_lat", "min_lon", "max_lat", "max_lon"}, &as_tuple);
    type.def(py::init<double, double, double, double>(), py::arg("min_lat"), py::arg("min_lon"),
             py::arg("max_lat"), py::arg("max_lon"),
             "__init__(self, min_lat, min_lon, max_lat, max_lon)\n--\n\n");
    take_other_arguments<4>(type, "; for points there is BoundingBox.around(lat, lon)");
    type.def_static("around", &around, py::arg("lat"), py::arg("lon") = py::none(), AROUND_DOC)
        .def_property_readonly("min_lat", &BoundingBox::min_lat, "Southern edge in degrees.")
        .def_property_readonly("min_lon", &BoundingBox::min_lon,
                               "Western edge in degrees, as given.")
        .def_property_readonly("max_lat", &BoundingBox::max_lat, "Northern edge in degrees.")
        .def_property_readonly("max_lon", &BoundingBox::max_lon,
                               "Eastern edge in degrees, as given.")
        .def_property_readonly(
            "crosses_antimeridian", &BoundingBox::crosses_antimeridian,
            "Whether the box holds points on both sides of the antimeridian and does not go all "
            "the way round.")
        .def_property_readonly("is_full_circle", &BoundingBox::is_full_circle,
                               "Whether the box holds every longitude.")
        .def("contains", &contains, py::arg("lat"), py::arg("lon") = py::none(), CONTAINS_DOC)
        .def("__contains__",
             [](const BoundingBox& box, const Point& point) { return box.contains(point); })
        .def("__contains__",
             [](const BoundingBox& box, const BoundingBox& other) { return box.contains(other); })
        .def("intersects", &BoundingBox::intersects, py::arg("other"), INTERSECTS_DOC)
        .def("union", &BoundingBox::united, py::arg("other"), UNION_DOC)
        .def("__contains__", [](const BoundingBox&, const py::object& value) -> bool {
            throw py::type_error(
                "'in' takes a Point or a BoundingBox, got " +
                py::str(py::type::of(value).attr("__qualname__")).cast<std::string>() +
                "; for many points there is contains(lat, lon)");
        });
    refuse_other_arguments(type, {{"contains", "columns, or points alone"},
                                  {"around", "columns, or points alone"},
                                  {"intersects", "a BoundingBox"},
                                  {"union", "a BoundingBox"}});
}

}  // namespace geodist::bindings::bounding_box
