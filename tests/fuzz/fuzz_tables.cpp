// Tables of text: CSV, JSON Lines, arrays of objects, and the numbers, angles and points in cells.
#include <geodist/text.hpp>

#include <algorithm>
#include <string>
#include <string_view>

#include "fuzzed.hpp"

using namespace geodist;

namespace {

// Pieces lie within the block.
void check(const std::vector<Span>& spans, std::size_t size) {
    for (const Span& span : spans) {
        fuzz::require(span.begin >= 0 && span.begin <= span.end &&
                      static_cast<std::size_t>(span.end) <= size);
    }
}

void read_all(std::string_view block, const Spans& cells, CellSyntax syntax) {
    std::vector<double> values(cells.count);
    for (const CellKind kind : {CellKind::number, CellKind::latitude, CellKind::longitude}) {
        read_cells(block, cells, syntax, kind, '.', values);
    }
    std::vector<std::int64_t> integers(cells.count);
    std::vector<std::uint8_t> is_there(cells.count);
    read_integers(block, cells, syntax, integers, is_there);
    const GatheredTexts texts = gather_texts(block, cells, syntax);
    fuzz::require(texts.status.size() == cells.count);
    const std::uint8_t types = fitting_types(block, cells, syntax, '.');
    // what fits whole numbers is read as such, but for empty cells
    for (std::size_t i = 0; (types & FITS_INT64) != 0 && i < cells.count; ++i) {
        fuzz::require(is_there[i] != 0 || texts.offsets[i] == texts.offsets[i + 1]);
    }
}

void read_table(std::string_view text, std::size_t columns) {
    CsvOptions options;
    options.columns = columns;
    options.is_last = true;
    const CsvRows rows = split_csv(text, options);
    check(rows.cells, text.size());
    check(rows.rows, text.size());
    fuzz::require(rows.consumed <= text.size());
    if (columns > 0) {
        const std::size_t count = rows.cells.size() / columns;
        fuzz::require(rows.cells.size() % columns == 0);
        read_all(text, {rows.cells, count, columns - 1, columns}, CellSyntax::csv);
        const std::span<const double> none;
        const NewColumn column = none;
        static_cast<void>(column);
    }
}

void read_objects(std::string_view text, const std::vector<Span>& pieces) {
    check(pieces, text.size());
    const MemberPath paths[] = {{"lat", {}}, {"geometry", "type"}, {"geometry", "coordinates"}};
    const JsonObjects found = scan_objects(text, {pieces, pieces.size()}, paths);
    check(found.members, text.size());
    check(found.objects, text.size());
    const std::size_t n = pieces.size();
    read_all(text, {found.members, n, 0, 3}, CellSyntax::json);
    std::vector<double> lon(n), lat(n), height(n);
    std::vector<PointStatus> status(n);
    read_points(text, {found.members, n, 1, 3}, {found.members, n, 2, 3}, lon, lat, height, status);
    static_cast<void>(member_names(text, {found.objects, n}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Bytes bytes(data, size);
    const std::size_t columns = bytes.take<std::uint8_t>() % 4;
    const std::string_view text(bytes.rest(), bytes.left());
    read_table(text, columns);

    const CsvRows lines = split_lines(text, 1, true);
    read_objects(text, lines.rows);
    const JsonItems items = split_items(text, ItemState::first, true);
    read_objects(text, items.items);

    const AngleText angle = read_angle(text);
    fuzz::require(!angle.reason.empty() || std::abs(angle.degrees) >= 0);  // no NaN
    for (const PointOrder order : {PointOrder::unknown, PointOrder::lat_lon, PointOrder::lon_lat}) {
        const PointText point = read_point(text, order);
        fuzz::require(point.status != PointText::Status::read || point.reason.empty());
    }
    return 0;
}
