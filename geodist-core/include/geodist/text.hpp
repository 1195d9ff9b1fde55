/// \file
/// Tables of text, CSV and JSON, and the numbers and angles in them, as people write them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

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
/// `N40.5 W73.5`, `N 40 38.395, W 073 46.722`, `+40.6413-073.7781/`.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> split_point(std::string_view text);

/// Reads the cells of a column of points; NaN where one is not read.
void read_points(const TextColumn& cells, PointOrder order, char decimal, std::span<double> lat,
                 std::span<double> lon, std::span<PointText::Status> status);

/// Reads a plain number, also in exponent notation; nothing where the text is none.
[[nodiscard]] std::optional<double> read_number(std::string_view text);

/// A piece of a block of text: its bytes from `begin` to before `end`. Blocks are below 2 GiB.
struct Span {
    std::int32_t begin = 0;
    std::int32_t end = 0;
};

/// A column of pieces of one block, such as the cells of a column of a table, which may be stored
/// row by row: piece i is all[first + i * step].
struct Spans {
    std::span<const Span> all;
    std::size_t count = 0;
    std::size_t first = 0;
    std::size_t step = 1;

    [[nodiscard]] const Span& operator[](std::size_t i) const { return all[first + i * step]; }
};

/// What is wrong with a row of delimited text.
enum class RowFault : std::uint8_t { none, few_fields, many_fields, text_after_quote, open_quote };

/// The rows of a block of delimited text.
struct CsvRows {
    /// Where the cells of the rows without a fault are, row by row, with their quotes.
    std::vector<Span> cells;
    /// Where each row is, without its line end.
    std::vector<Span> rows;
    /// The line on which each row begins, and the number of its fields.
    std::vector<std::int64_t> lines;
    std::vector<std::int32_t> fields;
    std::vector<RowFault> faults;
    /// How many bytes were read: rows, their line ends, blank lines. The next block begins there.
    std::size_t consumed = 0;
    /// The line on which the next block begins.
    std::int64_t next_line = 1;
    /// The line of the quote in which the text ends, that of a row that was not read included.
    std::optional<std::int64_t> open_quote;
};

/// How split_csv() reads.
struct CsvOptions {
    char delimiter = ',';
    /// The fields of a row; 0 for any number of them, then no cells are noted.
    std::size_t columns = 0;
    /// The line on which the block begins.
    std::int64_t line = 1;
    /// Whether the text ends with the block, so that its last row needs no line end.
    bool is_last = false;
    /// Read no more than so many rows.
    std::size_t most_rows = static_cast<std::size_t>(-1);
};

/// Finds the rows and cells of a block of delimited text that begins with a row. Lines end with LF,
/// CRLF or CR, also mixed; blank lines are no rows. A quote counts at the front of a field, where
/// delimiters and line ends within quotes are text and a doubled quote is one. The text is in any
/// encoding that extends ASCII.
///
/// A row that is not complete is left for the next block, where it has to be read again from its
/// start: read at least as much again each time.
///
/// \throws GeodistError  for a block of 2 GiB or more, and a delimiter that is none.
[[nodiscard]] CsvRows split_csv(std::string_view block, const CsvOptions& options);

/// Finds the lines of a block that are not blank, as JSON Lines has them: they end with LF. Blanks
/// around a row are not part of it. No cells are noted, and there are no faults.
[[nodiscard]] CsvRows split_lines(std::string_view block, std::int64_t line, bool is_last);

/// What is wrong with JSON text.
enum class JsonFault : std::uint8_t {
    none,
    not_an_object,      ///< it is another value, or nothing
    unexpected,         ///< a character that cannot be here
    unfinished,         ///< the text ends too early
    trailing,           ///< there is text after the object
    control_character,  ///< in a string
    wrong_escape,       ///< in a string
    wrong_number,
    too_deep,  ///< more than 200 levels
    not_utf8,
};

/// Where split_items() is in an array.
enum class ItemState : std::uint8_t { first, after_item, after_comma, ended };

/// The items of a part of a JSON array.
struct JsonItems {
    std::vector<Span> items;
    /// The next block begins here: with an item or with what stands in front of it. Behind the
    /// closing bracket where the array has ended.
    std::size_t consumed = 0;
    ItemState state = ItemState::first;
    /// What is wrong between the items (unexpected: a comma, or a bracket after a comma) or, in the
    /// last block, with the end (unfinished), and where.
    JsonFault fault = JsonFault::none;
    std::size_t where = 0;
};

/// Where the array of a member of the outermost object begins.
struct JsonArray {
    /// Behind its opening bracket; empty where there is no such array.
    std::optional<std::size_t> begin;
    /// What is wrong in front of it, and where: unfinished where more text is needed to tell,
    /// unexpected also for a member that is not an array. Nothing where the object is right but has
    /// no such member; then `where` is behind it.
    JsonFault fault = JsonFault::none;
    std::size_t where = 0;
};

/// Finds the array that is the value of the first member of this name, such as "features", in the
/// object with which the text begins. What is in front of it is checked as scan_objects() does.
[[nodiscard]] JsonArray find_array(std::string_view text, std::string_view name);

/// Finds the items of a JSON array in a block that begins within it. Only strings and depth are
/// looked at: what the items are, scan_objects() tells. An item that is not complete is left for
/// the next block.
[[nodiscard]] JsonItems split_items(std::string_view block, ItemState state, bool is_last);

/// A wanted member of an object: its name, or that of an object and of a member within it.
struct MemberPath {
    std::string_view name;
    std::optional<std::string_view> inner;
};

