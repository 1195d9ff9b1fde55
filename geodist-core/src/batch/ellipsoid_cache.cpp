#include "batch/ellipsoid_cache.hpp"

#include <array>
#include <atomic>
#include <utility>

#include "runtime/float_environment.hpp"

namespace geodist::batch {

namespace {

using SharedEllipsoid = std::shared_ptr<const geodesy::PreparedEllipsoid>;

// What is kept must not depend on the rounding mode of the caller who came first.
geodesy::PreparedEllipsoid prepare(const Ellipsoid& ellipsoid) {
    const runtime::FloatEnvironment environment;
    return geodesy::prepare_ellipsoid(ellipsoid.a(), ellipsoid.f());
}

// A constant ellipsoid, never freed. Threads that meet here may make it twice; one copy stays.
template <const Ellipsoid& ellipsoid>
const geodesy::PreparedEllipsoid& permanent_ellipsoid() {
    static constinit std::atomic<const geodesy::PreparedEllipsoid*> stored = nullptr;
    const geodesy::PreparedEllipsoid* prepared = stored.load(std::memory_order_acquire);
    if (prepared == nullptr) {
        const auto* made = new geodesy::PreparedEllipsoid(prepare(ellipsoid));
        if (stored.compare_exchange_strong(prepared, made, std::memory_order_acq_rel)) {
            prepared = made;
        } else {
            delete made;
        }
    }
    return *prepared;
}

const geodesy::PreparedEllipsoid* find_permanent(const Ellipsoid& ellipsoid) {
    if (ellipsoid == wgs84()) {
        return &permanent_ellipsoid<detail::WGS84_ELLIPSOID>();
    }
    if (ellipsoid == sphere()) {
        return &permanent_ellipsoid<detail::SPHERE_ELLIPSOID>();
    }
    return nullptr;
}

struct Entry {
    Ellipsoid ellipsoid = wgs84();
    SharedEllipsoid prepared;
};

// Most recently used first.
const SharedEllipsoid& recent_ellipsoid(const Ellipsoid& ellipsoid) {
    thread_local std::array<Entry, 4> entries;
    std::size_t i = 0;
    while (i < entries.size() && !(entries[i].prepared && entries[i].ellipsoid == ellipsoid)) {
        ++i;
    }
    if (i == entries.size()) {
        --i;
        entries[i].prepared =
            std::make_shared<const geodesy::PreparedEllipsoid>(prepare(ellipsoid));
        entries[i].ellipsoid = ellipsoid;
    }
    for (; i > 0; --i) {
        std::swap(entries[i], entries[i - 1]);
    }
    return entries.front().prepared;
}

}  // namespace

SharedEllipsoid cached_ellipsoid(const Ellipsoid& ellipsoid) {
    if (const geodesy::PreparedEllipsoid* prepared = find_permanent(ellipsoid)) {
        return {SharedEllipsoid(), prepared};  // owns nothing
    }
    return recent_ellipsoid(ellipsoid);
}

const geodesy::PreparedEllipsoid& peek_ellipsoid(const Ellipsoid& ellipsoid) {
    const geodesy::PreparedEllipsoid* prepared = find_permanent(ellipsoid);
    return prepared != nullptr ? *prepared : *recent_ellipsoid(ellipsoid);
}

}  // namespace geodist::batch
