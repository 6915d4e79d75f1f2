#include "config/decimal.hpp"

#include <limits>

namespace kickpath::config {

namespace {

constexpr int most_digits = 25;  // times 2^41 stays below 2^127

bool is_digit(char c) { return '0' <= c && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - begin;
}

}  // namespace

std::size_t decimal_length(std::string_view text) {
  const std::size_t begin = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits_at(text, begin);
  if (whole == 0) return 0;
  const std::size_t end = begin + whole;
  const std::size_t fraction = text.substr(end).starts_with('.') ? digits_at(text, end + 1) : 0;
  return fraction > 0 ? end + 1 + fraction : end;
}

Outcome<Decimal> parse_decimal(std::string_view text) {
  Decimal value;
  value.is_negative = text.starts_with('-');
  if (value.is_negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos) text = text.substr(0, text.find_last_not_of('0') + 1);
  int significant = 0;
  for (const char c : text) {
    if (c == '.') continue;
    value.digits = value.digits * 10 + (c - '0');
    if (value.digits > 0 && ++significant > most_digits) return Outcome<Decimal>::bad("has too many digits");
  }
  // 40 places are finer than any unit's; the digits themselves are few
  const std::size_t places = point == std::string_view::npos ? 0 : text.size() - point - 1;
  if (places > 40 && value.digits > 0) return Outcome<Decimal>::bad("has too many digits");
  value.places = value.digits > 0 ? static_cast<int>(places) : 0;
  return value;
}

Fit scale(const Decimal& value, std::int64_t multiplier, std::int64_t& out) {
  Wide scaled = value.digits * multiplier;
  for (int i = 0; i < value.places; ++i) {
    if (scaled % 10 != 0) return Fit::too_fine;
    scaled /= 10;
  }
  if (value.is_negative) scaled = -scaled;
  if (scaled > std::numeric_limits<std::int64_t>::max() || scaled < std::numeric_limits<std::int64_t>::min())
    return Fit::too_large;
  out = static_cast<std::int64_t>(scaled);
  return Fit::exact;
}

std::string with_point(std::string digits, int places) {
  if (places < 0) digits.append(static_cast<std::size_t>(-places), '0');
  if (places > 0) {
    const auto behind = static_cast<std::size_t>(places);
    if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
    digits.insert(digits.size() - behind, 1, '.');
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') digits.pop_back();
  }
  const bool is_zero = digits.find_first_not_of("0.") == std::string::npos;
  return is_zero ? "0" : digits;
}

std::string decimal_to_text(std::int64_t value, int places) {
  const std::string text = std::to_string(value);
  std::string sign(value < 0 ? 1 : 0, '-');
  return sign.append(with_point(text.substr(sign.size()), places));
}

}  // namespace kickpath::config