/// Objects that were checked.
struct JsonObjects {
    /// Where the values of the wanted members are, row by row; empty where there is none.
    std::vector<Span> members;
    /// Where each object is, from brace to brace; empty where there is a fault.
    std::vector<Span> objects;
    std::vector<JsonFault> faults;
    /// Where the fault is in the block.
    std::vector<std::int32_t> where;
};

/// Checks that pieces of a block are JSON objects as RFC 8259 has them, in UTF-8, of at most 200
/// levels, and finds the values of wanted members. Of members with one name the last counts; names
/// are compared as they are meant, whatever their escapes.
[[nodiscard]] JsonObjects scan_objects(std::string_view block, const Spans& pieces,
                                       std::span<const MemberPath> paths);

/// The names of the members of objects, in the order in which they first appear. Pieces that are
/// not objects are passed over.
[[nodiscard]] std::vector<std::string> member_names(std::string_view block, const Spans& objects);

/// What read_points() found: no geometry (none, null, without coordinates), a point, a geometry of
/// another type, or a point whose coordinates are not two or more numbers.
enum class PointStatus : std::uint8_t { missing, point, other_type, not_numbers };

/// Reads the points of GeoJSON from where the members `type` and `coordinates` of their geometries
/// are. What is no point is NaN, as is the height of one that has none.
void read_points(std::string_view block, const Spans& types, const Spans& coordinates,
                 std::span<double> lon, std::span<double> lat, std::span<double> height,
                 std::span<PointStatus> status);

/// How cells are written: between quotes that may be doubled, or as values of JSON, of which null
/// is an empty cell.
enum class CellSyntax : std::uint8_t { csv, json };

/// Reads cells as numbers as the other read_cells() does; of JSON, numbers and strings. Numbers of
/// JSON have a point, whatever the decimal mark of strings.
void read_cells(std::string_view block, const Spans& cells, CellSyntax syntax, CellKind kind,
                char decimal, std::span<double> values);

/// Reads whole numbers of 64 bits, for columns that they fit. What is none is 0, its status false.
void read_integers(std::string_view block, const Spans& cells, CellSyntax syntax,
                   std::span<std::int64_t> values, std::span<std::uint8_t> is_there);

/// What became of the text of a cell.
enum class TextStatus : std::uint8_t { missing, text, lone_surrogate };

/// A column of text in the layout of Arrow: text i is bytes[offsets[i]] to bytes[offsets[i + 1]].
struct GatheredTexts {
    std::vector<std::int32_t> offsets;
    std::string bytes;
    std::vector<TextStatus> status;
};

/// Copies cells to a column of text, without quotes and escapes. An empty cell of CSV, not one of
/// two quotes, is missing, as are JSON's null and a member that an object lacks; other values of
/// JSON are the text that they are. For half of a surrogate pair, which is no text, U+FFFD is
/// written and the status says so. Bytes of CSV are copied whatever their encoding.
[[nodiscard]] GatheredTexts gather_texts(std::string_view block, const Spans& cells,
                                         CellSyntax syntax);

/// The types that keep what all cells of a column say, as bits; those of several blocks are
/// combined by `&`. Empty cells fit every type. Whole numbers have no leading zeros, no plus sign
/// and 64 bits; decimal numbers are finite, and doubles give their digits back.
enum FittingTypes : std::uint8_t { FITS_BOOL = 1, FITS_INT64 = 2, FITS_FLOAT64 = 4, FITS_ALL = 7 };

/// Tells which types fit cells. Numbers in strings of JSON are text.
[[nodiscard]] std::uint8_t fitting_types(std::string_view block, const Spans& cells,
                                         CellSyntax syntax, char decimal);

/// Texts of a new column: text i is bytes[offsets[i]] to bytes[offsets[i + 1]], and missing where
/// is_there, if given, is 0. What is verbatim is written as it is, without quotes or escapes.
struct NewTexts {
    std::span<const std::int32_t> offsets{};
    std::string_view bytes{};
    std::span<const std::uint8_t> is_there{};
    bool is_verbatim = false;
};

/// A column to be written.
using NewColumn = std::variant<std::span<const double>, std::span<const std::int64_t>, NewTexts>;

/// Rows to be written: their own text, what stands behind each, and their new columns.
struct NewRows {
    std::string_view block;
    /// The text of each row; none at all for rows that have only new columns.
    std::optional<Spans> rows{};
    /// The line end of each row with what follows it.
    std::optional<Spans> tails{};
    /// For rows without one.
    std::string_view line_end = "\n";
    std::span<const NewColumn> columns{};
    /// The decimals of the numbers of each column. Without them, and where there are none, numbers
    /// are the shortest text that reads back as the same double, without exponent from 1e-6 to
    /// below 1e10.
    std::span<const std::optional<int>> decimals{};
    char decimal_mark = '.';  ///< of CSV
};

/// Writes rows of delimited text as they are, with new cells in front or behind, quoted where they
/// need it. NaN and missing texts are empty cells.
[[nodiscard]] std::string write_cells(const NewRows& rows, char delimiter, bool in_front);

/// Writes objects of JSON as they are, with new members before their last brace. NaN and missing
/// texts are null, infinity is a string.
///
/// \param objects  where the objects are that get the members: the rows, or objects within them.
///                 Where there is a null they take its place; where there is nothing the row gets a
///                 member `inside` with them.
///                 Without any member, rows are written as they are.
/// \throws GeodistError  for what is no object or not within its row; without members and rows.
[[nodiscard]] std::string write_members(const NewRows& rows, const std::optional<Spans>& objects,
                                        std::span<const std::string> names,
                                        std::string_view inside);

}  // namespace geodist
