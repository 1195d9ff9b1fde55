#include <geodist/columns.hpp>

#include <algorithm>
#include <stdexcept>

#include <geodist/error.hpp>
#include "batch/columns.hpp"
#include "batch/strided.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/float_environment.hpp"

namespace geodist {

namespace {

constexpr std::size_t checked_at_once = 512;

// Do these rows of the column hold nothing but values that may be passed?
bool is_within(const StridedInput& column, std::size_t begin, std::size_t n, ColumnKind kind) {
    double values[checked_at_once];
    batch::gather(column, begin, n, values);
    return kernels::active_kernels().pairs.within(values, n, batch::kernel_limit(kind));
}

void check_point(const PointColumns& points, std::size_t i) {
    const double lat = points.lat[i], lon = points.lon[i];
    if (!batch::is_valid(ColumnKind::latitude, lat)) {
        throw_invalid_latitude(lat, lon, i, points.lat_name);
    }
    if (!batch::is_valid(ColumnKind::longitude, lon)) {
        throw_invalid_longitude(lon, i, points.lon_name);
    }
}

}  // namespace

PointColumns::PointColumns(Column latitudes, Column longitudes, std::optional<Column> altitudes)
    : PointColumns({latitudes.data(), sizeof(double)}, {longitudes.data(), sizeof(double)},
                   latitudes.size()) {
    if (longitudes.size() != size || (altitudes && altitudes->size() != size)) {
        throw std::invalid_argument("latitudes, longitudes and altitudes differ in number");
    }
    if (altitudes) {
        altitude = StridedInput{altitudes->data(), sizeof(double)};
    }
}

PointColumns PointColumns::slice(std::size_t begin, std::size_t n) const {
    if (begin > size || n > size - begin) {
        throw std::out_of_range("the slice reaches beyond the points");
    }
    PointColumns part = *this;
    part.lat = lat.from(begin);
    part.lon = lon.from(begin);
    part.size = n;
    if (altitude) {
        part.altitude = altitude->from(begin);
    }
    return part;
}

void check_points(const PointColumns& points) {
    const runtime::FloatEnvironment environment;
    for (std::size_t begin = 0; begin < points.size; begin += checked_at_once) {
        const std::size_t n = std::min(checked_at_once, points.size - begin);
        if (!is_within(points.lat, begin, n, ColumnKind::latitude) ||
            !is_within(points.lon, begin, n, ColumnKind::longitude)) {
            for (std::size_t i = begin; i < begin + n; ++i) {
                check_point(points, i);
            }
        }
    }
    if (points.altitude) {
        check_altitudes(*points.altitude, points.size, points.altitude_name);
    }
}

void check_altitudes(const StridedInput& altitude, std::size_t size, const char* name) {
    const runtime::FloatEnvironment environment;
    for (std::size_t begin = 0; begin < size; begin += checked_at_once) {
        const std::size_t n = std::min(checked_at_once, size - begin);
        if (is_within(altitude, begin, n, ColumnKind::altitude)) {
            continue;
        }
        for (std::size_t i = begin; i < begin + n; ++i) {
            if (!batch::is_valid(ColumnKind::altitude, altitude[i])) {
                throw_invalid_altitude(altitude[i], i, name);
            }
        }
    }
}

}  // namespace geodist
