#include "study/study_shape.hpp"

#include <fmt/format.h>
#include <limits>
#include <set>

#include "study/axes_shape.hpp"
#include "study/objective_shape.hpp"

namespace kickpath::study {

using config::Spot;

namespace {

void check_names(const StudySpec& spec, const Spot& spot) {
  std::set<std::string> taken;
  for (std::size_t i = 0; i < spec.objectives.size(); ++i)
    if (!taken.insert(spec.objectives[i].name).second)
      spot.at("objectives").at(i).error(fmt::format("'{}' is there already", spec.objectives[i].name));
}

}  // namespace

config::Shape<StudySpec> study_shape() {
  return config::record<StudySpec>("a study")
      .constant("schema", study_schema, "format of this file")
      .required("name", &StudySpec::name, config::identifier(), "of the study")
      .optional("description", &StudySpec::description, config::text(), "what it is for")
      .required("scenario", &StudySpec::scenario, config::text(), "the base, relative to this file")
      .optional("profile", &StudySpec::profile, config::text(),
                "cost profile, relative to this file; default: the base's")
      .optional("set", &StudySpec::set, variation::settings_shape(), "what every point changes of the base")
      .optional("axes", &StudySpec::axes, config::list_of(block_shape()),
                "blocks whose points are combined, the last one varying fastest")
      .optional("replicas", &StudySpec::replicas, config::integer<std::uint32_t>(1, 10'000),
                "runs of each point, with seeds of their own; default: the base's")
      .optional("seed", &StudySpec::seed,
                config::integer<std::int64_t>(0, std::numeric_limits<std::int64_t>::max()),
                "from which those of the replicas come, the same for all points; default: the base's")
      .optional("objectives", &StudySpec::objectives, config::list_of(objective_shape(), 1),
                "what is looked for; the first one decides which point is best")
      .optional("constraints", &StudySpec::constraints, config::list_of(constraint_shape()),
                "what must hold (an SLO)")
      .check(check_names);
}

}  // namespace kickpath::study
