#pragma once
#include <algorithm>
#include <utility>
#include <vector>

#include "host/task.hpp"

namespace kickpath::device {

/// State that each of the threads which serve a device has for itself.
template <class T>
class PerServer {
 public:
  T& operator[](const host::Task& server) {
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const auto& entry) { return entry.first == &server; });
    return found == entries_.end() ? entries_.emplace_back(&server, T{}).second : found->second;
  }

 private:
  std::vector<std::pair<const host::Task*, T>> entries_;
};

}  // namespace kickpath::device
