// Which shapes of one side lie in polygons of the other.
#pragma once

#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "geodesy/prepared_ellipsoid.hpp"
#include "shapes/interior.hpp"
#include "shapes/operand.hpp"

namespace geodist::shapes {

class Insides {
  public:
    // Of a side without polygons nothing is inside.
    Insides(const Operand& side, const geodesy::PreparedEllipsoid& e, const RunOptions& options);

    [[nodiscard]] Place place(std::size_t row, double lat, double lon) const {
        return interiors_->place(row, lat, lon);
    }
    [[nodiscard]] bool covers(std::size_t row, double lat, double lon) const {
        return place(row, lat, lon) != Place::outside;
    }
    // The number of the part of a row that covers a point, in the row.
    [[nodiscard]] std::int64_t part_of(std::size_t row, double lat, double lon) const;
    // How many of its parts cover the point.
    [[nodiscard]] std::size_t parts_with(std::size_t row, double lat, double lon) const;

    // The first vertex of the first line, ring or point of `row` of `other` that is in row `in` of
    // this side; its number, or -1. Where borders do not meet, that settles all of it.
    [[nodiscard]] std::int64_t vertex_in(std::size_t in, const Operand& other,
                                         std::size_t row) const;

  private:
    [[nodiscard]] const Interiors& parts() const;

    const Operand& side_;
    const geodesy::PreparedEllipsoid& e_;
    std::unique_ptr<const Interiors> interiors_;
    // The same of each part by itself, where someone asks.
    mutable std::once_flag once_;
    mutable std::vector<std::int64_t> part_rows_;
    mutable std::vector<std::uint8_t> part_kinds_;
    mutable std::unique_ptr<const Interiors> parts_;
};

}  // namespace geodist::shapes
