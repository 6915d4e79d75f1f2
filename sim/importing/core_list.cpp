#include "importing/core_list.hpp"

#include <fmt/format.h>
#include <set>

#include "host/core_set.hpp"

namespace kickpath::importing {

namespace {

struct Part {
  bool is_taken_out = false;
  std::uint64_t first = 0, last = 0;
};

std::optional<Part> read_part(std::string text, const Scalar& scalar, const std::string& what,
                              config::Errors& errors) {
  Part part;
  while (!text.empty() && text.front() == ' ') text.erase(0, 1);
  if (text.starts_with("^")) {
    part.is_taken_out = true;
    text.erase(0, 1);
  }
  const std::size_t dash = text.find('-');
  const auto cpu = [&](const std::string& number) {
    return read_number({number, scalar.place}, 0, host::max_cores - 1, what, errors);
  };
  const auto first = cpu(text.substr(0, dash));
  const auto last = dash == std::string::npos ? first : cpu(text.substr(dash + 1));
  if (!first || !last) return std::nullopt;
  part.first = *first;
  part.last = *last;
  if (*first <= *last) return part;
  errors.add(scalar.place, what, fmt::format("'{}' goes backwards", shown(text)));
  return std::nullopt;
}

}  // namespace

CoreList read_core_list(const Scalar& scalar, const std::string& what, config::Errors& errors) {
  std::set<std::uint32_t> cores;
  std::size_t begin = 0;
  while (begin <= scalar.text.size()) {
    const std::size_t comma = std::min(scalar.text.find(',', begin), scalar.text.size());
    const auto part = read_part(scalar.text.substr(begin, comma - begin), scalar, what, errors);
    if (!part) return {};
    for (auto core = static_cast<std::uint32_t>(part->first); core <= part->last; ++core)
      part->is_taken_out ? static_cast<void>(cores.erase(core)) : static_cast<void>(cores.insert(core));
    begin = comma + 1;
  }
  if (cores.empty()) errors.add(scalar.place, what, "names no CPU at all");
  return {cores.begin(), cores.end()};
}

}  // namespace kickpath::importing
