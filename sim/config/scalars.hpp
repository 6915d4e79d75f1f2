#pragma once
#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "config/outcome.hpp"
#include "config/shape.hpp"
#include "time/cycles.hpp"
#include "time/duration.hpp"

/// Shapes of single values. Bounds are inclusive.
namespace kickpath::config {

/// A shape of scalars in four parts; the parser may assume that it is given a scalar.
template <class T>
struct ScalarRule final : Rule<T> {
  using Parse = std::function<Outcome<T>(const Node&, const std::optional<Frequency>&)>;
  ScalarRule(std::string wanted_text, json schema_text, Parse parse_scalar,
             std::function<json(const T&)> write_value)
      : what(std::move(wanted_text)), describes(std::move(schema_text)), parse(std::move(parse_scalar)),
        to_json(std::move(write_value)) {}

  bool read(const Spot& spot, T& out) const override {
    if (!accepts(spot.node().kind)) return spot.error("expected " + what + ", not " + describe(spot.node()));
    auto outcome = parse(spot.node(), spot.clock());
    if (!outcome) return spot.error(outcome.problem);
    out = *std::move(outcome.value);
    return true;
  }
  json write(const T& value) const override { return to_json(value); }
  json schema() const override { return describes; }
  bool accepts(Node::Kind kind) const override { return kind == Node::Kind::scalar; }
  std::string wanted() const override { return what; }

  std::string what;
  json describes;
  Parse parse;
  std::function<json(const T&)> to_json;
};

/// Decimal, unquoted.
Shape<std::int64_t> integer_between(std::int64_t min, std::int64_t max);

template <std::integral T = std::int64_t>
requires(!std::same_as<T, bool>) Shape<T> integer(T min, T max) {
  static_assert(sizeof(T) < 8 || std::signed_integral<T>, "64 unsigned bits do not fit the reader's integer");
  const auto wide = integer_between(static_cast<std::int64_t>(min), static_cast<std::int64_t>(max));
  if constexpr (std::same_as<T, std::int64_t>)
    return wide;
  else
    return wide.template mapped<T>([](const std::int64_t& n) { return static_cast<T>(n); },
                                   [](const T& n) { return static_cast<std::int64_t>(n); });
}

Shape<std::int64_t> power_of_two(std::int64_t min, std::int64_t max);

/// A finite decimal number, with or without fraction and exponent.
Shape<double> number(double min = std::numeric_limits<double>::lowest(),
                     double max = std::numeric_limits<double>::max());

/// `true` or `false`, nothing else (YAML 1.1's yes and on are refused).
Shape<bool> boolean();

/// Any text but the empty one; what looks like a number or a boolean must be quoted.
Shape<std::string> text();

/// A name: a letter, then letters, digits, '_', '.', '-'.
Shape<std::string> identifier();
bool is_identifier(std::string_view name);

/// `5 us`; also `2400 cycles` where the Reading has a clock.
Shape<Duration> duration(Duration min = Duration::zero(), Duration max = Duration::max());

/// Bytes: `4 KiB`, `1500 B`.
Shape<std::int64_t> size(std::int64_t min = 0, std::int64_t max = std::numeric_limits<std::int64_t>::max());

/// `30 %` reads as 0.3; the bounds are fractions too.
Shape<double> percent(double min = 0, double max = 1);

/// `2.4 GHz`; above 0.
Shape<Frequency> frequency();

/// Bytes per second: `100 MB/s`, `10 Gbit/s`.
Shape<std::int64_t> rate(std::int64_t min = 1, std::int64_t max = std::numeric_limits<std::int64_t>::max());

/// `2400 cycles`, kept as cycles.
Shape<Cycles> cycles();

}  // namespace kickpath::config
