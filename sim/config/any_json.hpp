#pragma once
#include "config/shape.hpp"

namespace kickpath::config {

/// Whatever stands there, kept as JSON: the part of a document that somebody else wrote and describes.
Shape<json> any_json();

}  // namespace kickpath::config
