#pragma once
#include <cstdint>
#include <string>

namespace kickpath::store {

enum class State {
  done,    ///< `text` is its result (`kickpath.result/1` of one replica)
  failed,  ///< the simulation itself failed, and would again: `text` says why
  died     ///< its process was killed or crashed, `text` says how; it may be run again
};

/// One run, stored under its key.
struct RunRecord {
  std::string key;
  std::string settings;  ///< what it changed of its base: a map on one line
  std::uint64_t seed = 0;
  std::uint32_t replica = 0;
  State state = State::done;
  std::string text;
  friend bool operator==(const RunRecord&, const RunRecord&) = default;
};

}  // namespace kickpath::store
