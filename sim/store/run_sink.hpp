#pragma once
#include <string>
#include <unordered_map>

#include "store/run_record.hpp"

namespace kickpath::store {

/// Where a sweep puts its runs. Throws StoreFailed (store.hpp) where it cannot.
class RunSink {
 public:
  virtual ~RunSink() = default;

  /// What is there, by key.
  virtual std::unordered_map<std::string, State> states() = 0;

  /// Keeps a run with the next commit(). A run that is there is never overwritten, but one that died.
  virtual void put(const RunRecord& run) = 0;

  /// Makes all that was put durable against the end of this process at any time.
  virtual void commit() = 0;
};

}  // namespace kickpath::store
