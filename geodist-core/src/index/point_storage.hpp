// An index of points in its bytes: which sections it has, and the tree in them.
#pragma once

#include <geodist/ellipsoid.hpp>
#include <geodist/point_index.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "index/index_file.hpp"
#include "index/index_view.hpp"
#include "index/tree.hpp"

namespace geodist::index {

class PointStorage {
  public:
    // Room for an index; all of it is yet to be written.
    PointStorage(std::size_t rows, std::size_t points, bool has_altitudes,
                 const Ellipsoid& ellipsoid);
    // Whatever is in the bytes or the file, no access through tree() is out of their range. Throws
    // IndexFileError.
    PointStorage(IndexFile file, bool verify);

    [[nodiscard]] const PointTree& tree() const { return tree_; }
    [[nodiscard]] const Ellipsoid& ellipsoid() const { return ellipsoid_; }
    [[nodiscard]] std::size_t rows() const { return static_cast<std::size_t>(file_.header().rows); }
    [[nodiscard]] bool has_altitudes() const { return file_.has(SectionKind::altitudes); }
    [[nodiscard]] std::span<const std::byte> bytes() const { return file_.bytes(); }
    [[nodiscard]] const IndexFile& file() const { return file_; }
    [[nodiscard]] PointView view() const;

    // For the builder, until seal().
    [[nodiscard]] PointLeaf* leaves() {
        return file_.writable<PointLeaf>(SectionKind::point_leaves);
    }
    [[nodiscard]] Boxes* boxes() { return file_.writable<Boxes>(SectionKind::boxes); }
    [[nodiscard]] BoxesHead* heads() { return file_.writable<BoxesHead>(SectionKind::box_heads); }
    [[nodiscard]] double* altitudes() { return file_.writable<double>(SectionKind::altitudes); }
    [[nodiscard]] std::uint32_t* missing_rows() {
        return file_.writable<std::uint32_t>(SectionKind::missing_rows);
    }
    void seal(double extent) { file_.seal(extent); }

  private:
    void find_tree();
    void check_rows() const;

    IndexFile file_;
    Ellipsoid ellipsoid_;
    PointTree tree_;
};

}  // namespace geodist::index
