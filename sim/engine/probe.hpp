#pragma once
#include <functional>
#include <utility>
#include <vector>

namespace kickpath::engine {

/// Where a model tells what happens to it. The model fires; recorders, traces and checkers subscribe from
/// outside. Without a subscriber, firing costs one branch. Subscribers are called in the order in which they
/// subscribed, in the firing context; they may not block, and may not subscribe to the same probe meanwhile.
template <class... Args>
class Probe {
 public:
  void subscribe(std::function<void(Args...)> subscriber) { subscribers_.push_back(std::move(subscriber)); }
  bool has_subscribers() const { return !subscribers_.empty(); }

  void operator()(Args... args) const {
    if (subscribers_.empty()) [[likely]]
      return;
    for (const auto& subscriber : subscribers_) subscriber(args...);
  }

 private:
  std::vector<std::function<void(Args...)>> subscribers_;
};

}  // namespace kickpath::engine
