#pragma once
#include <utility>

#include "notify/guest_notifier.hpp"
#include "notify/interrupt_path.hpp"

namespace kickpath::notify {

/// An entry of a device's MSI-X table, with its mask (PCI 3.0 6.8.2). One or more queues notify through it: a
/// driver that gets too few vectors puts all of its queues on one (Linux drivers/virtio/virtio_pci_common.c,
/// vp_find_vqs_msix).
class MsixVector final : public GuestNotifier {
 public:
  MsixVector(InterruptPath& path, IrqRoute& route) : path_(path), route_(route) {}

  void notify(host::Task& sender) override {
    if (is_attached()) return path_.send(sender, route_);
    is_kept_ = true;  // before the time passes in which the path may be attached again
    path_.park(sender);
  }

  /// The guest has written the entry's vector control; `by` handles the exit.
  void mask(host::Task& by) { change(is_masked_, true, by); }
  void unmask(host::Task& by) { change(is_masked_, false, by); }
  /// The VM stops, or it runs again: nothing is injected in between, and nothing forgotten.
  void vm_stops(host::Task& by) { change(is_stopped_, true, by); }
  void vm_runs(host::Task& by) { change(is_stopped_, false, by); }

  bool is_masked() const { return is_masked_; }
  bool is_pending() const { return is_kept_; }

 private:
  bool is_attached() const { return !is_masked_ && !is_stopped_; }

  void change(bool& why, bool value, host::Task& by) {
    const bool was_attached = is_attached();
    why = value;
    if (was_attached == is_attached()) return;
    if (was_attached) {
      path_.detach(by);
    } else {
      path_.attach(by, route_, std::exchange(is_kept_, false));
    }
  }

  InterruptPath& path_;
  IrqRoute& route_;
  bool is_masked_ = false;
  bool is_stopped_ = false;
  bool is_kept_ = false;
};

}  // namespace kickpath::notify
