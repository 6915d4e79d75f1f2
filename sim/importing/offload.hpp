#pragma once
#include <string_view>

namespace kickpath::importing {

/// Large packets of a virtio-net device: VIRTIO_NET_F_HOST_TSO4 and its like towards the host, GUEST_TSO4 and
/// its like towards the guest. All are there unless switched off.
class Offload {
 public:
  /// `name` as libvirt and QEMU call it, without `host_`, `guest_`; what is no large packet does not count.
  void set(bool is_to_host, std::string_view name, bool is_on) {
    bool& side = is_to_host ? to_host_ : to_guest_;
    if (name == "gso" || name == "tso4" || name == "csum") side = is_on && side;
  }
  bool has_gso() const { return to_host_; }
  bool is_uneven() const { return to_host_ != to_guest_; }

 private:
  bool to_host_ = true, to_guest_ = true;
};

}  // namespace kickpath::importing
