#pragma once
#include <variant>
#include <vector>

#include "device/backend.hpp"
#include "device/probes.hpp"
#include "device/rings.hpp"
#include "device/visit_lock.hpp"
#include "engine/probe.hpp"
#include "memory/simulated_memory.hpp"
#include "notify/event_fd.hpp"
#include "notify/guest_notifier.hpp"
#include "program/device_loop.hpp"
#include "server/queue_handler.hpp"
#include "vcpu/vcpu.hpp"
#include "virtqueue/notify_on_empty.hpp"
#include "virtqueue/packed_device.hpp"
#include "virtqueue/split_device.hpp"

/// The host's side of one virtqueue: what a server does when it is told to look. One server at a time.
namespace kickpath::device {

struct ServedQueueParts {
  host::Host& host;
  memory::SharedMemory& memory;
  std::uint64_t extent;  ///< of the guest's address space, bytes
  QueueId id;
  Rings rings;
  virtqueue::Suppression suppression;
  bool is_blk;
  bool is_asynchronous;  ///< the backend completes some of it later
  Backend& backend;
  notify::GuestNotifier* guest;  ///< null: the guest is not interrupted
  vcpu::Vcpu& target;            ///< may spin on the used ring
  bool notify_on_empty = false;  ///< of a split ring
  const Probes* probes = nullptr;
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

  /// A server is about to pop or to push, or has tested whether to interrupt; it has paid for that.
  engine::Probe<host::Task&, program::RingOperation> about_to;

  std::uint32_t in_flight() const {
    return std::visit([](const auto& queue) -> std::uint32_t { return queue.in_flight(); }, queue_);
  }
  /// Waits until nothing that was taken from the ring is in flight; the servers go on meanwhile.
  void await_quiet(host::Task& waiter);
  /// The driver has reset the device: a new ring, once nothing is in flight. `clear` empties it, the driver's
  /// side too, while no server looks.
  template <class Clear>
  void renew(host::Task& by, Clear clear) {
    const auto renew_if_quiet = [&] {
      if (!is_quiet()) return false;  // a server that polls has taken another
      clear();
      queue_ = make_side();
      return true;
    };
    do await_quiet(by);
    while (!lock_.visit(by, renew_if_quiet));
  }

 private:
  friend class DeviceWorld;
  using SplitDevice = virtqueue::SplitDevice<memory::SimulatedMemory>;
  using PackedDevice = virtqueue::PackedDevice<memory::SimulatedMemory>;
  using NotifyOnEmpty = virtqueue::NotifyOnEmpty<SplitDevice>;
  using DeviceSide = std::variant<SplitDevice, PackedDevice, NotifyOnEmpty>;

  DeviceSide make_side();

  /// Calls `work(world, queue)` once no other server is there. Of which kind the ring is, is asked once.
  template <class Work>
  auto visit(host::Task& server, Work work);
  bool is_quiet() const { return finished_.empty() && in_flight() == 0; }
  void tell_if_quiet(host::Task& server);
  RequestId id_of(std::uint16_t head) const { return {parts_.target.task().spec().vm, parts_.id, head}; }
  void note_resumed(host::Task& server, std::uint16_t head);

  ServedQueueParts parts_;
  memory::Toucher toucher_;
  memory::SimulatedMemory memory_;
  std::vector<std::uint16_t> lengths_;  ///< a packed queue's own memory
  DeviceSide queue_;
  notify::EventFd kicks_;
  notify::EventFd completions_;
  std::vector<Ticket> finished_;
  VisitLock lock_;
  host::Task* awaits_quiet_ = nullptr;
  std::uint16_t served_head_ = 0;  ///< what its server, if that is watched, serves
  bool are_kicks_stopped_ = false;
  bool has_pushed_ = false;  ///< and a polling guest has not been told yet
};

}  // namespace kickpath::device
