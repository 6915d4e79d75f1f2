#include "store/state_words.hpp"

#include <array>

namespace kickpath::store {

namespace {

constexpr std::array<const char*, 3> words{"done", "failed", "died"};

}  // namespace

const char* word_of(State state) { return words.at(static_cast<std::size_t>(state)); }

std::optional<State> state_of(const std::string& word) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (word == words[i]) return static_cast<State>(i);
  return std::nullopt;
}

}  // namespace kickpath::store
