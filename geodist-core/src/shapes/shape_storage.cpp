#include "shapes/shape_storage.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <geodist/error.hpp>
#include "batch/ellipsoid_cache.hpp"
#include "kernels/dispatch.hpp"
#include "runtime/float_environment.hpp"
#include "shapes/edge_packing.hpp"
#include "shapes/pieces.hpp"
#include "shapes/runs.hpp"
#include "shapes/shape_sections.hpp"

namespace geodist::shapes {

namespace {

using index::Content;
using index::Header;
using index::IndexFile;
using index::SectionKind;
using index::SectionSize;

std::vector<SectionSize> sections_of(const Header& header) {
    const index::Shape shape(static_cast<std::size_t>(header.leaves));
    std::vector<SectionSize> sections{
        {SectionKind::edge_leaves, header.leaves * sizeof(EdgeLeaf)},
        {SectionKind::boxes, std::uint64_t{shape.boxes} * sizeof(index::Boxes)},
        {SectionKind::box_heads, std::uint64_t{shape.boxes} * sizeof(index::BoxesHead)},
    };
    if (has_planar_edges(header)) {
        sections.push_back(
            {SectionKind::numbers, header.leaves * EdgeLeaf::capacity * sizeof(std::uint32_t)});
    }
    const auto columns = shape_sections(header);
    sections.insert(sections.end(), columns.begin(), columns.end());
    return sections;
}

// Rows that something can be found in.
std::uint64_t count_full(const ShapesView& shapes) {
    std::uint64_t full = 0;
    std::size_t last = shapes.kinds.size();
    for_each_run(shapes, [&](const Run& run) {
        full += run.row != last ? 1 : 0;
        last = run.row;
    });
    return full;
}

Header header_of(const ShapesView& shapes, const Ellipsoid& ellipsoid, std::size_t leaves,
                 double sag) {
    Header header{};
    header.content = Content::shapes;
    header.a = ellipsoid.a();
    header.f = ellipsoid.f();
    describe_shapes(shapes, header);
    header.items = count_full(shapes);
    header.leaves = leaves;
    header.sag = sag;
    return header;
}

}  // namespace

IndexFile ShapeStorage::build(const ShapesView& shapes, const Ellipsoid& ellipsoid,
                              const RunOptions& options) {
    if (shapes.kinds.size() >= EdgeLeaf::none) {
        throw std::length_error("an index holds at most 2^32 - 2 shapes");
    }
    check_shapes(shapes);
    runtime::InterruptClock clock(options);
    const runtime::FloatEnvironment environment;
    const auto prepared = batch::cached_ellipsoid(ellipsoid);
    auto pieces = std::make_unique<Pieces>(
        cut_edges(shapes, *prepared, prepared->near.piece, clock.shared()));
    leave_out_repeats(*pieces);
    auto packing =
        std::make_unique<const EdgePacking>(*pieces, kernels::active_kernels().tree, clock);
    const Header header = header_of(shapes, ellipsoid, packing->leaves(), pieces->sag);
    IndexFile file(header, sections_of(header));
    const double extent = packing->write(*pieces, bend_of(prepared->a, prepared->b),
                                         {file.writable<EdgeLeaf>(SectionKind::edge_leaves),
                                          file.writable<std::uint32_t>(SectionKind::numbers),
                                          file.writable<index::Boxes>(SectionKind::boxes),
                                          file.writable<index::BoxesHead>(SectionKind::box_heads)});
    // their memory is needed for the rest
    packing.reset();
    pieces.reset();
    clock.throw_if_interrupted();
    write_shapes(shapes, file);
    file.seal(extent);
    return file;
}

ShapeStorage::ShapeStorage(IndexFile file, const Ellipsoid& ellipsoid)
    : file_(std::move(file)), ellipsoid_(ellipsoid) {
    find_shapes();
    find_tree();
}

ShapeStorage::ShapeStorage(const ShapesView& shapes, const Ellipsoid& ellipsoid,
                           const RunOptions& options)
    : ShapeStorage(build(shapes, ellipsoid, options), ellipsoid) {}

ShapeStorage::ShapeStorage(IndexFile file)
    : file_(std::move(file)), ellipsoid_(file_.header().a, file_.header().f) {
    const Header& header = file_.header();
    if (header.content != Content::shapes) {
        file_.refuse("is an index of something else than shapes");
    }
    check_shape_header(file_);
    if (header.leaves > header.bytes || header.leaves >= std::uint64_t{1} << 28 ||
        header.vertices >= EdgeLeaf::none || !(header.sag >= 0) || !std::isfinite(header.sag)) {
        file_.refuse("has a header that contradicts itself");
    }
    check_sections(file_, sections_of(header));
    find_shapes();
    try {
        check_shapes(shapes_);
    } catch (const GeodistError&) {
        file_.refuse("has shapes that nobody can have saved");
    }
    if (count_full(shapes_) != header.items) {
        file_.refuse("has rows that contradict its header");
    }
    find_tree();
}

void ShapeStorage::find_shapes() {
    shapes_ = shapes_in(file_);
    for (const std::uint8_t kind : shapes_.kinds) {
        const auto which = static_cast<GeometryKind>(kind);
        const bool is_polygon = is_areal(which);
        has_polygons_ |= is_polygon;
        has_others_ |= !is_polygon && which != GeometryKind::none;
    }
}

void ShapeStorage::find_tree() {
    const auto leaves = static_cast<std::size_t>(file_.header().leaves);
    tree_.boxes.shape = index::Shape(leaves);
    tree_.boxes.boxes = file_.data<index::Boxes>(SectionKind::boxes);
    tree_.boxes.heads = file_.data<index::BoxesHead>(SectionKind::box_heads);
    tree_.leaves = {file_.data<EdgeLeaf>(SectionKind::edge_leaves), leaves,
                    bend_of(ellipsoid_.a(), ellipsoid_.b()), file_.header().sag,
                    file_.data<std::uint32_t>(SectionKind::numbers)};
    row_of_.emplace(shapes_);
}

EdgeView ShapeStorage::view() const {
    return {{tree_, index::geodesic_metric(ellipsoid_), file_.header().extent, rows()},
            shapes_,
            *row_of_};
}

const Interiors* ShapeStorage::interiors(const RunOptions& options) const {
    if (!has_polygons_) {
        return nullptr;
    }
    return &interiors_->get(shapes_, *batch::cached_ellipsoid(ellipsoid_), options);
}

const Operand& ShapeStorage::operand(const RunOptions& options) const {
    return operand_->get(shapes_, batch::cached_ellipsoid(ellipsoid_), options);
}

}  // namespace geodist::shapes
