#pragma once
#include <set>
#include <string>

namespace kickpath::importing {

/// Names as a scenario takes them (a letter, then letters, digits, `_`, `.`, `-`), each once.
class Naming {
 public:
  /// As close to `wanted` as may be; `otherwise` where nothing of it is left.
  std::string give(const std::string& wanted, const std::string& otherwise);

 private:
  std::set<std::string> given_;
};

std::string identifier_of(const std::string& wanted, const std::string& otherwise);

}  // namespace kickpath::importing
