#pragma once
#include <array>
#include <vector>

#include "trace/timeline_threads.hpp"

namespace kickpath::trace {

/// What the vcpus do: guest, exits, interrupts.
class VcpuTimeline {
 public:
  /// Subscribes.
  VcpuTimeline(TimelinePen& pen, TimelineThreads& threads, vcpu::Probes& probes);
  VcpuTimeline(const VcpuTimeline&) = delete;
  VcpuTimeline& operator=(const VcpuTimeline&) = delete;

 private:
  static constexpr std::size_t kinds = 9;  ///< vcpu::ExitKind
  using Names = std::array<NameId, kinds>;

  void listen_to_exits(vcpu::Probes& probes);
  void listen_to_interrupts(vcpu::Probes& probes);
  void exits(const vcpu::Vcpu& vcpu, vcpu::ExitKind kind);
  void injects(const vcpu::Vcpu& vcpu, vcpu::Vector vector);
  ThreadTrack& of(const vcpu::Vcpu& vcpu) { return threads_.of(vcpu.task()); }
  /// The event's name with this vector.
  NameId with_vector(std::string_view event, std::vector<NameId>& known, vcpu::Vector vector);

  TimelinePen& pen_;
  TimelineThreads& threads_;
  NameId in_guest_, in_userspace_, eoi_, wakeup_by_poll_, wakeup_by_wait_;
  Names exits_{}, ios_{};
  std::vector<NameId> messages_, accepted_, injected_;  ///< by vector
  const vcpu::Vcpu* kicked_out_ = nullptr;              ///< who has just left its guest for an interrupt
};

}  // namespace kickpath::trace
