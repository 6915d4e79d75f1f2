#pragma once
#include <cstdint>

#include "integrity/plan.hpp"
#include "qemu_protocol/boot_block.hpp"
#include "virtqueue/layout.hpp"
#include "virtqueue/packed_layout.hpp"
#include "virtqueue/suppression.hpp"

/// How the launcher asks a payload that has booted once for one check after the other: it writes all of a
/// job, then its number; the payload sets the device up anew, runs the check and answers with the same
/// number.
namespace kickpath::interop {

/// The page below the boot block: in the payload's room, behind the payload.
constexpr std::uint64_t check_block = qemu_protocol::boot_block - protocol::page;

struct Job {
  virtqueue::QueueLayout split;    ///< of size 0: the ring is packed
  virtqueue::PackedLayout packed;  ///< of size 0: it is split
  virtqueue::Suppression suppression = virtqueue::Suppression::flags;
  std::uint32_t sectors = 0;
  integrity::Plan plan;
  // Addresses of memory for the check: `sectors` words, all 0; a DriverSlot for each descriptor;
  // `plan.in_flight` Requests, words and integrity::Request::bytes of guest memory.
  std::uint64_t generations = 0;
  std::uint64_t driver_slots = 0;
  std::uint64_t places = 0;
  std::uint64_t free = 0;
  std::uint64_t requests = 0;
};

struct CheckBlock {
  std::uint32_t asked = 0;     ///< number of the job that the launcher has written
  std::uint32_t answered = 0;  ///< number of the job that is done
  Job job;
  integrity::Findings findings;
};
static_assert(sizeof(CheckBlock) <= protocol::page);

}  // namespace kickpath::interop
