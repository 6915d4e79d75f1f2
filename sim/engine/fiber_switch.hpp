#pragma once
#include <cstddef>
#include <utility>

#include <boost/context/detail/fcontext.hpp>

#include "engine/fiber.hpp"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif

namespace kickpath::engine {

/// The switch itself, on Boost.Context's fcontext: some instructions less than boost::context::fiber, whose
/// ownership and unwinding the engine does not need. Whoever arrives notes where the other one left.
///
/// The C++ runtime's record of exceptions being handled belongs to the thread: no switch inside a catch
/// block.
struct FiberSwitch {
  /// Suspends `from`, which is running, and goes on with `to`; returns when something changes back to `from`.
  static void change(Fiber& from, Fiber& to) {
    void* fake_stack = nullptr;
    announce(&fake_stack, to);
    arrive(fake_stack, jump(Crossing{&from, &to}));
  }

  /// The last switch of `from`: its stack is free as soon as `to` runs.
  [[noreturn]] static void leave(Fiber& from, Fiber& to) {
    announce(nullptr, to);
    jump(Crossing{&from, &to});
    __builtin_unreachable();
  }

 private:
  friend class Fiber;
  using Transfer = boost::context::detail::transfer_t;
  struct Crossing {
    Fiber* from;
    Fiber* to;
  };

  static Transfer jump(Crossing crossing) {
    return boost::context::detail::jump_fcontext(std::exchange(crossing.to->context_, nullptr), &crossing);
  }

  static Crossing arrive(void* fake_stack, const Transfer& origin) {
    const Crossing crossing = *static_cast<const Crossing*>(origin.data);
    crossing.from->context_ = origin.fctx;
    told(fake_stack, *crossing.from);
    return crossing;
  }

  // Where a fiber begins.
  static void enter(Transfer origin) {
    const Fiber& fiber = *arrive(nullptr, origin).to;
    fiber.entry_(fiber.argument_);
  }

  // AddressSanitizer must know the stack it is on.
#ifdef __SANITIZE_ADDRESS__
  static void announce(void** fake_stack, const Fiber& to) {
    __sanitizer_start_switch_fiber(fake_stack, to.stack_.bottom, to.stack_.size());
  }
  static void told(void* fake_stack, Fiber& from) {
    const void* bottom = nullptr;
    std::size_t size = 0;
    __sanitizer_finish_switch_fiber(fake_stack, &bottom, &size);
    from.stack_.bottom = static_cast<std::byte*>(const_cast<void*>(bottom));
    from.stack_.top = from.stack_.bottom + size;
  }
#else
  static void announce(void**, const Fiber&) {}
  static void told(void*, Fiber&) {}
#endif
};

inline void Fiber::prepare(Stack stack, Entry entry, void* argument) {
  stack_ = stack;
  entry_ = entry;
  argument_ = argument;
  context_ = boost::context::detail::make_fcontext(stack.top, stack.size(), &FiberSwitch::enter);
}

}  // namespace kickpath::engine
