#pragma once
// All shapes at once, for who describes a file format.
#include "config/any_json.hpp"            // IWYU pragma: export
#include "config/choices.hpp"             // IWYU pragma: export
#include "config/collections.hpp"         // IWYU pragma: export
#include "config/distribution_shape.hpp"  // IWYU pragma: export
#include "config/read.hpp"                // IWYU pragma: export
#include "config/record.hpp"              // IWYU pragma: export
#include "config/scalars.hpp"             // IWYU pragma: export
#include "config/single_key.hpp"          // IWYU pragma: export
#include "config/variant.hpp"             // IWYU pragma: export
