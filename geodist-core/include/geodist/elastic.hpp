/// \file
/// How alike tracks are by the distances of their vertices: in one order (time warping, edit
/// distances, discrete Frechet) or each to the nearest.
///
/// A track is a row of a column of shapes: one line, or a point as a track of one vertex. Distances
/// of vertices err as those of cdist() do: by at most 6 nm where |f| <= 1/290, 12 nm up to 1/50. A
/// measure that takes one of them has that error, a sum of k of them at most k times that.
///
/// A row that is missing or empty throws EmptyGeometryError, other shapes InvalidGeometryError, a
/// vertex out of range InvalidLatitudeError or InvalidLongitudeError; all have the row as index.
/// All may throw Interrupted. Results do not depend on the number of threads.
#pragma once

#include <geodist/columns.hpp>
#include <geodist/ellipsoid.hpp>
#include <geodist/matrix.hpp>
#include <geodist/point_index.hpp>
#include <geodist/run_options.hpp>
#include <geodist/shapes.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace geodist {

enum class TrackMetric {
    /// The least, over all ways to walk along both tracks from vertex to vertex, of the largest
    /// distance on the way. T. Eiter and H. Mannila, "Computing discrete Frechet distance" (1994).
    discrete_frechet,
    /// The least sum of distances on such a way: dynamic time warping.
    /// H. Sakoe and S. Chiba, IEEE Trans. ASSP 26, 43-49 (1978).
    dtw,
    /// How many vertices have to be inserted, left out or replaced to make one track of the other;
    /// vertices within `eps` are the same. L. Chen, M. T. Oezsu and V. Oria, SIGMOD 2005.
    edr,
    /// 1 - count / min(n, m), where count is the length of the longest sequence of vertices that
    /// are, within `eps`, in both tracks in that order. M. Vlachos, G. Kollios and D. Gunopulos,
    /// ICDE 2002.
    lcss,
    /// The least sum of distances where a vertex may also be left out, for its distance from the
    /// point `gap`. L. Chen and R. Ng, VLDB 2004.
    erp,
    /// The mean distance of the vertices of one track to the other as a line, averaged over both
    /// directions. P. Besse, B. Guillouet, J.-M. Loubes and F. Royer (2015), arXiv:1508.04904.
    sspd,
    /// The mean distance of the vertices of one track to the nearest vertex of the other, summed
    /// over both directions.
    chamfer
};

/// What to compute of two tracks.
struct TrackMeasure {
    TrackMetric metric = TrackMetric::dtw;
    double eps = 0;                          ///< edr, lcss: metres
    double gap_lat = 0, gap_lon = 0;         ///< erp: degrees
    std::optional<std::size_t> window = {};  ///< dtw: vertices i and j go together only if
                                             ///< |i - j| <= window
    /// dtw: vertices of b before the first match, or after the last one, may be left out: where in
    /// b is something like a?
    bool open_begin = false, open_end = false;
    /// dtw, discrete_frechet: a distance beyond it is not computed to the end, but infinite.
    double max_distance = std::numeric_limits<double>::infinity();
};

/// The distance of each pair of rows; if one column has a single row, that goes with each row of
/// the other. Metres, but for edr and lcss. Infinite if a window leaves no way.
/// \param out as long as the longer column
/// \throws std::invalid_argument for columns of other lengths
void track_distances(const ShapesView& a, const ShapesView& b, const TrackMeasure& measure,
                     OutColumn out, const Ellipsoid& ellipsoid = wgs84(),
                     const RunOptions& options = {});

/// Distances and which vertices belong together: pair i has the vertices first[k] and second[k] for
/// starts[i] <= k < starts[i + 1].
struct TrackAlignments {
    std::vector<double> distance;
    std::vector<std::int64_t> starts, first, second;
};

/// The same with the way that realises each; of ways equally good, one. Of edr the vertices that
/// match or are replaced, of lcss those that match, of erp those that are not left out; nothing
/// where the distance is infinite. At most 4 MiB are used beside 80 bytes for each vertex of two
/// tracks, however long they are.
/// \throws std::invalid_argument for sspd and chamfer
[[nodiscard]] TrackAlignments align_tracks(const ShapesView& a, const ShapesView& b,
                                           const TrackMeasure& measure,
                                           const Ellipsoid& ellipsoid = wgs84(),
                                           const RunOptions& options = {});

