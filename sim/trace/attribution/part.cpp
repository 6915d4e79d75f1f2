#include "trace/attribution/part.hpp"

namespace kickpath::trace {

Part part_of(cost::Component component) {
  using enum cost::Component;
  switch (component) {
    case exit_pio:
    case exit_way_in:
    case exit_mmio_decode:
    case exit_mmio_wildcard:
    case exit_hypercall:
    case exit_msr:
    case exit_userspace:
      return Part::exit;
    case eventfd_signal:
    case eventfd_write:
    case vhost_queue_work:
      return Part::signal;
    case eventfd_read:
    case epoll_ready:
    case ppoll_fd:
    case syscall:
    case aio_submit:
    case aio_getevents:
    case vhost_run_work:
      return Part::event_loop;
    case poll_source:
      return Part::polling;
    case sched_switch:
    case sched_vcpu_out:
    case sched_vcpu_in:
    case sched_migrate:
      return Part::context_switch;
    case sched_tick:
      return Part::host_interrupts;
    case wake_local:
    case wake_remote:
    case wake_remote_busy:
    case wake_remote_far:
    case wake_ipi_busy:
    case ipi_send:
    case ipi_send_idle:
    case ipi_far:
      return Part::wake_up;
    case wake_idle_exit:
    case wake_deep_idle_exit:
      return Part::idle_exit;
    case irq_irqfd:
    case irq_irqfd_in_kernel:
    case irq_ioctl:
    case irq_kick_guest:
    case irq_posted:
    case irq_inject:
    case irq_eoi:
    case irq_return:
    case irq_avic_doorbell:
    case irqfd_assign:
    case route_update:
    case route_copy:
    case route_read:
    case route_srcu_wait:
      return Part::injection;
    case halt_service:
    case halt_enter:
    case halt_poll_exit:
    case halt_unblock:
    case halt_return:
      return Part::halt;
    case ring_post:
    case ring_kick_test:
    case ring_reap:
      return Part::guest_ring;
    case guest_request:
      return Part::guest_work;
    case ring_pop:
    case ring_push:
    case ring_interrupt_test:
      return Part::device_ring;
    case server_request:
      return Part::service;
    case line_transfer:
    case line_transfer_far:
      return Part::cache_lines;
    case copy_per_byte:
      return Part::copying;
    case guest_send_call:
    case guest_tcp_packet:
    case guest_tcp_ack:
    case guest_udp_packet:
    case host_send_call:
    case host_tcp_packet:
    case host_tcp_ack:
    case host_udp_packet:
    case tap_send:
    case tap_receive:
    case tap_select:
    case host_bridge:
    case device_packet:
    case nic_transmit:
    case nic_interrupt:
    case nic_receive:
      return Part::network;
  }
  return Part::other;
}

}  // namespace kickpath::trace
