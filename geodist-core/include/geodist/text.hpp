/// \file
/// Numbers and angles in text, as people write them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace geodist {

/// What the letters of an angle say about it: N or S a latitude, E or W a longitude.
enum class Axis : std::uint8_t { none, latitude, longitude };

/// What a text was read as.
struct AngleText {
    double degrees = 0;
    Axis axis = Axis::none;
    /// Why it was not read, to be put behind the text itself; empty where it was.
    std::string reason;
};

/// Reads one angle, in degrees: a plain number, also in exponent notation; degrees, minutes and
/// seconds with their marks (`40d38'24"N`, `40:38:24`, the marks of Unicode, `33 deg 56 min S`), or
/// parted by blanks or dashes where a hemisphere says that they are one angle (`40 38 24 N`,
/// `40-38-23.74N`); packed as aviation and the sea do (`403823N`, `07400W`, `4807.038,N`); sums of
/// such terms, as GeographicLib's tools take them. What can be read in two ways is refused, and
/// the reason says which: `40-38`, `00030W`, a minus sign with S or W, O for west or east.
///
/// The value is that of (60 (60 degrees + minutes) + seconds) / 3600 in doubles; each number in
/// the text is the double nearest to it. Texts longer than 100 bytes are no angles.
[[nodiscard]] AngleText read_angle(std::string_view text);

/// What the cells of a column are to be.
enum class CellKind : std::uint8_t { number, latitude, longitude };

/// A column of text, its cells one behind the other in `bytes`: cell i begins at offsets[i] and
/// ends where the next begins.
struct TextColumn {
    std::span<const char> bytes;
    std::span<const std::int64_t> offsets;
};

/// Reads the cells of a column of text. What is no number, or for latitudes and longitudes no angle
/// of that axis, is NaN; so is an empty cell. Blanks around a cell are not looked at; "inf" is a
/// number.
///
/// \param decimal  the decimal mark, '.' or ','; where it is a comma, a cell with a point is none.
/// \throws GeodistError  for sizes that do not fit, or offsets that are not ascending within bytes.
void read_cells(const TextColumn& cells, CellKind kind, char decimal, std::span<double> values);

/// Joins degrees, minutes, seconds and a hemisphere, each optional from the right, to the text of
/// one angle: {"33", "56", "46.7", "S"} to "33:56:46.7 S". Empty where a part is missing or not
/// what it should be, or where degrees with a sign have a hemisphere.
///
/// \param has_hemisphere  the last part must be one; else it may be.
[[nodiscard]] std::string join_parts(std::span<const std::string_view> parts, bool has_hemisphere);

/// Reads angles whose parts are columns of their own, as read_cells() reads the texts of
/// join_parts(): minutes and seconds must be below 60.
void read_split_cells(std::span<const TextColumn> columns, bool has_hemisphere, CellKind kind,
                      char decimal, std::span<double> values);

/// Which coordinate of a point comes first.
enum class PointOrder : std::uint8_t { unknown, lat_lon, lon_lat };

/// What a text with both coordinates of a point was read as.
struct PointText {
    enum class Status : std::uint8_t {
        none,         // it is not a point
        needs_order,  // it is two numbers: lat is the first, lon the second
        read,
    };

    double lat = 0;
    double lon = 0;
    Status status = Status::none;
    /// Why it is not a point, to be put behind the text itself.
    std::string reason;
};

/// Reads a point: well-known text (`POINT (20 10)`, with or without SRID=4326), ISO 6709
/// (`+40.6413-073.7781/`), angles with their letters (`40.64N, 73.78W`, `403824N0734648W`), or two
/// numbers with a comma, a semicolon or blanks between, in brackets or not, whose order has to be
/// known.
[[nodiscard]] PointText read_point(std::string_view text, PointOrder order);

/// Splits a text into the texts of two angles, where their letters or signs do: `403824N0734648W`,
/// `N40.5 W73.5`, `+40.6413-073.7781/`.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> split_point(std::string_view text);

/// Reads the cells of a column of points; NaN where one is not read.
void read_points(const TextColumn& cells, PointOrder order, char decimal, std::span<double> lat,
                 std::span<double> lon, std::span<PointText::Status> status);

/// Reads a plain number, also in exponent notation; nothing where the text is none.
[[nodiscard]] std::optional<double> read_number(std::string_view text);

}  // namespace geodist