/// The distances of all pairs of rows: a row for each row of a, a column for each of b.
void track_matrix(const ShapesView& a, const ShapesView& b, const TrackMeasure& measure,
                  const MatrixOutput& out, const Ellipsoid& ellipsoid = wgs84(),
                  const RunOptions& options = {});
/// The same one after the other, those of the first row of a first.
/// \param out as long as the product of both lengths
void track_matrix(const ShapesView& a, const ShapesView& b, const TrackMeasure& measure,
                  OutColumn out, const Ellipsoid& ellipsoid = wgs84(),
                  const RunOptions& options = {});

/// The distances of the rows of one column, each pair once: (0, 1), (0, 2), ..., (1, 2), ...
/// \param out pair_count() numbers (matrix.hpp), of which only the column stride is used
void track_pairs(const ShapesView& tracks, const TrackMeasure& measure, const MatrixOutput& out,
                 const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});
void track_pairs(const ShapesView& tracks, const TrackMeasure& measure, OutColumn out,
                 const Ellipsoid& ellipsoid = wgs84(), const RunOptions& options = {});

/// The k nearest tracks of a set for each track asked for, the nearest first; of tracks equally
/// near the one of the lower row.
struct NearTracks {
    std::vector<std::int64_t> rows;  ///< k for each, as far as there are so many; then -1
    std::vector<double> distances;   ///< of these; then infinity
    std::size_t compared = 0;        ///< how many of all pairs were compared to the end
    std::size_t abandoned = 0;       ///< how many were begun
};

/// Tracks made ready to be searched: most of them are never looked at. Copies share their memory;
/// constant members may be called from several threads.
class TrackIndex {
  public:
    /// The columns of the shapes have to live as long; beside them it takes about 32 bytes a vertex
    /// and 170 a track.
    explicit TrackIndex(const ShapesView& tracks, const Ellipsoid& ellipsoid = wgs84(),
                        const RunOptions& options = {});

    [[nodiscard]] std::size_t size() const noexcept;
    /// The columns of the shapes.
    [[nodiscard]] ShapesView tracks() const noexcept;
    /// The figure of the Earth.
    [[nodiscard]] Ellipsoid ellipsoid() const noexcept;
    /// The memory it takes, without the shapes.
    [[nodiscard]] std::size_t nbytes() const noexcept;

    /// Exact: bounds from boxes, ends and vertices leave tracks out, and a comparison ends when it
    /// cannot be among the k any more. Tracks beyond `max_distance` are not found.
    [[nodiscard]] NearTracks query(const ShapesView& tracks, const TrackMeasure& measure,
                                   std::size_t k = 1, const RunOptions& options = {}) const;

    /// Writes the shapes to a file, the same on every machine with the same order of bytes. Until
    /// version 0.1.0 of geodist is released, its format may change. Throws std::system_error.
    /// \param note  a text of yours that the file keeps, such as the datum of the shapes.
    void save(const std::filesystem::path& path, std::string_view note = {}) const;
    /// The note of the file or the bytes that the index came from; empty without one.
    [[nodiscard]] std::string_view note() const noexcept;
    /// Opens one, whose shapes stay where they are, and makes the rest again of them. Throws
    /// IndexFileError, std::system_error.
    [[nodiscard]] static TrackIndex load(const std::filesystem::path& path,
                                         const LoadOptions& options = {},
                                         const RunOptions& run = {});
    /// The same of the bytes of a file in memory, which are copied.
    [[nodiscard]] static TrackIndex from_bytes(std::span<const std::byte> bytes,
                                               const RunOptions& run = {});

  private:
    struct Storage;

    explicit TrackIndex(std::shared_ptr<const Storage> storage);

    std::shared_ptr<const Storage> storage_;
};

/// What TrackIndex finds, of a set that is searched once.
[[nodiscard]] NearTracks nearest_tracks(const ShapesView& queries, const ShapesView& set,
                                        const TrackMeasure& measure, std::size_t k,
                                        const Ellipsoid& ellipsoid = wgs84(),
                                        const RunOptions& options = {});

}  // namespace geodist
