#include "index/point_storage.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "geodesy/near_constants.hpp"

namespace geodist::index {

namespace {

// The missing rows too are written down: so every row takes some bytes, and no small file can say
// that it has four thousand million of them.
std::vector<SectionSize> sections_of(std::uint64_t rows, std::uint64_t points, bool altitudes) {
    const Shape shape(PointLeaves::leaf_count(static_cast<std::size_t>(points)));
    const std::uint64_t leaves = shape.leaves;
    std::vector<SectionSize> sections{
        {SectionKind::point_leaves, leaves * sizeof(PointLeaf)},
        {SectionKind::boxes, std::uint64_t{shape.boxes} * sizeof(Boxes)},
        {SectionKind::box_heads, std::uint64_t{shape.boxes} * sizeof(BoxesHead)},
        {SectionKind::missing_rows, (rows - points) * sizeof(std::uint32_t)},
    };
    if (altitudes) {
        sections.push_back({SectionKind::altitudes, leaves * PointLeaf::capacity * sizeof(double)});
    }
    return sections;
}

Header header_of(std::size_t rows, std::size_t points, const Ellipsoid& ellipsoid) {
    Header header{};
    header.content = Content::points;
    header.a = ellipsoid.a();
    header.f = ellipsoid.f();
    header.rows = rows;
    header.items = points;
    return header;
}

}  // namespace

void throw_damaged_rows() {
    throw IndexFileError(
        "the index is damaged: it has a row that is not there, or one twice; load it with its "
        "checksum verified");
}

PointStorage::PointStorage(std::size_t rows, std::size_t points, bool has_altitudes,
                           const Ellipsoid& ellipsoid)
    : file_(header_of(rows, points, ellipsoid), sections_of(rows, points, has_altitudes)),
      ellipsoid_(ellipsoid) {
    find_tree();
}

PointStorage::PointStorage(IndexFile file, bool verify)
    : file_(std::move(file)), ellipsoid_(file_.header().a, file_.header().f) {
    const Header& header = file_.header();
    if (header.content != Content::points) {
        file_.refuse("is an index of something else than points");
    }
    const auto expected = sections_of(header.rows, header.items, has_altitudes());
    const auto is_as_expected = [&](const SectionSize& size) {
        return std::any_of(file_.sections().begin(), file_.sections().end(), [&](const Section& s) {
            return s.kind == size.kind && s.bytes >= size.bytes && s.bytes - size.bytes < 64;
        });
    };
    if (expected.size() + (file_.has(SectionKind::note) ? 1 : 0) != file_.sections().size() ||
        !std::all_of(expected.begin(), expected.end(), is_as_expected)) {
        file_.refuse("has a header that contradicts itself");
    }
    find_tree();
    if (verify) {
        check_rows();
    }
}

void PointStorage::find_tree() {
    const auto points = static_cast<std::size_t>(file_.header().items);
    tree_.boxes.shape = Shape(PointLeaves::leaf_count(points));
    tree_.boxes.boxes = file_.data<Boxes>(SectionKind::boxes);
    tree_.leaves.leaves = file_.data<PointLeaf>(SectionKind::point_leaves);
    tree_.leaves.altitudes = file_.data<double>(SectionKind::altitudes);
    tree_.leaves.size = points;
    tree_.boxes.heads = file_.data<BoxesHead>(SectionKind::box_heads);
    tree_.leaves.unit = geodesy::make_near_constants(ellipsoid_.a(), ellipsoid_.f()).unit;
}

PointView PointStorage::view() const {
    return {tree_, has_altitudes() ? chord_metric(ellipsoid_) : geodesic_metric(ellipsoid_),
            file_.header().extent, file_.header().rows};
}

// Each row is there once: in a leaf, or among the missing in their order. Another one would lead
// astray whoever keeps something for each row.
void PointStorage::check_rows() const {
    std::vector<bool> seen(rows());
    const auto is_new = [&](std::uint32_t row) {
        if (row >= seen.size() || seen[row]) {
            return false;
        }
        seen[row] = true;
        return true;
    };
    bool good = true;
    for (std::size_t i = 0; i < tree_.leaves.size && good; ++i) {
        const auto place = static_cast<Place>(i);
        good = is_new(tree_.leaves.row(place));
    }
    const auto* const missing = file_.data<std::uint32_t>(SectionKind::missing_rows);
    const std::span<const std::uint32_t> listed(missing, rows() - tree_.leaves.size);
    good = good && std::is_sorted(listed.begin(), listed.end()) &&
           std::all_of(listed.begin(), listed.end(), is_new);
    if (!good) {
        file_.refuse("has rows that contradict its header");
    }
}

}  // namespace geodist::index
