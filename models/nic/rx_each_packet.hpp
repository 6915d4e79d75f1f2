#pragma once
#include "nic/rx_interrupts.hpp"

namespace kickpath::nic {

/// An interrupt test after each packet (QEMU hw/net/virtio-net.c virtio_net_receive; lguest before 2009).
class RxEachPacket final : public RxInterrupts {
 public:
  explicit RxEachPacket(Send send) : send_(std::move(send)) {}
  void given(host::Task& server) override { send_(server); }
  void tap_is_empty(host::Task&) override {}
  void ring_is_full(host::Task&) override {}

 private:
  Send send_;
};

}  // namespace kickpath::nic
