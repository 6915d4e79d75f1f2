#include "capacity/load_values.hpp"

#include <fmt/format.h>

#include "config/units.hpp"
#include "study/scale.hpp"

namespace kickpath::capacity {

namespace {

constexpr double picosecond = 1e-12, billionth = 1e-9;

/// The number of a law of one parameter, or the value itself.
const config::NodePtr& number_in(const config::NodePtr& value) {
  return value->kind == config::Node::Kind::map && value->entries.size() == 1 ? value->entries[0].value
                                                                              : value;
}

/// "exponential" for such a law.
std::string law_of(const config::NodePtr& value) {
  return number_in(value) == value ? "" : value->entries[0].key;
}

class Kind {
 public:
  Kind(study::Scale scale, const std::string& text)
      : scale_(std::move(scale)), unit_(config::parse_duration(text) ? picosecond
                                        : scale_.whole == 1          ? 1
                                                                     : billionth) {}

  config::Outcome<Reading> read(const std::string& text) const {
    const auto exact = scale_.parse(text);
    if (!exact) return config::Outcome<Reading>::bad(exact.problem);
    return Reading{*exact, static_cast<double>(*exact) * unit_};
  }

 private:
  study::Scale scale_;
  double unit_;
};

}  // namespace

std::optional<std::vector<Reading>> read_values(const std::vector<config::NodePtr>& values,
                                                const std::string& path, config::Errors& errors) {
  config::Errors found;
  config::Reading reading{found};
  const auto scale = study::scale_of(*number_in(values[0]), config::Spot{number_in(values[0]), reading});
  if (!scale) {
    found = {};
    found.add(
        values[0]->place, path,
        fmt::format("a load is a number, a quantity, or a law of one parameter, not {}; a path may lead "
                    "into a law, as in arrivals.lognormal.median",
                    config::describe(*values[0])));
    errors.add(found);
    return std::nullopt;
  }
  const Kind kind(*scale, number_in(values[0])->text);
  std::vector<Reading> readings;
  for (const config::NodePtr& value : values) {
    const config::NodePtr& number = number_in(value);
    const auto read = number->kind == config::Node::Kind::scalar && law_of(value) == law_of(values[0])
                          ? kind.read(number->text)
                          : config::Outcome<Reading>::bad("");
    if (read)
      readings.push_back(*read);
    else
      found.add(value->place, path,
                fmt::format("is not of the kind of the first value, {}", config::describe(*values[0])));
  }
  errors.add(found);
  return found.empty() ? std::optional{std::move(readings)} : std::nullopt;
}

std::optional<Reading> read_like(const config::NodePtr& like, const std::string& text) {
  config::Errors ignored;
  config::Reading reading{ignored};
  const config::NodePtr& node = number_in(like);
  const auto scale = study::scale_of(*node, config::Spot{node, reading});
  if (!scale) return std::nullopt;
  const auto read = Kind(*scale, node->text).read(text);
  return read ? std::optional{*read} : std::nullopt;
}

}  // namespace kickpath::capacity
