#include "ellipsoid.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "bindings.hpp"
#include "errors.hpp"
#include "value_type.hpp"

namespace py = pybind11;

namespace geodist::bindings {

namespace ellipsoid {

namespace {

// Docstrings begin with a line that inspect.signature() reads.
constexpr const char* CLASS_DOC = R"(Ellipsoid(a, f)
--

An ellipsoid of revolution: the figure of the Earth.

It may be oblate (f > 0), spherical (f = 0) or prolate (f < 0). Ellipsoids are immutable and
hashable; two are equal if `a` and `f` are. An ellipsoid unpacks into `a` and `f`.

Parameters
----------
a : float
    Equatorial radius in metres, from 1e-30 to 1e30.
f : float
    Flattening (a - b) / a, from -1/50 to 1/50.

Raises
------
InvalidEllipsoidError
    When a parameter is out of range or NaN.

See Also
--------
geodist.ellipsoids : All ellipsoids that have a name.

Notes
-----
The derived quantities have relative errors of at most 1e-15. The area follows [1]_, eq. 60.

References
----------
.. [1] C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87, 43-55 (2013).
   https://doi.org/10.1007/s00190-012-0578-z

Examples
--------
>>> import geodist as gd
>>> international = gd.Ellipsoid(6378388, 1 / 297)
>>> international
Ellipsoid(a=6378388.0, f=1/297)
>>> international == gd.Ellipsoid.named("International 1924")
True
>>> round(gd.WGS84.b, 4)
6356752.3142
>>> a, f = gd.WGS84
)";

constexpr const char* FROM_AXES_DOC = R"(from_axes(a, b)
--

Ellipsoid with the given semi-axes.

Parameters
----------
a : float
    Equatorial radius in metres, from 1e-30 to 1e30.
b : float
    Polar semi-axis in metres, within 2 % of `a`.

Returns
-------
Ellipsoid
    Its attribute `b` equals the argument to one unit in the last place.

Raises
------
InvalidEllipsoidError
    When an axis is out of range or NaN, or the flattening exceeds 1/50.

Examples
--------
>>> import geodist as gd
>>> gd.Ellipsoid.from_axes(6378206.4, 6356583.8) == gd.Ellipsoid.named("Clarke 1866")
True
)";

constexpr const char* NAMED_DOC = R"(named(name)
--

Ellipsoid of that name.

Every argument ``ellipsoid=`` takes such a name too.

Parameters
----------
name : str
    A name listed by `geodist.ellipsoids`, PROJ's identifier or EPSG's name. Case, blanks and
    punctuation do not matter: "WGS84", "wgs 84" and "WGS-84" are one name.

Returns
-------
Ellipsoid
    The ellipsoid.

Raises
------
InvalidEllipsoidError
    For an unknown name; the message lists the nearest known ones.

Examples
--------
>>> import geodist as gd
>>> gd.Ellipsoid.named("bessel")
Ellipsoid(a=6377397.155, f=1/299.1528128)
)";

constexpr const char* TABLE_DOC = R"(ellipsoid_table()
--

The named ellipsoids: name, PROJ's identifier, EPSG code, EPSG's name, source, ellipsoid.)";

std::string text_of(double value) { return py::repr(py::float_(value)).cast<std::string>(); }

/// The flattening as people write it: the shortest of 0.02 and 1/298.257223563 that reads back.
std::string flattening_text(double f) {
    std::string plain = text_of(f);
    const double inverse = 1 / std::abs(f);
    for (int digits = 1; digits < 14; ++digits) {
        char* text = PyOS_double_to_string(inverse, 'g', digits, 0, nullptr);
        if (text == nullptr) {
            throw py::error_already_set();
        }
        const std::string reciprocal = std::string(f < 0 ? "-1/" : "1/") + text;
        const double value = 1 / PyOS_string_to_double(text, nullptr, nullptr);
        PyMem_Free(text);
        if (value == std::abs(f) && reciprocal.size() < plain.size()) {
            return reciprocal;
        }
    }
    return plain;
}

std::string repr(const Ellipsoid& ellipsoid) {
    return "Ellipsoid(a=" + text_of(ellipsoid.a()) + ", f=" + flattening_text(ellipsoid.f()) + ")";
}

