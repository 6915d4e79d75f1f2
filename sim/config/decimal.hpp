#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "config/outcome.hpp"

/// Decimal fractions without rounding.
namespace kickpath::config {

__extension__ using Wide = __int128;

/// (-1)^is_negative * digits * 10^-places; digits below 10^25, no trailing zero among the places.
struct Decimal {
  bool is_negative = false;
  Wide digits = 0;
  int places = 0;
};

/// How much of `text` is a number: `-?[0-9]+(\.[0-9]+)?`, or 0.
std::size_t decimal_length(std::string_view text);

/// The whole of `text`, which decimal_length() accepts; a problem when it has too many digits.
Outcome<Decimal> parse_decimal(std::string_view text);

enum class Fit { exact, too_fine, too_large };

/// value * multiplier, 0 < multiplier <= 10^12 or so (below 2^41); `out` is set when exact and within 64
/// signed bits.
Fit scale(const Decimal& value, std::int64_t multiplier, std::int64_t& out);

/// digits * 10^-places for digits 0-9, without trailing zeros behind the point; `places` may be negative.
std::string with_point(std::string digits, int places);

/// value / 10^places without trailing zeros: (1500, 3) is "1.5".
std::string decimal_to_text(std::int64_t value, int places);

}  // namespace kickpath::config
