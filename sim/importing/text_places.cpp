#include "importing/text_places.hpp"

#include <algorithm>

namespace kickpath::importing {

TextPlaces::TextPlaces(std::string name, std::string_view text)
    : name_(std::make_shared<const std::string>(std::move(name))), line_begins_{0}, end_(text.size()) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n') line_begins_.push_back(i + 1);
}

config::Place TextPlaces::at(std::size_t offset) const {
  const std::size_t where = std::min(offset, end_);
  const auto next = std::upper_bound(line_begins_.begin(), line_begins_.end(), where);
  const auto line = next - line_begins_.begin();
  return {name_, static_cast<int>(line), static_cast<int>(where - *(next - 1)) + 1};
}

}  // namespace kickpath::importing
