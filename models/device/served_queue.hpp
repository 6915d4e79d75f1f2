#pragma once
#include <vector>

#include "device/backend.hpp"
#include "memory/simulated_memory.hpp"
#include "notify/event_fd.hpp"
#include "notify/interrupt_path.hpp"
#include "program/device_loop.hpp"
#include "server/queue_handler.hpp"
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
  bool is_asynchronous;  ///< the backend completes some of it later
  Backend& backend;
  notify::InterruptPath* interrupt;  ///< null: none
  vcpu::Vcpu& target;
  vcpu::Vector vector;
};

class ServedQueue final : public CompletionSink, public server::QueueHandler {
 public:
  explicit ServedQueue(const ServedQueueParts& parts);

  notify::EventFd& kicks() override { return kicks_; }
  notify::EventFd* completions() override { return parts_.is_asynchronous ? &completions_ : nullptr; }
  void drain(host::Task& server) override;
  void reap_completions(host::Task& server) override;
  void stop_kicks(host::Task& server) override;
  bool has_pending(host::Task& server) override;
  bool serve(host::Task& server, const server::Budget& budget) override;
  bool resume_kicks(host::Task& server) override;

  void complete(Ticket ticket) override;
  void complete_by(host::Task& worker, Ticket ticket) override;

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
