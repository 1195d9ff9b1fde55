// Columns of numbers that begin where the kernels like them to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "kernels/segment_table.hpp"

namespace geodist::tracks {

inline constexpr std::size_t line_of_cache = 64;
inline constexpr std::size_t numbers_in_line = line_of_cache / sizeof(double);

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
        const std::size_t wanted = columns * stride_ + numbers_in_line;
        if (size_ < wanted) {
            numbers_ = std::make_unique_for_overwrite<double[]>(wanted);
            size_ = wanted;
        }
        const auto address = reinterpret_cast<std::uintptr_t>(numbers_.get());
        begin_ = (line_of_cache - address % line_of_cache) % line_of_cache / sizeof(double);
    }
    [[nodiscard]] std::size_t nbytes() const { return size_ * sizeof(double); }
    void release() {
        numbers_.reset();
        size_ = 0;
    }

    [[nodiscard]] double* column(std::size_t k) {
        return numbers_.get() + begin_ + k * stride_ + before_;
    }
    [[nodiscard]] const double* column(std::size_t k) const {
        return numbers_.get() + begin_ + k * stride_ + before_;
    }
    [[nodiscard]] kernels::VertexColumns vertices() const {
        return {column(0), column(1), column(2), column(3)};
    }

  private:
    std::unique_ptr<double[]> numbers_;
    std::size_t size_ = 0, begin_ = 0, before_ = 0, stride_ = 0;
};

}  // namespace geodist::tracks
