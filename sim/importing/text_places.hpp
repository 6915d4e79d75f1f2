#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/error.hpp"

namespace kickpath::importing {

/// Offsets of a text into places as errors show them.
class TextPlaces {
 public:
  TextPlaces(std::string name, std::string_view text);

  /// An offset beyond the end is the end.
  config::Place at(std::size_t offset) const;
  config::Place whole() const { return {name_, 0, 0}; }

 private:
  std::shared_ptr<const std::string> name_;
  std::vector<std::size_t> line_begins_;
  std::size_t end_;
};

}  // namespace kickpath::importing
