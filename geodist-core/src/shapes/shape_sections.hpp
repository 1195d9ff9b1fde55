// Columns of shapes among the sections of an index.
#pragma once

#include <geodist/shapes.hpp>

#include <cstdint>
#include <span>
#include <vector>

#include "index/index_file.hpp"

namespace geodist::shapes {

// In the header: how many of each there are, and how they are to be read.
void describe_shapes(const ShapesView& shapes, index::Header& header);

// What a header that describe_shapes() has filled says of the sections.
[[nodiscard]] std::vector<index::SectionSize> shape_sections(const index::Header& header);
[[nodiscard]] bool has_planar_edges(const index::Header& header);

void write_shapes(const ShapesView& shapes, index::IndexFile& file);

// Throws IndexFileError unless the header can be that of shapes: then no sum over it overflows.
void check_shape_header(const index::IndexFile& file);
// The same for sections: these, and perhaps a note, have to be there, and nothing else.
void check_sections(const index::IndexFile& file, std::span<const index::SectionSize> expected);

// What is in the sections, which have to be there: nothing else is known of them.
[[nodiscard]] ShapesView shapes_in(const index::IndexFile& file);

}  // namespace geodist::shapes
