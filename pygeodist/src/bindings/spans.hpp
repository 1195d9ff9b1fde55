// Blocks of text and spans in them, from Python and to it.
#pragma once

#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "columns.hpp"

namespace geodist::bindings {

using SpanArray = pybind11::array_t<std::int32_t, 0>;

// The bytes of bytes, a memoryview or an array.
class Block {
  public:
    explicit Block(const pybind11::buffer& buffer) : info_(buffer.request()) {
        if (info_.ndim != 1 || info_.itemsize != 1 || (info_.size > 1 && info_.strides[0] != 1)) {
            throw GeodistError("a block must be contiguous bytes");
        }
    }
    [[nodiscard]] std::string_view text() const {
        return {static_cast<const char*>(info_.ptr), static_cast<std::size_t>(info_.size)};
    }

  private:
    pybind11::buffer_info info_;
};

// Spans in an array of rows of begin and end, such as a column of cells, which is not contiguous.
class SpanColumn {
  public:
    explicit SpanColumn(const SpanArray& array) : array_(array) {
        if (array.ndim() != 2 || array.shape(1) != 2) {
            throw GeodistError("spans must be rows of begin and end");
        }
        constexpr pybind11::ssize_t size = sizeof(Span);
        const auto is_usable = [&] {
            return array_.strides(0) > 0 && array_.strides(0) % size == 0 &&
                   array_.strides(1) == sizeof(std::int32_t);
        };
        if (!is_usable()) {
            array_ = Array<std::int32_t>(array);
        }
        spans_.count = static_cast<std::size_t>(array_.shape(0));
        spans_.step = spans_.count < 2 ? 1 : static_cast<std::size_t>(array_.strides(0) / size);
        const std::size_t all = spans_.count == 0 ? 0 : (spans_.count - 1) * spans_.step + 1;
        spans_.all = {reinterpret_cast<const Span*>(array_.data()), all};
    }
    [[nodiscard]] const Spans& spans() const { return spans_; }

  private:
    SpanArray array_;
    Spans spans_;
};

inline SpanArray owning_spans(std::vector<Span> spans) {
    const auto size = static_cast<pybind11::ssize_t>(spans.size());
    return owning<std::int32_t>(std::move(spans), {size, 2});
}

// The words of codes, in their order.
template <std::size_t N>
pybind11::tuple words(const std::array<const char*, N>& names) {
    pybind11::tuple tuple(N);
    for (std::size_t i = 0; i < N; ++i) {
        tuple[i] = names[i];
    }
    return tuple;
}

// An argument that is spans: an array of another type would be copied, not read.
inline pybind11::arg spans_argument(const char* name) { return pybind11::arg(name).noconvert(); }

}  // namespace geodist::bindings
