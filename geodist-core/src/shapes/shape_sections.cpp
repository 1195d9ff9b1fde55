#include "shapes/shape_sections.hpp"

#include <algorithm>
#include <cstddef>

namespace geodist::shapes {

namespace {

using index::Header;
using index::IndexFile;
using index::SectionKind;
using index::SectionSize;

// Of the header: how shapes are to be read.
constexpr std::uint64_t planar_flag = 1, oriented_flag = 2;
// Every row has one part: then these have the same offsets, and are there once.
constexpr std::uint64_t single_flag = 4;
constexpr std::uint64_t known_flags = planar_flag | oriented_flag | single_flag;

constexpr const char* contradiction = "has a header that contradicts itself";

bool has(const Header& header, std::uint64_t flag) { return (header.flags & flag) != 0; }

template <class T>
std::span<const T> section(const IndexFile& file, SectionKind kind, std::uint64_t size) {
    return {file.data<T>(kind), static_cast<std::size_t>(size)};
}

template <class T>
void fill(IndexFile& file, SectionKind kind, std::span<const T> values) {
    std::copy(values.begin(), values.end(), file.writable<T>(kind));
}

}  // namespace

void describe_shapes(const ShapesView& shapes, Header& header) {
    header.rows = shapes.kinds.size();
    header.vertices = shapes.lat.size();
    header.rings = shapes.rings.size() - 1;
    header.parts = shapes.parts.size() - 1;
    header.flags = (shapes.edges == Edges::planar ? planar_flag : 0) |
                   (shapes.oriented ? oriented_flag : 0) |
                   (std::ranges::equal(shapes.parts, shapes.rows) ? single_flag : 0);
}

std::vector<SectionSize> shape_sections(const Header& header) {
    std::vector<SectionSize> sections{
        {SectionKind::lat, header.vertices * sizeof(double)},
        {SectionKind::lon, header.vertices * sizeof(double)},
        {SectionKind::rings, (header.rings + 1) * sizeof(std::int64_t)},
        {SectionKind::parts, (header.parts + 1) * sizeof(std::int64_t)},
        {SectionKind::kinds, header.rows},
    };
    if (!has(header, single_flag)) {
        sections.push_back({SectionKind::rows, (header.rows + 1) * sizeof(std::int64_t)});
    }
    return sections;
}

bool has_planar_edges(const Header& header) { return has(header, planar_flag); }

void write_shapes(const ShapesView& shapes, IndexFile& file) {
    fill(file, SectionKind::lat, shapes.lat);
    fill(file, SectionKind::lon, shapes.lon);
    fill(file, SectionKind::rings, shapes.rings);
    fill(file, SectionKind::parts, shapes.parts);
    fill(file, SectionKind::kinds, shapes.kinds);
    if (!has(file.header(), single_flag)) {
        fill(file, SectionKind::rows, shapes.rows);
    }
}

void check_shape_header(const IndexFile& file) {
    const Header& header = file.header();
    // No more of anything than there are bytes.
    const bool fits =
        std::max({header.vertices, header.rings, header.parts, header.rows}) <= header.bytes &&
        (header.flags & ~known_flags) == 0 &&
        (!has(header, single_flag) || header.parts == header.rows);
    if (!fits) {
        file.refuse(contradiction);
    }
}

void check_sections(const IndexFile& file, std::span<const SectionSize> expected) {
    const auto is_there = [&](const SectionSize& size) {
        return std::ranges::any_of(file.sections(), [&](const index::Section& s) {
            return s.kind == size.kind && s.bytes >= size.bytes && s.bytes - size.bytes < 64;
        });
    };
    const std::size_t note = file.has(SectionKind::note) ? 1 : 0;
    if (expected.size() + note != file.sections().size() ||
        !std::ranges::all_of(expected, is_there)) {
        file.refuse(contradiction);
    }
}

ShapesView shapes_in(const IndexFile& file) {
    const Header& header = file.header();
    ShapesView shapes;
    shapes.lat = section<double>(file, SectionKind::lat, header.vertices);
    shapes.lon = section<double>(file, SectionKind::lon, header.vertices);
    shapes.rings = section<std::int64_t>(file, SectionKind::rings, header.rings + 1);
    shapes.parts = section<std::int64_t>(file, SectionKind::parts, header.parts + 1);
    const auto rows = has(header, single_flag) ? SectionKind::parts : SectionKind::rows;
    shapes.rows = section<std::int64_t>(file, rows, header.rows + 1);
    shapes.kinds = section<std::uint8_t>(file, SectionKind::kinds, header.rows);
    shapes.edges = has(header, planar_flag) ? Edges::planar : Edges::geodesic;
    shapes.oriented = has(header, oriented_flag);
    return shapes;
}

}  // namespace geodist::shapes
