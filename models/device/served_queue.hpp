#pragma once
#include <vector>

#include "device/backend.hpp"
#include "memory/simulated_memory.hpp"
#include "notify/event_fd.hpp"
#include "notify/interrupt_path.hpp"
#include "program/device_loop.hpp"
#include "virtqueue/device.hpp"

/// The host's side of one virtqueue: what a server does when it is told to look. One server at a time.
namespace kickpath::device {

struct ServedQueueParts {
  host::Host& host;
  memory::SharedMemory& memory;
  std::uint64_t extent;  ///< of the guest's address space, bytes
  QueueId id;
  virtqueue::QueueLayout layout;
  virtqueue::Suppression suppression;
  bool is_blk;
  Backend& backend;
  notify::InterruptPath* interrupt;  ///< null: none
  vcpu::Vcpu& target;
  vcpu::Vector vector;
};

class ServedQueue final : public CompletionSink {
 public:
  explicit ServedQueue(const ServedQueueParts& parts);

  notify::EventFd& kicks() { return kicks_; }
  notify::EventFd& completions() { return completions_; }

  /// One visit, on the fiber of `server`.
  void drain(host::Task& server);
  /// Pushes what the backend has finished meanwhile, with one interrupt test.
  void reap_completions(host::Task& server);
  void complete(Ticket ticket) override;

  // For a server that polls.
  void stop_kicks(host::Task& server);
  bool has_pending(host::Task& server);
  /// True: requests came meanwhile.
  bool resume_kicks(host::Task& server);

 private:
  friend class DeviceWorld;

  ServedQueueParts parts_;
  memory::Toucher toucher_;
  memory::SimulatedMemory memory_;
  virtqueue::DeviceQueue<memory::SimulatedMemory> queue_;
  notify::EventFd kicks_;
  notify::EventFd completions_;
  std::vector<Ticket> finished_;
  bool are_kicks_stopped_ = false;
  bool has_pushed_ = false;  ///< and a polling guest has not been told yet
};

}  // namespace kickpath::device
