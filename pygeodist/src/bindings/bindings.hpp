// The topics of the extension module. Their files are compiled several at a time, so each has a
// namespace named after it, with `bind` and what it keeps to itself.
#pragma once

#include <pybind11/pybind11.h>

namespace geodist::bindings {

using Bind = void(pybind11::module_& m);

// clang-format off
namespace config { Bind bind; }
namespace errors { Bind bind; }
namespace ellipsoid { Bind bind; }
namespace points { Bind bind; }
namespace bounding_box { Bind bind; }
namespace threads { Bind bind; }
namespace result_memory { Bind bind; }
namespace elementwise { Bind bind; }
namespace waypoints { Bind bind; }
namespace matrix { Bind bind; }
namespace point_index { Bind bind; }
namespace shape_index { Bind bind; }
namespace cells { Bind bind; }
namespace set_distance { Bind bind; }
namespace continuous { Bind bind; }
namespace shape_pairs { Bind bind; }
namespace shapes { Bind bind; }
namespace interiors { Bind bind; }
namespace along { Bind bind; }
namespace elastic { Bind bind; }
namespace text { Bind bind; }
namespace geometries { Bind bind; }
namespace table_scan { Bind bind; }
namespace table_cells { Bind bind; }
namespace ufuncs { Bind bind; }
namespace arrow_import { Bind bind; }
namespace arrow_export { Bind bind; }
// clang-format on

}  // namespace geodist::bindings
