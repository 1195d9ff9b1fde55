// Reads the fixtures of this folder. The folder is the environment variable GEODIST_REFERENCE, or
// else the compile definition GEODIST_REFERENCE_DIR (a string).
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <numbers>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace geodist_test {

/// A fixture: column names, kinds of rows, and the numbers row by row.
struct Table {
    std::vector<std::string> columns;
    std::vector<std::string> kinds;
    std::size_t rows = 0;
    std::vector<double> data;

    /// Index of a column; throws for an unknown name.
    [[nodiscard]] std::size_t index(const std::string& name) const {
        const auto found = std::find(columns.begin(), columns.end(), name);
        if (found == columns.end())
            throw std::out_of_range("no column " + name);
        return static_cast<std::size_t>(found - columns.begin());
    }
    [[nodiscard]] double at(std::size_t row, std::size_t column) const {
        return data.at(row * columns.size() + column);
    }
    /// One column, contiguous.
    [[nodiscard]] std::vector<double> column(const std::string& name) const {
        const std::size_t c = index(name);
        std::vector<double> values(rows);
        for (std::size_t i = 0; i < rows; ++i)
            values[i] = at(i, c);
        return values;
    }
    /// The name of the kind of a row.
    [[nodiscard]] const std::string& kind(std::size_t row) const {
        return kinds.at(static_cast<std::size_t>(at(row, 0)));
    }
};

inline std::string reference_folder() {
    if (const char* folder = std::getenv("GEODIST_REFERENCE"))
        return folder;
#ifdef GEODIST_REFERENCE_DIR
    return GEODIST_REFERENCE_DIR;
#else
    throw std::runtime_error("set GEODIST_REFERENCE to the folder tests/reference");
#endif
}

/// Read the table of that name ("inverse", "direct", ...).
inline Table load_reference(const std::string& name) {
    const std::string base = reference_folder() + "/" + name;
    Table table;
    std::ifstream header(base + ".txt");
    for (std::string line; std::getline(header, line);) {
        std::istringstream words(line);
        std::string key;
        words >> key;
        if (key == "rows")
            words >> table.rows;
        auto& list = key == "columns" ? table.columns : table.kinds;
        if (key == "columns" || key == "kinds") {
            for (std::string word; words >> word;)
                list.push_back(word);
        }
    }
    std::ifstream file(base + ".f64", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const std::size_t count = table.rows * table.columns.size();
    if (count == 0 || bytes.size() != count * sizeof(double)) {
        throw std::runtime_error("cannot read the reference table " + base);
    }
    table.data.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::uint64_t word = 0;
        for (std::size_t k = 8; k-- > 0;) {
            word = word << 8 | static_cast<unsigned char>(bytes[8 * i + k]);
        }
        table.data[i] = std::bit_cast<double>(word);
    }
    return table;
}

inline double radians(double degrees) { return degrees * (std::numbers::pi / 180); }

/// Distance in metres between a computed position and the true one (the sum of its two parts), for
/// positions close to each other; good at the poles too. Longitudes count modulo 360.
inline double position_error(double a, double f, double lat, double lon, double ref_lat,
                             double ref_lat_lo, double ref_lon, double ref_lon_lo) {
    const double e2 = f * (2 - f);
    const double s = std::sin(radians(ref_lat));
    const double c = std::sin(radians(90 - std::abs(ref_lat)));
    const double v = std::sqrt(1 - e2 * s * s);
    const double north = radians((lat - ref_lat) - ref_lat_lo) * a * (1 - e2) / (v * v * v);
    const double parallel = a * std::sqrt(c * std::sin(radians(90 - std::abs(lat)))) / v;
    const double dlon = std::remainder(lon - ref_lon, 360.0) - ref_lon_lo;
    return std::hypot(north, 2 * parallel * std::sin(radians(dlon) / 2));
}

/// Displacement in metres of the far end by the error of an azimuth; a truth of NaN (no direction)
/// gives 0.
inline double azimuth_error(double azi, double ref_azi, double m12) {
    if (std::isnan(ref_azi))
        return 0;
    return std::abs(radians(std::remainder(azi - ref_azi, 360.0)) * m12);
}

}  // namespace geodist_test
