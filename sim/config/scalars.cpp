#include "config/scalars.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

#include "config/excerpt.hpp"
#include "config/units.hpp"

namespace kickpath::config {

namespace {

/// "must be from 1 to 8, not 9"; an empty bound is none.
std::string out_of_bounds(const std::string& given, const std::string& min, const std::string& max) {
  if (min.empty()) return fmt::format("must be at most {}, not {}", max, given);
  if (max.empty()) return fmt::format("must be at least {}, not {}", min, given);
  return fmt::format("must be from {} to {}, not {}", min, max, given);
}

std::string bounds_text(const std::string& min, const std::string& max) {
  if (min.empty() && max.empty()) return "";
  if (min.empty()) return "at most " + max;
  return max.empty() ? "at least " + min : "from " + min + " to " + max;
}

template <class T>
struct Bounds {
  T min, max, lowest, highest;  ///< a bound at the type's own limit is not worth a word
  std::function<std::string(const T&)> show;

  std::string min_text() const { return min > lowest ? show(min) : ""; }
  std::string max_text() const { return max < highest ? show(max) : ""; }

  Outcome<T> apply(Outcome<T> read, const std::string& given) const {
    if (!read || (!(*read < min) && !(max < *read))) return read;
    return Outcome<T>::bad(out_of_bounds(excerpt(given), min_text(), max_text()));
  }
};

template <class T>
Shape<T> make(std::string wanted, json schema, typename ScalarRule<T>::Parse parse,
              std::function<json(const T&)> write) {
  return Shape<T>{std::make_shared<ScalarRule<T>>(std::move(wanted), std::move(schema), std::move(parse),
                                                  std::move(write))};
}

/// A number with a unit: text for a schema, whatever quotes it has.
template <class T>
Shape<T> quantity(const std::string& wanted, const std::string& pattern, Bounds<T> bounds,
                  std::function<Outcome<T>(std::string_view, const std::optional<Frequency>&)> parse) {
  json schema{{"type", "string"}, {"pattern", pattern}};
  const std::string limits = bounds_text(bounds.min_text(), bounds.max_text());
  schema["description"] = limits.empty() ? wanted : wanted + ", " + limits;
  return make<T>(
      wanted, std::move(schema),
      [bounds, parse](const Node& node, const std::optional<Frequency>& clock) {
        return bounds.apply(parse(node.text, clock), node.text);
      },
      [bounds](const T& value) { return json(bounds.show(value)); });
}

template <class T>
Outcome<T> parse_plain(const Node& node, const std::string& wanted) {
  if (node.quoted) return Outcome<T>::bad(fmt::format("expected {}, not text in quotes", wanted));
  T value{};
  const char* const end = node.text.data() + node.text.size();
  const auto [stop, problem] = std::from_chars(node.text.data(), end, value);
  if (problem == std::errc::invalid_argument || stop != end)
    return Outcome<T>::bad(fmt::format("expected {}, not {}", wanted, quote(node.text)));
  if (problem == std::errc::result_out_of_range)
    return Outcome<T>::bad(quote(node.text) + " is beyond 64 bits");
  return value;
}

constexpr std::int64_t int_min = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t int_max = std::numeric_limits<std::int64_t>::max();

template <class T>
json number_schema(const char* type, const Bounds<T>& bounds) {
  json schema{{"type", type}};
  if (!bounds.min_text().empty()) schema["minimum"] = bounds.min;
  if (!bounds.max_text().empty()) schema["maximum"] = bounds.max;
  return schema;
}

std::string show_integer(const std::int64_t& n) { return std::to_string(n); }
std::string show_number(const double& x) { return fmt::format("{}", x); }

}  // namespace

Shape<std::int64_t> integer_between(std::int64_t min, std::int64_t max) {
  const Bounds<std::int64_t> bounds{min, max, int_min, int_max, show_integer};
  const std::string wanted = "an integer";
  return make<std::int64_t>(
      wanted, number_schema("integer", bounds),
      [bounds, wanted](const Node& node, const auto&) {
        return bounds.apply(parse_plain<std::int64_t>(node, wanted), node.text);
      },
      [](const std::int64_t& value) { return json(value); });
}

Shape<std::int64_t> power_of_two(std::int64_t min, std::int64_t max) {
  json powers = json::array();
  for (std::int64_t power = 1; power <= max && power > 0; power *= 2)
    if (power >= min) powers.push_back(power);
  return make<std::int64_t>(
      "a power of two", {{"enum", std::move(powers)}},
      [min, max](const Node& node, const auto&) {
        const Bounds<std::int64_t> bounds{min, max, int_min, int_max, show_integer};
        auto read = bounds.apply(parse_plain<std::int64_t>(node, "a power of two"), node.text);
        if (!read || (*read > 0 && (*read & (*read - 1)) == 0)) return read;
        return Outcome<std::int64_t>::bad(fmt::format("must be a power of two, not {}", *read));
      },
      [](const std::int64_t& value) { return json(value); });
}

Shape<double> number(double min, double max) {
  using Limits = std::numeric_limits<double>;
  const Bounds<double> bounds{min, max, Limits::lowest(), Limits::max(), show_number};
  return make<double>(
      "a number", number_schema("number", bounds),
      [bounds](const Node& node, const auto&) {
        auto read = parse_plain<double>(node, "a number");
        if (read && !std::isfinite(*read)) return Outcome<double>::bad("must be a finite number");
        return bounds.apply(std::move(read), node.text);
      },
      [](const double& value) { return json(value); });
}

Shape<bool> boolean() {
  return make<bool>(
      "true or false", {{"type", "boolean"}},
      [](const Node& node, const auto&) {
        const bool is_true = node.text == "true";
        if (!node.quoted && (is_true || node.text == "false")) return Outcome<bool>{is_true};
        return Outcome<bool>::bad(fmt::format("expected true or false, not {}{}", quote(node.text),
                                              node.quoted ? " in quotes" : ""));
      },
      [](const bool& value) { return json(value); });
}

Shape<std::string> text() {
  return make<std::string>(
      "a text", {{"type", "string"}, {"minLength", 1}},
      [](const Node& node, const auto&) {
        using Result = Outcome<std::string>;
        if (node.text.empty()) return Result::bad("must not be empty");
        if (node.quoted || !looks_typed(node.text)) return Result{node.text};
        return Result::bad(
            fmt::format("expected a text; put it in quotes, as in \"{}\"", excerpt(node.text)));
      },
      [](const std::string& value) { return json(value); });
}

bool is_identifier(std::string_view name) {
  const auto is_letter = [](char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); };
  const auto is_more = [&](char c) {
    return is_letter(c) || ('0' <= c && c <= '9') || c == '_' || c == '.' || c == '-';
  };
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), is_more);
}

