// Objects of JSON: whether they are right, and where members of theirs are.
#include <geodist/error.hpp>
#include <geodist/text.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/float_environment.hpp"
#include "text/cell.hpp"
#include "text/json_reader.hpp"
#include "text/number.hpp"
#include "text/spans.hpp"

namespace geodist {

namespace {

// Finds what belongs to a name. Objects of one table mostly have their members in one order, so
// what came after the one before is tried first.
template <class T>
class Names {
  public:
    struct Entry {
        explicit Entry(std::string_view text) : name(text) {}
        std::string name;
        T value{};
        Entry* next = nullptr;
    };

    Entry* add(std::string_view name) {
        const auto [at, is_new] = entries_.try_emplace(std::string(name), name);
        return &at->second;
    }

    // The entry of a name behind `last`, which becomes `last` in turn; null where there is none.
    Entry* find(std::string_view name, Entry*& last) {
        Entry*& expected = last == nullptr ? first_ : last->next;
        if (expected == nullptr || expected->name != name) {
            const auto at = entries_.find(name);
            if (at == entries_.end()) {
                return nullptr;
            }
            expected = &at->second;
        }
        last = expected;
        return last;
    }

  private:
    std::map<std::string, Entry, std::less<>> entries_;
    Entry* first_ = nullptr;
};

// Which columns the member has itself, and those of members within it.
struct WantedMember {
    std::vector<std::size_t> columns;
    std::unique_ptr<Names<WantedMember>> inner;
    // Columns of inner members found in this row: a later member of the same name undoes them.
    std::vector<std::size_t> found;
};
using WantedNames = Names<WantedMember>;

class MemberFinder {
  public:
    MemberFinder(std::string_view block, std::span<const MemberPath> paths) : block_(block) {
        for (std::size_t column = 0; column < paths.size(); ++column) {
            WantedMember* member = &wanted_.add(paths[column].name)->value;
            if (paths[column].inner) {
                if (member->inner == nullptr) {
                    member->inner = std::make_unique<WantedNames>();
                }
                member = &member->inner->add(*paths[column].inner)->value;
            }
            member->columns.push_back(column);
        }
    }

    // Reads a piece that is to be an object. Sets its members, one for each path.
    JsonFault read(text::JsonReader& reader, std::span<Span> members, Span& object) {
        members_ = members;
        reader.skip_space();
        const char* const begin = reader.at();
        if (!reader.is_at('{')) {
            reader.fail(JsonFault::not_an_object);
        } else if (this->object(reader, wanted_, 0, nullptr)) {
            object = text::span_of(block_, begin, reader.at());
            reader.skip_space();
            if (!reader.is_at_end()) {
                reader.fail(JsonFault::trailing);
            }
        }
        if (reader.fault() != JsonFault::none) {
            object = {};
            for (Span& member : members) {
                member = {};
            }
        }
        return reader.fault();
    }

  private:
    bool object(text::JsonReader& reader, WantedNames& names, int depth,
                std::vector<std::size_t>* found) {
        WantedNames::Entry* last = nullptr;
        return reader.object(depth, [&](std::string_view written, int inner) {
            WantedNames::Entry* const entry = names.find(text::plain_name(written, buffer_), last);
            return entry == nullptr ? reader.value(inner)
                                    : value(reader, entry->value, inner, found);
        });
    }

    bool value(text::JsonReader& reader, WantedMember& member, int depth,
               std::vector<std::size_t>* found) {
        for (const std::size_t column : member.found) {
            members_[column] = {};
        }
        member.found.clear();
        const char* const begin = reader.at();
        const bool is_right = member.inner != nullptr && reader.is_at('{')
                                  ? object(reader, *member.inner, depth, &member.found)
                                  : reader.value(depth);
        for (const std::size_t column : member.columns) {
            members_[column] = text::span_of(block_, begin, reader.at());
            if (found != nullptr) {
                found->push_back(column);
            }
        }
        return is_right;
    }

