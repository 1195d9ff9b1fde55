// The reference tables as columns, one group of rows for each ellipsoid, and the largest error
// seen.
#pragma once

#include <doctest/doctest.h>
#include <geodist/geodist.hpp>

#include <cmath>
#include <cstddef>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "../reference/reference.hpp"
#include "contract.hpp"

namespace geodist_test {

// Rows of a table on one ellipsoid.
struct Rows {
    const Table* table;
    double a, f;
    std::vector<std::size_t> rows;

    [[nodiscard]] std::size_t size() const { return rows.size(); }
    // Errors in metres, divided by this, are those at the contract's equatorial radius.
    [[nodiscard]] double unit() const { return a / contract::equatorial_radius; }
    [[nodiscard]] std::vector<double> column(const std::string& name) const {
        const std::size_t c = table->index(name);
        std::vector<double> values;
        for (const std::size_t row : rows) {
            values.push_back(table->at(row, c));
        }
        return values;
    }
};

inline std::vector<Rows> by_ellipsoid(const Table& table) {
    std::map<std::pair<double, double>, Rows> groups;
    const std::size_t a = table.index("a"), f = table.index("f");
    for (std::size_t i = 0; i < table.rows; ++i) {
        Rows& group = groups[{table.at(i, a), table.at(i, f)}];
        group.table = &table;
        group.a = table.at(i, a);
        group.f = table.at(i, f);
        group.rows.push_back(i);
    }
    std::vector<Rows> list;
    for (auto& [key, group] : groups) {
        list.push_back(std::move(group));
    }
    return list;
}

// Runs an operation over columns through the batch entry, as every public function does.
inline std::vector<std::vector<double>> run_columns(geodist::Operation operation,
                                                    const std::vector<std::vector<double>>& in,
                                                    const geodist::Ellipsoid& ellipsoid) {
    const std::size_t n = in.front().size();
    std::vector<std::vector<double>> out(geodist::arity(operation).outputs, std::vector<double>(n));
    std::vector<geodist::StridedInput> inputs;
    std::vector<geodist::StridedOutput> outputs;
    for (const auto& column : in) {
        inputs.push_back({column.data(), sizeof(double)});
    }
    for (auto& column : out) {
        outputs.push_back({column.data(), sizeof(double)});
    }
    geodist::run(operation, inputs, outputs, n, ellipsoid);
    return out;
}

// Each pair of points prepared for itself: a matrix of one entry.
inline std::vector<double> prepared_distances(const Rows& group,
                                              const geodist::Ellipsoid& ellipsoid) {
    const auto lat1 = group.column("lat1"), lon1 = group.column("lon1");
    const auto lat2 = group.column("lat2"), lon2 = group.column("lon2");
    std::vector<double> out(group.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        geodist::cdist(std::span(&lat1[i], 1), std::span(&lon1[i], 1), std::span(&lat2[i], 1),
                       std::span(&lon2[i], 1), std::span(&out[i], 1), ellipsoid);
    }
    return out;
}

// The largest error as a part of its bound, by kind of row.
class Worst {
  public:
    void see(double error, double bound, const Rows& group, std::size_t i) {
        const double part = error / bound;
        const std::string& kind = group.table->kind(group.rows[i]);
        Entry& entry = kinds_[kind];
        if (!(part <= entry.part)) {  // a NaN is the worst
            entry = {std::isnan(part) ? HUGE_VAL : part, error, group.rows[i]};
        }
    }
    // Prints the errors of all kinds, and fails where a bound was exceeded.
    void check(const std::string& name) const {
        REQUIRE(!kinds_.empty());
        std::ostringstream line;
        line << name << ", errors by kind (part of the bound):";
        line.precision(2);
        for (const auto& named : kinds_) {
            const Entry& entry = named.second;
            line << ' ' << named.first << ' ' << entry.error << " (" << entry.part << ')';
            INFO(name << ", " << named.first << ", row " << entry.row << ": error " << entry.error);
            CHECK(entry.part <= 1);
        }
        MESSAGE(line.str());
    }

  private:
    struct Entry {
        double part = -1, error = 0;
        std::size_t row = 0;
    };
    std::map<std::string, Entry> kinds_;
};

// All outputs are NaN where any one input is.
inline void check_nan(geodist::Operation operation, const std::vector<double>& row,
                      const geodist::Ellipsoid& ellipsoid) {
    for (std::size_t k = 0; k < row.size(); ++k) {
        // enough rows for the widest kernel and its tail
        std::vector<std::vector<double>> in;
        for (const double x : row) {
            in.emplace_back(37, x);
        }
        in[k].assign(37, std::nan(""));
        for (const auto& column : run_columns(operation, in, ellipsoid)) {
            for (const double x : column) {
                CHECK(std::isnan(x));
            }
        }
    }
}

}  // namespace geodist_test
