#include "published/suite_shape.hpp"

#include "published/words.hpp"
#include "results/metric_table.hpp"

namespace kickpath::published {

using config::Record;
using config::Spot;
using Kind = BarSpec::Kind;

namespace {

constexpr double most_error = 10;  // 1000 %

Record<BarSpec> over_cells(const char* doc) {
  return config::record<BarSpec>(doc)
      .optional("role", &BarSpec::role,
                config::one_of<Role>({{std::string{word(Role::fitted)}, Role::fitted},
                                      {std::string{word(Role::predicted)}, Role::predicted}}),
                "cells of this role alone")
      .optional("metric", &BarSpec::metric, config::text_one_of(results::metric_keys()),
                "cells of this metric alone")
      .required("at_most", &BarSpec::at_most, config::percent(0, most_error), "to be held");
}

void check_has_limit(const BarSpec& bar, const Spot& spot) {
  if (!bar.at_least && !bar.at_most) spot.error("a ratio needs at_least, at_most or both");
}

Record<BarSpec> ratio() {
  return config::record<BarSpec>("one scenario's predicted figure over another's")
      .required("metric", &BarSpec::metric, config::text_one_of(results::metric_keys()), "the figure")
      .required("of", &BarSpec::of, config::identifier(), "scenario of this study")
      .required("to", &BarSpec::to, config::identifier(), "scenario that it is divided by")
      .optional("at_least", &BarSpec::at_least, config::number(0), "to be held")
      .optional("at_most", &BarSpec::at_most, config::number(0), "to be held")
      .check(check_has_limit);
}

/// A record of one kind of bar, which sets that kind.
void add_option(config::Variant<BarSpec>& bar, Kind kind, const Record<BarSpec>& record) {
  bar.option<BarSpec>(
      std::string{word(kind)}, record,
      [kind](const BarSpec& read) {
        BarSpec spec = read;
        spec.kind = kind;
        return spec;
      },
      [kind](const BarSpec& spec) { return spec.kind == kind ? &spec : nullptr; });
}

config::Variant<BarSpec> error_bars() {
  auto bar = config::variant<BarSpec>("a bar", "kind");
  add_option(bar, Kind::median_error, over_cells("the median of the cells' absolute errors"));
  add_option(bar, Kind::worst_error, over_cells("the largest of the cells' absolute errors"));
  return bar;
}

config::Shape<BarSpec> study_bar_shape() {
  auto bar = error_bars();
  add_option(bar, Kind::ratio, ratio());
  return bar;
}

config::Shape<StudySpec> study_shape() {
  return config::record<StudySpec>("the figures of one source")
      .required("name", &StudySpec::name, config::identifier(), "of the study")
      .required("title", &StudySpec::title, config::text(), "what was measured, when and by whom")
      .required("scenarios", &StudySpec::scenarios, config::list_of(config::text(), 1),
                "scenario files, or folders of them, relative to this file")
      .optional("bars", &StudySpec::bars, config::list_of(study_bar_shape()), "what its cells must reach");
}

}  // namespace

config::Shape<SuiteSpec> suite_shape() {
  return config::record<SuiteSpec>("a suite of published figures")
      .constant("schema", suite_schema, "format of this file")
      .required("name", &SuiteSpec::name, config::identifier(), "of the suite")
      .optional("description", &SuiteSpec::description, config::text(), "what it is for")
      .required("studies", &SuiteSpec::studies, config::list_of(study_shape(), 1), "one for each source")
      .optional("bars", &SuiteSpec::bars, config::list_of(config::Shape<BarSpec>{error_bars()}),
                "what the cells of all studies must reach");
}

}  // namespace kickpath::published
