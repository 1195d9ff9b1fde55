// Columns of shapes as arguments.
#pragma once

#include <geodist/shapes.hpp>

#include <pybind11/numpy.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "columns.hpp"

namespace geodist::bindings {

inline Edges edges_of(const std::string& name) {
    if (name == "geodesic") {
        return Edges::geodesic;
    }
    if (name == "planar") {
        return Edges::planar;
    }
    throw std::invalid_argument("edges must be 'geodesic' or 'planar', got '" + name + "'");
}

// What `Shapes._columns` of Python has: lat, lon, rings, parts, rows, kinds, edges, oriented. The
// arrays live as long as this does.
class ShapeColumns {
  public:
    explicit ShapeColumns(const pybind11::tuple& columns)
        : lat_(item<double>(columns, 0)),
          lon_(item<double>(columns, 1)),
          rings_(item<std::int64_t>(columns, 2)),
          parts_(item<std::int64_t>(columns, 3)),
          rows_(item<std::int64_t>(columns, 4)),
          kinds_(item<std::uint8_t>(columns, 5)),
          edges_(edges_of(columns[6].cast<std::string>())),
          oriented_(columns[7].cast<bool>()) {}

    [[nodiscard]] ShapesView view() const {
        using bindings::view;
        return {{view(lat_), view(lon_), view(rings_), view(parts_), view(rows_), view(kinds_)},
                edges_,
                oriented_};
    }
    [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(kinds_.size()); }

  private:
    template <class T>
    static Array<T> item(const pybind11::tuple& columns, std::size_t i) {
        const pybind11::object column = columns[i];
        if (!Array<T>::check_(column)) {
            throw pybind11::type_error("columns of shapes have types of their own: see Layout");
        }
        return pybind11::reinterpret_borrow<Array<T>>(column);
    }

    Array<double> lat_, lon_;
    Array<std::int64_t> rings_, parts_, rows_;
    Array<std::uint8_t> kinds_;
    Edges edges_;
    bool oriented_;
};

// Copies of columns as `Shapes._columns` has them.
inline pybind11::tuple columns_of_shapes(const ShapesView& shapes) {
    const auto copy = [](auto values) {
        return to_array(std::vector(values.begin(), values.end()));
    };
    return pybind11::make_tuple(copy(shapes.lat), copy(shapes.lon), copy(shapes.rings),
                                copy(shapes.parts), copy(shapes.rows), copy(shapes.kinds),
                                shapes.edges == Edges::planar ? "planar" : "geodesic",
                                shapes.oriented);
}

}  // namespace geodist::bindings
