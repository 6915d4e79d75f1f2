#include "tracefiles/time_stamp.hpp"

#include <cstdlib>
#include <fmt/format.h>

#include "config/excerpt.hpp"
#include "tracefiles/numbers.hpp"

namespace kickpath::tracefiles {

namespace {

using Date = config::Outcome<Instant>;

constexpr std::int64_t longest_s = 8'640'000;  // 100 days
constexpr std::int64_t most = std::int64_t{1} << 62;
constexpr std::size_t most_decimals = 12;

Date bad(std::string_view text) {
  return Date::bad(fmt::format("{} is no time: expected seconds (4112.604594) or cycles (81030120108)",
                               config::quote(text)));
}

Date too_far() { return Date::bad("more than 100 days from the first event: this is not one trace"); }

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

std::int64_t picoseconds(std::string_view decimals) {
  std::string digits{decimals};
  digits.resize(most_decimals, '0');
  return to_number<std::int64_t>(digits).value();
}

}  // namespace

config::Outcome<Instant> TimeStamps::read(std::string_view text) {
  const auto point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (!is_digits(whole)) return bad(text);
  if (point == text.npos) return read_ticks(whole);
  const std::string_view decimals = text.substr(point + 1);
  if (!is_digits(decimals) || decimals.size() > most_decimals) return bad(text);
  return read_seconds(whole, decimals);
}

config::Outcome<Instant> TimeStamps::read_seconds(std::string_view whole, std::string_view decimals) {
  const auto seconds = to_number<std::int64_t>(whole);
  if (!seconds || *seconds > most) return bad(whole);
  if (!origin_) origin_ = *seconds;
  const std::int64_t since = *seconds - *origin_;
  if (std::abs(since) > longest_s) return too_far();
  return Instant{std::chrono::seconds{since} + Duration{picoseconds(decimals)}};
}

config::Outcome<Instant> TimeStamps::read_ticks(std::string_view text) {
  const auto ticks = to_number<std::int64_t>(text);
  if (!ticks || *ticks > most) return bad(text);
  if (!tsc_)
    return Date::bad(fmt::format("{} counts cycles (trace_clock x86-tsc): the TSC's frequency must be given",
                                 config::quote(text)));
  if (!origin_) origin_ = *ticks;
  const std::int64_t since = *ticks - *origin_;
  if (std::abs(since) / tsc_->hertz > longest_s) return too_far();
  return Instant{to_duration(Cycles{since}, *tsc_)};
}

}  // namespace kickpath::tracefiles
