#include "scenario/words.hpp"

namespace kickpath::scenario {

using device::DeviceKind;
using device::DiskAio;
using device::Layout;
using device::Trigger;
using notify::InterruptPathKind;
using notify::KickPathKind;
using server::ServerKind;
using virtqueue::Suppression;
using workload::Completion;
using workload::Direction;
using workload::LockKind;

const Words<HostId>& host_words() {
  static const Words<HostId> words{{"host", first_host, "the host of the scenario"},
                                   {"remote", remote_host, "the one at the other end of the link"}};
  return words;
}

const Words<host::PreemptionKind>& preemption_words() {
  static const Words<host::PreemptionKind> words{
      {"none", host::PreemptionKind::none, "on the way to userspace or a guest, and at cond_resched"},
      {"voluntary", host::PreemptionKind::voluntary, "at might_sleep too"},
      {"full", host::PreemptionKind::full, "anywhere in the kernel, at once"},
      {"lazy", host::PreemptionKind::lazy,
       "on the way to userspace or a guest alone, without an IPI; from the next tick on anywhere (Linux "
       "6.13)"}};
  return words;
}

const Words<KickPathKind>& kick_words() {
  static const Words<KickPathKind> words{
      {"ioeventfd-pio", KickPathKind::ioeventfd_pio,
       "lightweight exit by OUT, eventfd signalled in the kernel"},
      {"ioeventfd-mmio", KickPathKind::ioeventfd_mmio, "the same by an MMIO store, which is decoded first"},
      {"ioeventfd-mmio-wildcard", KickPathKind::ioeventfd_mmio_wildcard,
       "the same without decoding (zero-length ioeventfd, Linux 3.15)"},
      {"ioeventfd-hypercall", KickPathKind::ioeventfd_hypercall,
       "the same by a hypercall; no x86 KVM has it"},
      {"userspace-pio", KickPathKind::userspace_pio, "OUT returns to userspace; the vcpu thread serves"},
      {"userspace-mmio", KickPathKind::userspace_mmio,
       "an MMIO store returns to userspace; the vcpu thread serves"},
      {"none", KickPathKind::none, "no kick; the server polls"}};
  return words;
}

const Words<InterruptPathKind>& interrupt_words() {
  static const Words<InterruptPathKind> words{
      {"irqfd", InterruptPathKind::irqfd, "the server writes an eventfd, KVM injects in the kernel"},
      {"ioctl", InterruptPathKind::ioctl,
       "the server calls ioctl(KVM_SIGNAL_MSI), or KVM_IRQ_LINE for a line"},
      {"none", InterruptPathKind::none, "no interrupt; the guest polls, or the vcpu thread serves inline"}};
  return words;
}

const Words<ServerKind>& server_words() {
  static const Words<ServerKind> words{
      {"iothread", ServerKind::iothread,
       "a thread of the VMM with an epoll loop; may poll adaptively or always"},
      {"vcpu", ServerKind::vcpu,
       "the kicking vcpu thread, under the global lock; later completions in the main loop"},
      {"main-loop", ServerKind::main_loop,
       "QEMU's main loop: one thread of the VM, under the global lock, waiting in ppoll"},
      {"vhost", ServerKind::vhost, "a kernel thread: no system call, no return to userspace"},
      {"thread-per-queue", ServerKind::thread_per_queue,
       "as lguest: a thread for each queue, blocking in read(2) and in its device"},
      {"none", ServerKind::none, "nobody; the eventfd only counts (a bare doorbell)"}};
  return words;
}

const Words<DeviceKind>& device_words() {
  static const Words<DeviceKind> words{
      {"doorbell", DeviceKind::doorbell, "one buffer a request; with completion none, no ring at all"},
      {"blk", DeviceKind::blk, "virtio-blk: header, data, status"},
      {"net", DeviceKind::net, "virtio-net: pairs of queues, a tap, and a peer on the host"}};
  return words;
}

const Words<Suppression>& suppression_words() {
  static const Words<Suppression> words{
      {"flags", Suppression::flags, "NO_INTERRUPT and NO_NOTIFY flags"},
      {"event-idx", Suppression::event_idx, "VIRTIO_F_EVENT_IDX: used_event and avail_event"},
      {"none", Suppression::none, "neither side asks for silence"}};
  return words;
}

const Words<Layout>& layout_words() {
  static const Words<Layout> words{{"split", Layout::split, "split virtqueue, VirtIO 1.3 section 2.7"},
                                   {"packed", Layout::packed, "packed virtqueue, VirtIO 1.3 section 2.8"}};
  return words;
}

const Words<device::RingFeature>& ring_feature_words() {
  using device::RingFeature;
  static const Words<RingFeature> words{
      {"ring-packed", RingFeature::ring_packed, "VIRTIO_F_RING_PACKED, in Linux since 5.0"},
      {"event-idx", RingFeature::event_idx, "VIRTIO_F_EVENT_IDX"},
      {"indirect-desc", RingFeature::indirect_desc, "VIRTIO_F_INDIRECT_DESC"},
      {"notify-on-empty", RingFeature::notify_on_empty, "VIRTIO_F_NOTIFY_ON_EMPTY, legacy"}};
  return words;
}

const Words<Trigger>& trigger_words() {
  static const Words<Trigger> words{
      {"msi", Trigger::msi, "message-signalled (MSI-X): edge, one vector a queue where there are enough"},
      {"intx", Trigger::intx, "level: one line a device, perhaps shared; the guest reads the ISR"}};
  return words;
}

const Words<notify::GracePeriodKind>& grace_period_words() {
  static const Words<notify::GracePeriodKind> words{
      {"rcu", notify::GracePeriodKind::rcu,
       "until every core has passed a quiescent state (before Linux 3.16)"},
      {"srcu", notify::GracePeriodKind::srcu, "until KVM's own readers have left (since 3.16)"}};
  return words;
}

const Words<vm::LifecycleEvent>& lifecycle_words() {
  using vm::LifecycleEvent;
  static const Words<LifecycleEvent> words{
      {"vm-stops", LifecycleEvent::vm_stops,
       "vcpus leave the guest, ioeventfds go, what is in flight is completed"},
      {"vm-runs", LifecycleEvent::vm_runs, "all of it comes back"},
      {"migrates", LifecycleEvent::migrates, "away and back: stops, and runs again after the downtime"},
      {"needs-reset", LifecycleEvent::needs_reset, "the driver resets its devices and begins anew"},
      {"vhost-takes", LifecycleEvent::vhost_takes,
       "the host notifiers become vhost's (the thread that serves stays)"},
      {"vhost-returns", LifecycleEvent::vhost_returns, "and the device model's again"},
      {"bus-fails", LifecycleEvent::bus_fails, "the I/O bus refuses every new ioeventfd from now on"},
      {"bus-recovers", LifecycleEvent::bus_recovers, "and takes them again"},
      {"masks", LifecycleEvent::masks, "the guest masks its queues' MSI-X vectors"},
      {"unmasks", LifecycleEvent::unmasks, "and unmasks them"}};
  return words;
}

const Words<DiskAio>& aio_words() {
  static const Words<DiskAio> words{
      {"native", DiskAio::native, "the server submits (io_submit), completions come by eventfd"},
      {"threads", DiskAio::threads, "threads of a pool make blocking system calls"}};
  return words;
}

const Words<Completion>& completion_words() {
  static const Words<Completion> words{
      {"interrupt", Completion::interrupt, "the guest halts until an interrupt"},
      {"poll", Completion::poll, "the guest spins on the used ring"},
      {"spin", Completion::spin, "after its kick the guest spins until all that it posted is done"},
      {"none", Completion::none, "the guest rings and goes on; no ring is involved"}};
  return words;
}

const Words<LockKind>& lock_words() {
  static const Words<LockKind> words{
      {"ticket", LockKind::ticket, "who waits longest gets it, whether or not it runs"},
      {"test-and-set", LockKind::test_and_set, "who looks first after the release gets it"}};
  return words;
}

const Words<Direction>& direction_words() {
  static const Words<Direction> words{{"read", Direction::read, "the device writes the data"},
                                      {"write", Direction::write, "the device reads the data"}};
  return words;
}

const Words<workload::Flow>& flow_words() {
  static const Words<workload::Flow> words{
      {"guest-to-host", workload::Flow::guest_to_host, "the guest sends messages or requests"},
      {"host-to-guest", workload::Flow::host_to_guest, "the peer does"}};
  return words;
}

const Words<net::TxFlush>& tx_flush_words() {
  static const Words<net::TxFlush> words{
      {"drain", net::TxFlush::drain, "at once, until the ring is empty (vhost, a thread per queue)"},
      {"timer", net::TxFlush::timer, "some time after the first kick (QEMU tx=timer)"},
      {"bottom-half", net::TxFlush::bottom_half,
       "once the loop comes to it, a burst at a time (QEMU tx=bh)"}};
  return words;
}

const Words<net::RxBuffers>& rx_buffer_words() {
  static const Words<net::RxBuffers> words{
      {"mergeable", net::RxBuffers::mergeable, "pages, of which a packet takes as many as it needs"},
      {"big", net::RxBuffers::big, "each holds the largest packet, on many descriptors"},
      {"small", net::RxBuffers::small, "each holds one frame; needs gso: false"}};
  return words;
}

const Words<net::RxInterrupt>& rx_interrupt_words() {
  static const Words<net::RxInterrupt> words{
      {"batch", net::RxInterrupt::batch, "once nothing more is pending"},
      {"packet", net::RxInterrupt::packet, "for each packet"},
      {"timeout", net::RxInterrupt::timeout,
       "once nothing has come for `wait`, asked with select after each packet"},
      {"delay", net::RxInterrupt::delay, "`wait` after the first packet"}};
  return words;
}

}  // namespace kickpath::scenario
