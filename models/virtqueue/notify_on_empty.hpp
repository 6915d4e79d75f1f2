#pragma once
#include <cstdint>
#include <utility>

#include "virtqueue/device_queue.hpp"

namespace kickpath::virtqueue {

/// A device's queue whose driver has negotiated VIRTIO_F_NOTIFY_ON_EMPTY (VirtIO 1.3,
/// "Legacy Interface: Reserved Feature Bits"): the device interrupts when it has used all that was available, even
/// where the driver asks for silence. As QEMU v8.2 hw/virtio/virtio.c virtio_split_should_notify: nothing
/// available, and nothing in flight.
template <DeviceQueue Q>
class NotifyOnEmpty : public Q {
 public:
  using Q::Q;

  void push(std::uint16_t head, std::uint32_t written) {
    Q::push(head, written);
    has_pushed_ = true;
  }

  bool needs_interrupt() {
    const bool is_wanted = Q::needs_interrupt();
    const bool is_news = std::exchange(has_pushed_, false);
    return is_wanted || (is_news && is_empty());
  }

 private:
  bool is_empty() { return !this->is_broken() && this->in_flight() == 0 && !this->has_pending(); }

  bool has_pushed_ = false;
};

}  // namespace kickpath::virtqueue
