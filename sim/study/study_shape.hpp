#pragma once
#include "config/shapes.hpp"
#include "study/study_spec.hpp"

namespace kickpath::study {

constexpr const char* study_schema = "kickpath.study/1";

/// A study file.
config::Shape<StudySpec> study_shape();

}  // namespace kickpath::study
