#include "tracefs/cpu_mask.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>

namespace kickpath::tracefs {

std::string cpu_mask(const std::vector<unsigned>& cpus) {
  constexpr unsigned bits = 32;
  std::vector<std::uint32_t> words(1);
  for (const unsigned cpu : cpus) {
    words.resize(std::max<std::size_t>(words.size(), cpu / bits + 1));
    words[cpu / bits] |= std::uint32_t{1} << cpu % bits;
  }
  std::string mask = fmt::format("{:x}", words.back());
  for (auto word = words.rbegin() + 1; word != words.rend(); ++word) mask += fmt::format(",{:08x}", *word);
  return mask;
}

}  // namespace kickpath::tracefs