Shape<std::string> identifier() {
  return make<std::string>(
      "a name", {{"type", "string"}, {"pattern", "^[A-Za-z][A-Za-z0-9_.-]*$"}},
      [](const Node& node, const auto&) {
        if (is_identifier(node.text)) return Outcome<std::string>{node.text};
        return Outcome<std::string>::bad(fmt::format(
            "expected a name (a letter, then letters, digits, '_', '.', '-'), not {}", quote(node.text)));
      },
      [](const std::string& value) { return json(value); });
}

Shape<Duration> duration(Duration min, Duration max) {
  std::string pattern = duration_pattern();
  pattern.insert(pattern.size() - 2, "|cycles|cycle");
  return quantity<Duration>(
      "a duration", pattern,
      {min, max, Duration::min(), Duration::max(), [](const Duration& d) { return to_text(d); }},
      parse_duration);
}

Shape<std::int64_t> size(std::int64_t min, std::int64_t max) {
  return quantity<std::int64_t>("a size", size_pattern(), {min, max, int_min, int_max, size_to_text},
                                [](std::string_view text, const auto&) { return parse_size(text); });
}

Shape<double> percent(double min, double max) {
  using Limits = std::numeric_limits<double>;
  return quantity<double>("a percentage", percent_pattern(),
                          {min, max, Limits::lowest(), Limits::max(), percent_to_text},
                          [](std::string_view text, const auto&) { return parse_percent(text); });
}

Shape<Frequency> frequency() {
  return quantity<Frequency>("a frequency", frequency_pattern(),
                             {Frequency{1}, Frequency{int_max}, Frequency{int_min}, Frequency{int_max},
                              [](const Frequency& f) { return to_text(f); }},
                             [](std::string_view text, const auto&) { return parse_frequency(text); });
}

Shape<std::int64_t> rate(std::int64_t min, std::int64_t max) {
  return quantity<std::int64_t>("a rate", rate_pattern(), {min, max, int_min, int_max, rate_to_text},
                                [](std::string_view text, const auto&) { return parse_rate(text); });
}

Shape<Cycles> cycles() {
  return quantity<Cycles>("a number of cycles", cycles_pattern(),
                          {Cycles{0}, Cycles{int_max}, Cycles{int_min}, Cycles{int_max},
                           [](const Cycles& c) { return to_text(c); }},
                          [](std::string_view text, const auto&) { return parse_cycles(text); });
}

}  // namespace kickpath::config
