#include "config/collections.hpp"

#include <fmt/format.h>

namespace kickpath::config {

std::string count_problem(std::size_t count, std::size_t min, std::size_t max) {
  const auto items = [](std::size_t n) { return fmt::format("{} item{}", n, n == 1 ? "" : "s"); };
  if (min <= count && count <= max) return "";
  if (min == max) return fmt::format("needs {}, has {}", items(min), count);
  return count < min ? fmt::format("needs at least {}, has {}", items(min), count)
                     : fmt::format("takes at most {}, has {}", items(max), count);
}

}  // namespace kickpath::config
