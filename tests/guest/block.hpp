#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "protocol/control_block.hpp"

namespace kickpath::testing {

/// A vcpu's control block in this process: what the guest takes for its addresses are pointers here.
struct Block {
  explicit Block(std::vector<protocol::QueueControl> vcpu_queues = {}) : queues(std::move(vcpu_queues)) {
    protocol::Plan& plan = control.plan;
    plan.histogram = reinterpret_cast<std::uint64_t>(histogram.data());
    plan.queue_table = reinterpret_cast<std::uint64_t>(queues.data());
    plan.queues = static_cast<std::uint32_t>(queues.size());
    plan.tsc = {500ull << 32, (1ull << 48) / 500};  // 2 GHz
    plan.samples = reinterpret_cast<std::uint64_t>(samples.data());
    plan.sample_room = samples.size();
  }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

  std::vector<protocol::QueueControl> queues;
  std::vector<std::uint64_t> histogram = std::vector<std::uint64_t>(duration_buckets::count);
  std::array<protocol::Sample, 2> samples{};
  protocol::VcpuControl control;
};

}  // namespace kickpath::testing
