#pragma once
#include "engine/stack_pool.hpp"

namespace kickpath::engine {

/// A flow of control with a stack of its own: what an actor runs on, or the scheduler's context
/// (default-constructed, filled in by the first switch away from it). Switching: fiber_switch.hpp.
class Fiber {
 public:
  using Entry = void (*)(void* argument);  ///< ends with leave(), never by returning

  Fiber() = default;
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  void prepare(Stack stack, Entry entry, void* argument);
  Stack stack() const { return stack_; }

 private:
  friend struct FiberSwitch;
  void* context_ = nullptr;  ///< Boost.Context's; where to go on while the fiber is suspended
  Stack stack_;              ///< for the scheduler's context known to sanitizers only
  Entry entry_ = nullptr;
  void* argument_ = nullptr;
};

}  // namespace kickpath::engine
