// Pairs of a point and a piece of an edge, which wait until they fill the vectors; then the kernels
// give their distances.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "index/metric.hpp"
#include "shapes/curve_feet.hpp"
#include "shapes/far_pieces.hpp"

namespace geodist::shapes {

using EdgePoint = std::array<double, 3>;  // metres about the Earth's centre

struct EdgePiece {
    EdgePoint begin, end;
};

class EdgeDistances {
  public:
    static constexpr std::size_t many = 1024;

    explicit EdgeDistances(const index::Metric& metric);

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool is_full() const { return size_ >= many; }

    // `chord`: the straight line from the point to the piece's chord, which alone decides on how
    // they are measured. lat, lon: of the point.
    void add(const EdgePoint& point, double lat, double lon, const EdgePiece& piece, double chord);
    // The same of a part of a planar edge.
    void add(double lat, double lon, const EdgePart& part);
    // Distances of all pairs; good until clear().
    [[nodiscard]] std::span<const double> solve();
    // Where on planar edges the nearest places are.
    [[nodiscard]] std::span<const double> fractions() const { return fractions_; }
    void clear();

  private:
    struct Far {
        std::size_t pair;
        double lat, lon;
        EdgePiece piece;
    };

    struct Planar {
        std::size_t pair;
        double lat, lon;
        EdgePart part;
    };

    void make_room();
    void solve_near();
    void solve_planar();

    const geodesy::PreparedEllipsoid& e_;
    const kernels::KernelTable& kernels_;
    std::size_t size_ = 0;
    std::vector<double> distances_, found_;
    std::vector<Far> far_;
    std::vector<Planar> planar_;
    // Of those that are near: points, first and last ends of pieces.
    std::size_t near_size_ = 0;
    std::vector<std::size_t> near_;
    std::array<std::vector<double>, 9> space_;
    FarPieces far_pieces_;
    std::unique_ptr<CurveFeet> feet_;  // if any edge is planar
    std::vector<CurveFoot> found_feet_;
    std::vector<double> fractions_;  // of planar edges
};

}  // namespace geodist::shapes
