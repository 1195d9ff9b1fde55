// Columns of numbers that begin where the kernels like them to.
#pragma once

#include <cstddef>
#include <memory>

#include "index/mapped_file.hpp"
#include "kernels/segment_table.hpp"

namespace geodist::tracks {

inline constexpr std::size_t numbers_in_line = 64 / sizeof(double);  // of the cache

[[nodiscard]] constexpr std::size_t whole_lines(std::size_t numbers) {
    return (numbers + numbers_in_line - 1) / numbers_in_line * numbers_in_line;
}

// Some columns of one length. Number 0 of each is aligned; `before` numbers stand in front of it.
// None is near a multiple of a page away from the next.
class AlignedColumns {
  public:
    // What was in them is lost, unless there is room. Nothing is set.
    void resize(std::size_t columns, std::size_t before, std::size_t size) {
        constexpr std::size_t page = 4096 / sizeof(double), shift = 168;
        before_ = whole_lines(before);
        stride_ = (before_ + size + page - 1) / page * page + shift;
        const std::size_t wanted = columns * stride_;
        if (size_ < wanted) {
            memory_ = index::allocate(wanted * sizeof(double));
            size_ = wanted;
        }
    }
    [[nodiscard]] std::size_t nbytes() const { return size_ * sizeof(double); }
    void release() {
        memory_.reset();
        size_ = 0;
    }

    [[nodiscard]] double* column(std::size_t k) {
        return reinterpret_cast<double*>(memory_.get()) + k * stride_ + before_;
    }
    [[nodiscard]] const double* column(std::size_t k) const {
        return reinterpret_cast<const double*>(memory_.get()) + k * stride_ + before_;
    }
    [[nodiscard]] kernels::VertexColumns vertices() const {
        return {column(0), column(1), column(2), column(3)};
    }

  private:
    std::shared_ptr<std::byte> memory_;
    std::size_t size_ = 0, before_ = 0, stride_ = 0;
};

}  // namespace geodist::tracks
