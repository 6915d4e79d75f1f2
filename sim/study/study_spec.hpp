#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "study/objective.hpp"
#include "variation/settings_shape.hpp"

/// A study file as plain data (`kickpath.study/1`): what-ifs of one scenario, and what is looked for.
namespace kickpath::study {

using variation::Settings;

/// One factor of the space: its alternatives, of which a point takes one.
using Factor = std::vector<Settings>;

struct StudySpec {
  std::string name;
  std::string description;
  std::string scenario;                ///< the base, relative to the study
  std::optional<std::string> profile;  ///< relative to the study; none: the base's
  Settings set;                        ///< of every point, before those of the axes
  std::vector<std::vector<Factor>>
      axes;  ///< by block: a grid has a factor for each path, a zip or a list is one
  std::optional<std::uint32_t> replicas;  ///< none: the base's
  std::optional<std::uint64_t> seed;      ///< likewise
  std::vector<Objective> objectives{Objective{"ops_per_s", *Expression::parse("ops_per_s"), false}};
  std::vector<Constraint> constraints;
};

}  // namespace kickpath::study
