#pragma once
#include <optional>
#include <string>

#include "store/run_record.hpp"

namespace kickpath::store {

/// "done", "failed", "died": as stores say them.
const char* word_of(State state);
std::optional<State> state_of(const std::string& word);

}  // namespace kickpath::store
