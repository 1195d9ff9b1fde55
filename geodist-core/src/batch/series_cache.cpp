#include "series_cache.hpp"

#include <array>
#include <atomic>
#include <utility>

namespace geodist::batch {

namespace {

using SharedSeries = std::shared_ptr<const geodesy::Series>;

// The series of a constant ellipsoid, never freed. Threads that meet here may make it twice; one
// copy stays.
template <const Ellipsoid& ellipsoid>
const geodesy::Series& permanent_series() {
    static constinit std::atomic<const geodesy::Series*> stored = nullptr;
    const geodesy::Series* series = stored.load(std::memory_order_acquire);
    if (series == nullptr) {
        const auto* made = new geodesy::Series(geodesy::make_series(ellipsoid.a(), ellipsoid.f()));
        if (stored.compare_exchange_strong(series, made, std::memory_order_acq_rel)) {
            series = made;
        } else {
            delete made;
        }
    }
    return *series;
}

const geodesy::Series* find_permanent(const Ellipsoid& ellipsoid) {
    if (ellipsoid == wgs84()) {
        return &permanent_series<detail::WGS84_ELLIPSOID>();
    }
    if (ellipsoid == sphere()) {
        return &permanent_series<detail::SPHERE_ELLIPSOID>();
    }
    return nullptr;
}

struct Entry {
    Ellipsoid ellipsoid = wgs84();
    SharedSeries series;
};

// Most recently used first.
const SharedSeries& recent_series(const Ellipsoid& ellipsoid) {
    thread_local std::array<Entry, 4> entries;
    std::size_t i = 0;
    while (i < entries.size() && !(entries[i].series && entries[i].ellipsoid == ellipsoid)) {
        ++i;
    }
    if (i == entries.size()) {
        --i;
        entries[i].series = std::make_shared<const geodesy::Series>(
            geodesy::make_series(ellipsoid.a(), ellipsoid.f()));
        entries[i].ellipsoid = ellipsoid;
    }
    for (; i > 0; --i) {
        std::swap(entries[i], entries[i - 1]);
    }
    return entries.front().series;
}

}  // namespace

SharedSeries cached_series(const Ellipsoid& ellipsoid) {
    if (const geodesy::Series* series = find_permanent(ellipsoid)) {
        return {SharedSeries(), series};  // owns nothing
    }
    return recent_series(ellipsoid);
}

const geodesy::Series& peek_series(const Ellipsoid& ellipsoid) {
    const geodesy::Series* series = find_permanent(ellipsoid);
    return series != nullptr ? *series : *recent_series(ellipsoid);
}

}  // namespace geodist::batch