    std::string_view block_;
    WantedNames wanted_;
    std::span<Span> members_;
    std::string buffer_;
};

constexpr double NO_COORDINATE = std::numeric_limits<double>::quiet_NaN();

PointStatus read_point(text::Cell type, std::string_view coordinates, double (&point)[3]) {
    if (type.status == TextStatus::missing || type.text != "Point") {
        return type.status == TextStatus::missing ? PointStatus::missing : PointStatus::other_type;
    }
    text::JsonReader reader(coordinates);
    if (coordinates.empty() || coordinates == "null") {
        return PointStatus::missing;
    }
    std::size_t count = 0;
    if (!reader.take('[')) {
        return PointStatus::not_numbers;
    }
    reader.skip_space();
    if (reader.take(']')) {
        return PointStatus::missing;
    }
    do {
        reader.skip_space();
        const char* const begin = reader.at();
        if (!reader.value(1)) {
            return PointStatus::not_numbers;
        }
        const auto number =
            text::plain_number({begin, static_cast<std::size_t>(reader.at() - begin)});
        if (!number) {
            return PointStatus::not_numbers;
        }
        if (count < 3) {
            point[count] = *number;
        }
        ++count;
        reader.skip_space();
    } while (reader.take(','));
    return reader.is_at(']') && count >= 2 ? PointStatus::point : PointStatus::not_numbers;
}

}  // namespace

JsonObjects scan_objects(std::string_view block, const Spans& pieces,
                         std::span<const MemberPath> paths) {
    text::check_spans(block, pieces);
    MemberFinder finder(block, paths);
    JsonObjects found;
    found.members.resize(pieces.count * paths.size());
    found.objects.resize(pieces.count);
    found.faults.resize(pieces.count);
    found.where.resize(pieces.count);
    for (std::size_t i = 0; i < pieces.count; ++i) {
        text::JsonReader reader(text::piece_of(block, pieces[i]));
        const std::span<Span> members =
            std::span(found.members).subspan(i * paths.size(), paths.size());
        found.faults[i] = finder.read(reader, members, found.objects[i]);
        found.where[i] = static_cast<std::int32_t>(reader.at() - block.data());
    }
    return found;
}

std::vector<std::string> member_names(std::string_view block, const Spans& objects) {
    text::check_spans(block, objects);
    struct Nothing {};
    Names<Nothing> known;
    std::vector<std::string> names;
    std::string buffer;
    for (std::size_t i = 0; i < objects.count; ++i) {
        text::JsonReader reader(text::piece_of(block, objects[i]));
        if (!reader.is_at('{')) {
            continue;
        }
        Names<Nothing>::Entry* last = nullptr;
        reader.object(0, [&](std::string_view written, int inner) {
            const std::string_view name = text::plain_name(written, buffer);
            if (known.find(name, last) == nullptr) {
                last = known.add(name);
                names.emplace_back(name);
            }
            return reader.value(inner);
        });
    }
    return names;
}

void read_points(std::string_view block, const Spans& types, const Spans& coordinates,
                 std::span<double> lon, std::span<double> lat, std::span<double> height,
                 std::span<PointStatus> status) {
    text::check_spans(block, types);
    text::check_spans(block, coordinates);
    for (const std::size_t size :
         {coordinates.count, lon.size(), lat.size(), height.size(), status.size()}) {
        text::check_size(size, types);
    }
    const runtime::FloatEnvironment environment;
    std::string buffer;
    for (std::size_t i = 0; i < types.count; ++i) {
        double point[3] = {NO_COORDINATE, NO_COORDINATE, NO_COORDINATE};
        status[i] = read_point(text::read_json(text::piece_of(block, types[i]), buffer),
                               text::piece_of(block, coordinates[i]), point);
        const bool is_there = status[i] == PointStatus::point;
        lon[i] = is_there ? point[0] : NO_COORDINATE;
        lat[i] = is_there ? point[1] : NO_COORDINATE;
        height[i] = is_there ? point[2] : NO_COORDINATE;
    }
}

}  // namespace geodist
