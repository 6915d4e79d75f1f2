#include <fmt/format.h>

#include "placement/placing_print.hpp"

namespace kickpath::placement {

namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::string number(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : ""; }

std::string line(const Row& row) {
  std::optional<double> mean, lo, hi, gain, half;
  if (row.objective) mean = row.objective->mean;
  if (row.objective && row.objective->ci95) lo = row.objective->ci95->lo, hi = row.objective->ci95->hi;
  if (row.gain) gain = row.gain->share, half = row.gain->half_width;
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", row.rank == 0 ? "" : std::to_string(row.rank),
                     quoted(row.text), row.is_given ? "yes" : "no", row.replicas, number(mean), number(lo),
                     number(hi), number(gain), number(half), row.rank == 0 ? "" : to_text(row.standing),
                     study::to_text(row.constraints), quoted(row.reason));
}

}  // namespace

std::string to_csv(const Placing& placing) {
  std::string text =
      "rank,placement,given,replicas,mean,ci95_lo,ci95_hi,gain,gain_half_width,standing,constraints,reason\n";
  for (const Row& row : placing.rows) text += line(row);
  return text + line(placing.given);
}

}  // namespace kickpath::placement
