// The largest errors of functions on the reference tables, each as a part of its bound: above 1,
// the contract is broken.
#pragma once

#include <string>
#include <vector>

#include <geodist/geodist.hpp>
#include "reference_rows.hpp"

namespace geodist_test::contract {

inline double value(const Rows& group, const std::string& name, std::size_t i) {
    return group.table->at(group.rows[i], group.table->index(name));
}

// Found minus true, where truth is a number and the rest of it.
inline double difference(double found, const Rows& group, const std::string& name, std::size_t i) {
    return (found - value(group, name, i)) - value(group, name + "_lo", i);
}

// Which ellipsoids a promise is about.
enum class Shapes { sphere, earth, every };

// Of points.
double distance_part(Shapes shapes, double bound);
double azimuth_part(Shapes shapes, double bound);
// Of points prepared for many distances: up to a length, with at most this flattening.
double prepared_part(double bound, double reach, double flattening);
// Of points as tracks of one vertex each: every measure of tracks is made of such distances.
double track_part(bool earth);
double m12_part();
double scale_part();
double position_part(const std::string& table, geodist::Operation operation,
                     const std::string& azimuth, double bound);
double interpolate_part();
double rhumb_part();
// Rows within the height (near), or those beyond it.
double cartesian_part(bool near);
double from_cartesian_part(bool near);
double chord_part(bool near);

// Of edges.
double edge_length_part(bool earth);
double edge_area_part(bool is_short);
double planar_length_part();
double planar_area_part(bool is_short);
// Of points and edges: distances, or places along edges, up to a length or beyond it.
double foot_part(bool is_place, bool is_long);
double planar_foot_part(bool is_place);
// Of a track of one place and one of one edge: how far the true distance is from the middle of the
// certified bounds, as a part of what is between these.
double certified_part();

}  // namespace geodist_test::contract
