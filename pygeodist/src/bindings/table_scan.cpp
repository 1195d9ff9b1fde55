// Tables of text, for the command line: where rows, items and members are.
#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "bindings.hpp"
#include "columns.hpp"
#include "spans.hpp"

namespace py = pybind11;

namespace geodist::bindings::table_scan {

namespace {

constexpr std::array ROW_FAULTS{"none", "few_fields", "many_fields", "text_after_quote",
                                "open_quote"};
constexpr std::array JSON_FAULTS{"none",     "not_an_object",     "unexpected",   "unfinished",
                                 "trailing", "control_character", "wrong_escape", "wrong_number",
                                 "too_deep", "not_utf8"};
constexpr std::array ITEM_STATES{"first", "after_item", "after_comma", "ended"};
template <std::size_t N, class Enum>
const char* word(const std::array<const char*, N>& names, Enum code) {
    return names[static_cast<std::size_t>(code)];
}

struct Rows {
    SpanArray cells, rows;
    py::array_t<std::int64_t> lines;
    py::array_t<std::int32_t> fields;
    py::array_t<std::uint8_t> faults;
    std::size_t consumed;
    std::int64_t next_line;
    std::optional<std::int64_t> open_quote;
};

// The cells of a column, empty ones in rows with a fault.
SpanArray column_of(const Rows& table, py::ssize_t column) {
    const SpanArray& cells = table.cells;
    if (column < 0 || column >= cells.shape(1)) {
        throw py::index_error("there is no such column");
    }
    const py::ssize_t size = table.rows.shape(0);
    if (cells.shape(0) == size) {
        const Shape shape{size, 2}, strides{cells.strides(0), cells.strides(2)};
        return SpanArray(shape, strides, cells.data() + 2 * column, cells);
    }
    SpanArray spans(Shape{size, 2});
    const auto from = cells.unchecked<3>();
    const auto faults = table.faults.unchecked<1>();
    auto to = spans.mutable_unchecked<2>();
    for (py::ssize_t row = 0, good = 0; row < size; ++row) {
        const bool is_good = faults(row) == 0;
        to(row, 0) = is_good ? from(good, column, 0) : 0;
        to(row, 1) = is_good ? from(good, column, 1) : 0;
        good += is_good ? 1 : 0;
    }
    return spans;
}

Rows rows_of(CsvRows found, std::size_t columns) {
    const std::size_t good = columns == 0 ? found.rows.size() : found.cells.size() / columns;
    const Shape shape{static_cast<py::ssize_t>(good), static_cast<py::ssize_t>(columns), 2};
    return {owning<std::int32_t>(std::move(found.cells), shape),
            owning_spans(std::move(found.rows)),
            owning<std::int64_t>(std::move(found.lines)),
            owning<std::int32_t>(std::move(found.fields)),
            owning<std::uint8_t>(std::move(found.faults)),
            found.consumed,
            found.next_line,
            found.open_quote};
}

Rows split_table(const py::buffer& buffer, char delimiter, std::size_t columns, std::int64_t line,
                 bool is_last, std::optional<std::size_t> most_rows) {
    const Block block(buffer);
    CsvOptions options{delimiter, columns, line, is_last};
    options.most_rows = most_rows.value_or(options.most_rows);
    return rows_of(
        [&] {
            const py::gil_scoped_release unlocked;
            return split_csv(block.text(), options);
        }(),
        columns);
}

Rows split_json_lines(const py::buffer& buffer, std::int64_t line, bool is_last) {
    const Block block(buffer);
    return rows_of(
        [&] {
            const py::gil_scoped_release unlocked;
            return split_lines(block.text(), line, is_last);
        }(),
        0);
}

struct Items {
    py::array_t<std::int32_t> items;
    std::size_t consumed;
    const char* state;
    const char* fault;
    std::size_t where;
};

Items split_array(const py::buffer& buffer, std::string_view state, bool is_last) {
    const Block block(buffer);
    std::size_t code = 0;
    while (code < ITEM_STATES.size() && ITEM_STATES[code] != state) {
        ++code;
    }
    if (code == ITEM_STATES.size()) {
        throw GeodistError("unknown state of an array");
    }
    JsonItems found = [&] {
        const py::gil_scoped_release unlocked;
        return split_items(block.text(), static_cast<ItemState>(code), is_last);
    }();
    return {owning_spans(std::move(found.items)), found.consumed, word(ITEM_STATES, found.state),
            word(JSON_FAULTS, found.fault), found.where};
}

py::tuple find_list(const py::buffer& buffer, std::string_view name) {
    const Block block(buffer);
    const JsonArray found = find_array(block.text(), name);
    return py::make_tuple(found.begin, word(JSON_FAULTS, found.fault), found.where);
}

struct Objects {
    py::array_t<std::int32_t> members, objects;
    py::array_t<std::uint8_t> faults;
    py::array_t<std::int32_t> where;
};

Objects scan(const py::buffer& buffer, const SpanArray& pieces,
             const std::vector<std::pair<std::string, std::optional<std::string>>>& paths) {
    const Block block(buffer);
    const SpanColumn column(pieces);
    std::vector<MemberPath> wanted;
    wanted.reserve(paths.size());
    for (const auto& [name, inner] : paths) {
        wanted.push_back({name, inner ? std::optional<std::string_view>(*inner) : std::nullopt});
    }
    JsonObjects found = [&] {
        const py::gil_scoped_release unlocked;
        return scan_objects(block.text(), column.spans(), wanted);
    }();
    const Shape shape{static_cast<py::ssize_t>(found.objects.size()),
                      static_cast<py::ssize_t>(paths.size()), 2};
    return {owning<std::int32_t>(std::move(found.members), shape),
            owning_spans(std::move(found.objects)), owning<std::uint8_t>(std::move(found.faults)),
            owning<std::int32_t>(std::move(found.where))};
}

std::vector<std::string> names_in(const py::buffer& buffer, const SpanArray& objects) {
    const Block block(buffer);
    const SpanColumn column(objects);
    const py::gil_scoped_release unlocked;
    return member_names(block.text(), column.spans());
}

}  // namespace

void bind(py::module_& m) {
    py::class_<Rows>(m, "CsvRows")
        .def_readonly("cells", &Rows::cells)
        .def("column", &column_of, py::arg("column"), "column(column)")
        .def_readonly("rows", &Rows::rows)
        .def_readonly("lines", &Rows::lines)
        .def_readonly("fields", &Rows::fields)
        .def_readonly("faults", &Rows::faults)
        .def_readonly("consumed", &Rows::consumed)
        .def_readonly("next_line", &Rows::next_line)
        .def_readonly("open_quote", &Rows::open_quote);
    py::class_<Items>(m, "JsonItems")
        .def_readonly("items", &Items::items)
        .def_readonly("consumed", &Items::consumed)
        .def_readonly("state", &Items::state)
        .def_readonly("fault", &Items::fault)
        .def_readonly("where", &Items::where);
    py::class_<Objects>(m, "JsonObjects")
        .def_readonly("members", &Objects::members)
        .def_readonly("objects", &Objects::objects)
        .def_readonly("faults", &Objects::faults)
        .def_readonly("where", &Objects::where);
    m.attr("ROW_FAULTS") = words(ROW_FAULTS);
    m.attr("JSON_FAULTS") = words(JSON_FAULTS);
    m.def("split_csv", &split_table, py::arg("block"), py::arg("delimiter"), py::arg("columns"),
          py::arg("line"), py::arg("is_last"), py::arg("most_rows") = py::none(),
          "split_csv(block, delimiter, columns, line, is_last, most_rows=None)");
    m.def("split_lines", &split_json_lines, py::arg("block"), py::arg("line"), py::arg("is_last"),
          "split_lines(block, line, is_last)");
    m.def("split_items", &split_array, py::arg("block"), py::arg("state"), py::arg("is_last"),
          "split_items(block, state, is_last)");
    m.def("find_array", &find_list, py::arg("text"), py::arg("name"), "find_array(text, name)");
    m.def("scan_objects", &scan, py::arg("block"), spans_argument("pieces"), py::arg("paths"),
          "scan_objects(block, pieces, paths)");
    m.def("member_names", &names_in, py::arg("block"), spans_argument("objects"),
          "member_names(block, objects)");
}

}  // namespace geodist::bindings::table_scan
