#include "tracks/pair_costs.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/dispatch.hpp"

namespace geodist::tracks {

// As far as `full`, the near formula errs by less than 1 nm on the Earth, and coordinates in
// doubles add less than 2 nm, where 6 are allowed.
ReachLimits reach_limits(const geodesy::PreparedEllipsoid& e) {
    const double scale = e.near.equatorial * e.near.unit / 6378137;
    return {e.near.reach, std::min(300e3 * scale, 0.6 * std::sqrt(e.near.limit))};
}

PairCosts::PairCosts(const TrackColumn& a, const TrackColumn& b,
                     const geodesy::PreparedEllipsoid& e)
    : a_(a), b_(b), e_(e) {}

void PairCosts::set(std::size_t row_a, std::size_t row_b, Reach reach) {
    has_from_ = has_from_ && row_a == row_a_;
    has_to_ = has_to_ && row_b == row_b_;
    row_a_ = row_a;
    row_b_ = row_b;
    reach_ = reach;
}

void PairCosts::row(std::size_t i, std::size_t j, std::size_t n, double* out) {
    if (n == 0) {
        return;
    }
    if (reach_ == Reach::any) {
        return row_anywhere(i, j, n, out);
    }
    const auto costs = kernels::active_kernels().elastic.costs[static_cast<std::size_t>(reach_)];
    costs(a_.vertices(row_a_).from(i), b_.vertices(row_b_).from(j), out, n, e_.near);
}

void PairCosts::row_anywhere(std::size_t i, std::size_t j, std::size_t n, double* out) {
    const kernels::KernelTable& table = kernels::active_kernels();
    if (!from_) {
        from_ = std::make_unique<Block>();
        from_->deferred.distance = table.kernel(Operation::distance);
    }
    if (!has_from_ || i < from_begin_ || i >= from_begin_ + block_size) {
        from_begin_ = i - i % block_size;
        const std::size_t count = std::min(block_size, rows() - from_begin_);
        a_.degrees(row_a_, from_begin_, count, from_->points.lat, from_->points.lon);
        table.matrix.prepare(from_->points.lat, from_->points.lon, from_->points.output(), count,
                             e_);
        has_from_ = true;
    }
    if (!has_to_) {
        const std::size_t size = columns();
        for (auto* column : {&lat_, &lon_, &normal_, &trigonometry_[0], &trigonometry_[1],
                             &trigonometry_[2], &trigonometry_[3]}) {
            column->resize(size);
        }
        for (auto& column : space_) {
            column.resize(size);
        }
        b_.degrees(row_b_, 0, size, lat_.data(), lon_.data());
        table.matrix.prepare(lat_.data(), lon_.data(),
                             {space_[0].data(), space_[1].data(), space_[2].data(), normal_.data(),
                              trigonometry_[0].data(), trigonometry_[1].data(),
                              trigonometry_[2].data(), trigonometry_[3].data()},
                             size, e_);
        has_to_ = true;
    }
    const kernels::PreparedColumns to{lat_.data(),
                                      lon_.data(),
                                      space_[0].data(),
                                      space_[1].data(),
                                      space_[2].data(),
                                      normal_.data(),
                                      trigonometry_[0].data(),
                                      trigonometry_[1].data(),
                                      trigonometry_[2].data(),
                                      trigonometry_[3].data()};
    table.matrix.distances(from_->points.columns(), i - from_begin_, to.from(j), out, n, out,
                           from_->deferred, e_);
    from_->deferred.solve(e_);
}

}  // namespace geodist::tracks
