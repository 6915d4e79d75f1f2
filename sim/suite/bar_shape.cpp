#include "suite/bar_shape.hpp"

#include "suite/words.hpp"

namespace kickpath::suite {

using config::Record;
using Kind = BarSpec::Kind;

namespace {

config::Shape<Metric> metric_shape() {
  std::vector<std::pair<std::string, Metric>> words;
  for (const Metric metric : metrics) words.emplace_back(info(metric).key, metric);
  return config::one_of<Metric>(std::move(words));
}

config::Shape<std::string> group_shape() { return config::identifier(); }

Record<BarSpec> over_rows(const char* doc) {
  return config::record<BarSpec>(doc)
      .optional("metric", &BarSpec::metric, metric_shape(), "the figure that is judged")
      .optional("group", &BarSpec::group, group_shape(), "rows of this group alone");
}

constexpr double most = 10;  // of an error: 1000 %

Record<BarSpec> at_most(Record<BarSpec> record) {
  return record.required("at_most", &BarSpec::limit, config::percent(0, most), "to be held");
}

Record<BarSpec> at_least(Record<BarSpec> record) {
  return record.required("at_least", &BarSpec::limit, config::percent(), "to be held");
}

Record<BarSpec> orderings() {
  return config::record<BarSpec>("the share of orderings that are predicted right")
      .required(
          "class", &BarSpec::clarity,
          config::one_of<Clarity>({{std::string{word(Clarity::clear)}, Clarity::clear},
                                   {std::string{word(Clarity::resolved)}, Clarity::resolved}}),
          "clear: measured apart by more than 10 % and 3 standard deviations; resolved: the others beyond 3")
      .optional("group", &BarSpec::group, group_shape(), "pairs of rows of this group alone");
}

}  // namespace

config::Shape<BarSpec> bar_shape() {
  auto bar = config::variant<BarSpec>("a bar", "kind");
  const auto option = [&bar](Kind kind, const Record<BarSpec>& record) {
    bar.option<BarSpec>(
        std::string{word(kind)}, record,
        [kind](const BarSpec& read) {
          BarSpec spec = read;
          spec.kind = kind;
          return spec;
        },
        [kind](const BarSpec& spec) { return spec.kind == kind ? &spec : nullptr; });
  };
  option(Kind::median_error, at_most(over_rows("the median of the rows' absolute errors")));
  option(Kind::worst_error, at_most(over_rows("the largest of the rows' absolute errors")));
  option(Kind::orderings, at_least(orderings()));
  option(Kind::coverage, at_least(over_rows("the share of rows whose interval covers")));
  option(Kind::half_width, at_most(over_rows("the median of the intervals' half-widths")));
  return bar;
}

}  // namespace kickpath::suite
