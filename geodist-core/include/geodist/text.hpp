/// \file
/// Numbers and angles in text, as people write them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

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

/// Reads the cells of a column of text, one behind the other in `bytes`: cell i begins at
/// offsets[i] and ends where the next begins. What is no number, or for latitudes and longitudes no
/// angle of that axis, is NaN; so is an empty cell. Blanks around a cell are not looked at; "inf"
/// is a number.
///
/// \param decimal  the decimal mark, '.' or ','; where it is a comma, a cell with a point is none.
/// \throws GeodistError  for sizes that do not fit, or offsets that are not ascending within bytes.
void read_cells(std::span<const char> bytes, std::span<const std::int64_t> offsets, CellKind kind,
                char decimal, std::span<double> values);

}  // namespace geodist