py::object name_of(const Ellipsoid& ellipsoid) {
    const auto table = ellipsoids();
    const auto entry = std::find_if(table.begin(), table.end(), [&](const NamedEllipsoid& known) {
        return known.ellipsoid == ellipsoid;
    });
    return entry == table.end() ? py::object(py::none()) : py::object(py::str(entry->name));
}

Ellipsoid named(const py::str& name) {
    // Unpaired surrogates have no UTF-8; no name holds one either.
    const auto bytes =
        py::reinterpret_steal<py::bytes>(PyUnicode_AsEncodedString(name.ptr(), "utf-8", "replace"));
    if (!bytes) {
        throw py::error_already_set();
    }
    try {
        return Ellipsoid::named(std::string(bytes));
    } catch (const InvalidEllipsoidError& error) {
        raise(python_error(error, name, py::none()));
    }
}

py::list table() {
    const auto or_none = [](std::string_view text) {
        return text.empty() ? py::object(py::none()) : py::object(py::str(text));
    };
    py::list rows;
    for (const NamedEllipsoid& entry : ellipsoids()) {
        rows.append(py::make_tuple(
            py::str(entry.name), or_none(entry.proj),
            entry.epsg == 0 ? py::object(py::none()) : py::object(py::int_(entry.epsg)),
            or_none(entry.epsg_name), py::str(entry.source), entry.ellipsoid));
    }
    return rows;
}

py::tuple as_tuple(const Ellipsoid& ellipsoid) {
    return py::make_tuple(ellipsoid.a(), ellipsoid.f());
}

}  // namespace

void bind(py::module_& m) {
    py::options options;
    options.disable_function_signatures();
    auto type = define_value_type<Ellipsoid>(m, "Ellipsoid", CLASS_DOC, {"a", "f"}, &as_tuple);
    type.def(py::init<double, double>(), py::arg("a"), py::arg("f"),
             "__init__(self, a, f)\n--\n\n");
    take_other_arguments<2>(type, "; by its name: Ellipsoid.named(name)",
                            "; by its axes: Ellipsoid.from_axes(a, b)");
    type.def_static("from_axes", &Ellipsoid::from_axes, py::arg("a"), py::arg("b"), FROM_AXES_DOC)
        .def_static("named", &named, py::arg("name"), NAMED_DOC)
        .def_property_readonly("a", &Ellipsoid::a, "Equatorial radius in metres.")
        .def_property_readonly("f", &Ellipsoid::f, "Flattening (a - b) / a.")
        .def_property_readonly("b", &Ellipsoid::b, "Polar semi-axis in metres.")
        .def_property_readonly("n", &Ellipsoid::n, "Third flattening (a - b) / (a + b).")
        .def_property_readonly("e2", &Ellipsoid::e2, "Eccentricity squared, (a^2 - b^2) / a^2.")
        .def_property_readonly("ep2", &Ellipsoid::ep2,
                               "Second eccentricity squared, (a^2 - b^2) / b^2.")
        .def_property_readonly("mean_radius", &Ellipsoid::mean_radius,
                               "Mean radius R1 = (2a + b) / 3 in metres.")
        .def_property_readonly("authalic_radius", &Ellipsoid::authalic_radius,
                               "Authalic radius R2 in metres: of the sphere of equal area.")
        .def_property_readonly("volumetric_radius", &Ellipsoid::volumetric_radius,
                               "Volumetric radius R3 in metres: of the sphere of equal volume.")
        .def_property_readonly("area", &Ellipsoid::area, "Area of the surface in square metres.")
        .def_property_readonly("name", &name_of,
                               "First name that `geodist.ellipsoids` lists for it, or None.")
        .def("__repr__", &repr, py::prepend());  // its own, rather than the general one
    refuse_other_arguments(type, {{"from_axes", "numbers"}, {"named", "a name"}});
    m.def("ellipsoid_table", &table, TABLE_DOC);
}

}  // namespace ellipsoid

Ellipsoid ellipsoid_from_python(py::handle object) {
    if (object.is_none()) {
        return wgs84();
    }
    if (py::isinstance<Ellipsoid>(object)) {
        return object.cast<const Ellipsoid&>();
    }
    if (py::isinstance<py::str>(object)) {
        return ellipsoid::named(py::reinterpret_borrow<py::str>(object));
    }
    throw py::type_error(
        "ellipsoid must be a geodist.Ellipsoid, a name such as \"WGS84\", or None, "
        "not " +
        std::string(py::str(py::type::of(object).attr("__qualname__"))));
}

}  // namespace geodist::bindings
