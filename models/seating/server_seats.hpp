#pragma once
#include <cstddef>
#include <cstdint>

#include "vm/vm_spec.hpp"

namespace kickpath::seating {

/// The first device that names the iothread of device `d`, which sits where that one wants it; `d` itself if
/// there is none.
std::size_t first_sharer(const vm::VmSpec& group, std::size_t d);

/// Seats of `placement.servers` that one instance takes: those of all devices, shared iothreads once.
std::uint32_t server_seats(const vm::VmSpec& group);

}  // namespace kickpath::seating
