#pragma once
#include <cstdint>

namespace kickpath::program {

/// What a program is about to do with a ring. Real worlds ignore it: there the time passes by itself.
enum class RingOperation : std::uint8_t { post, kick_test, reap, pop, push, interrupt_test };

}  // namespace kickpath::program
