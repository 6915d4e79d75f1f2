#pragma once
#include <thread>
#include <utility>

#include "hostfacts/cpu_list.hpp"

namespace kickpath::measure {

/// A thread that begins and stays on `core`. It inherits the pinning, so an error is the caller's to see, and
/// no moment is spent elsewhere.
template <class Body>
std::thread start_on(CoreId core, Body body) {
  const hostfacts::ScopedPin pin(core);
  return std::thread(std::move(body));
}

}  // namespace kickpath::measure
