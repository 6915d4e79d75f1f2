#include <algorithm>

#include "study/table_print.hpp"

namespace kickpath::study {

namespace {

/// The last `steps` keys of a path; all of it where it has no more.
std::string tail(const std::string& path, std::size_t steps) {
  std::size_t at = path.size();
  for (; steps > 0 && at != std::string::npos && at > 0; --steps) at = path.rfind('.', at - 1);
  return at == std::string::npos || at == 0 ? path : path.substr(at + 1);
}

bool is_unique(const std::vector<std::string>& paths, std::size_t i, std::size_t steps) {
  const std::string own = tail(paths[i], steps);
  return std::count_if(paths.begin(), paths.end(),
                       [&](const std::string& other) { return tail(other, steps) == own; }) == 1;
}

}  // namespace

std::vector<std::string> short_names(const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    std::size_t steps = 1;
    while (!is_unique(paths, i, steps) && tail(paths[i], steps) != paths[i]) ++steps;
    names.push_back(tail(paths[i], steps));
  }
  return names;
}

}  // namespace kickpath::study
