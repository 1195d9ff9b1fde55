// What queries in an index of shapes found, on its way to the caller.
#pragma once

#include <geodist/shape_index.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "shapes/interior.hpp"
#include "shapes/nearest_edges.hpp"

namespace geodist::shapes {

// Which rows of the index are at distance 0 of each thing asked for because one is inside the
// other. None at all if there are no polygons.
class CoveredRows {
  public:
    CoveredRows() = default;
    explicit CoveredRows(CoveringRows rows) : rows_(std::move(rows)) {}

    [[nodiscard]] std::span<const std::int64_t> operator[](std::size_t asked) const {
        if (rows_.starts.empty()) {
            return {};
        }
        const auto begin = static_cast<std::size_t>(rows_.starts[asked]);
        const auto end = static_cast<std::size_t>(rows_.starts[asked + 1]);
        return std::span(rows_.rows).subspan(begin, end - begin);
    }
    [[nodiscard]] bool are_none() const { return rows_.rows.empty(); }
    // They take the place of the edges of their rows.
    void join(std::size_t asked, std::vector<EdgeNeighbour>& neighbours) const;
    // The caller's.
    [[nodiscard]] CoveringRows take() && { return std::move(rows_); }

  private:
    CoveringRows rows_;
};

// The k nearest of each. Threads may write different ones.
class NearestShapesOutput {
  public:
    NearestShapesOutput(std::size_t k, std::uint64_t index_rows, const CoveredRows& covered,
                        NearestShapes& out)
        : k_(k), index_rows_(index_rows), covered_(covered), out_(out) {}

    // There are none yet.
    void begin(std::size_t asked, std::size_t count);
    // All that was found; in any order then. Not `covered`: nothing covers it.
    void write(std::size_t asked, std::vector<EdgeNeighbour>& found, bool covered = true);
    // What covers it, if that is enough; else false.
    [[nodiscard]] bool write_covered(std::size_t asked);

  private:
    std::size_t k_;
    std::uint64_t index_rows_;
    const CoveredRows& covered_;
    NearestShapes& out_;
};

// All within a radius of each, by the pieces of a job.
class NearOutput {
  public:
    NearOutput(std::size_t pieces, std::uint64_t index_rows, bool sort, const CoveredRows& covered)
        : index_rows_(index_rows), sort_(sort), covered_(covered), found_(pieces) {}

    // On the thread of that piece.
    void write(std::size_t piece, std::size_t asked, std::vector<EdgeNeighbour>& found);
    // Puts them together, of so many that were asked for.
    [[nodiscard]] NearShapes collect(std::size_t asked);

  private:
    struct Found {
        std::vector<std::size_t> asked, ends;
        std::vector<EdgeNeighbour> neighbours;
    };

    std::uint64_t index_rows_;
    bool sort_;
    const CoveredRows& covered_;
    std::vector<Found> found_;
};

}  // namespace geodist::shapes
