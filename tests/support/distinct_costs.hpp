#pragma once
#include "support/profile.hpp"

/// A profile in which every component has a cost of its own, so that no wrong sum equals the right one. Named
/// as in design.md section 5; odd picoseconds, so that halves and roundings show.
namespace kickpath::testing::ps {

constexpr Duration exit_pio{1'200'007}, exit_mmio_decode{700'001}, exit_mmio_wildcard{1'250'017},
    exit_hypercall{850'009};
constexpr Duration exit_msr{950'011}, exit_userspace{2'300'023};
constexpr Duration eventfd_signal{110'017}, eventfd_write{240'011}, eventfd_read{310'019},
    epoll_ready{410'029}, syscall{90'031};
constexpr Duration sched_switch{1'500'041}, vcpu_out{330'037}, vcpu_in{450'043}, migrate{5'100'053};
constexpr Duration wake_local{620'059}, wake_remote{830'061}, ipi_busy{1'910'067}, idle_exit{3'700'071},
    ipi_send{270'073}, ipi_send_idle{190'081};
constexpr Duration irqfd{540'079}, ioctl{610'083}, kick_guest{1'130'089}, posted{390'097}, inject{210'101},
    eoi{1'010'103};
constexpr Duration irq_return{70'107}, halt_enter{880'109}, poll_exit{160'113}, unblock{250'127};
constexpr Duration post{61'131}, kick_test{17'137}, reap{53'139}, pop{71'149}, push{47'151},
    interrupt_test{13'157};
constexpr Duration line{101'163}, line_far{77'169}, remote_far{310'171}, ipi_far{420'173};

constexpr Duration vhost_queue{73'171}, vhost_run{37'173}, irqfd_in_kernel{430'181}, ppoll_fd{29'191};
constexpr Duration aio_submit{190'193}, aio_getevents{83'197};

/// PREEMPT_NONE and ticks that cost nothing: nothing but these.
inline cost::CostProfile profile() {
  using enum cost::Component;
  namespace p = kickpath::testing::ps;
  return profile_of({{exit_pio, p::exit_pio},
                     {exit_mmio_decode, p::exit_mmio_decode},
                     {exit_mmio_wildcard, p::exit_mmio_wildcard},
                     {exit_hypercall, p::exit_hypercall},
                     {exit_msr, p::exit_msr},
                     {exit_userspace, p::exit_userspace},
                     {eventfd_signal, p::eventfd_signal},
                     {cost::Component::eventfd_write, p::eventfd_write},
                     {eventfd_read, p::eventfd_read},
                     {epoll_ready, p::epoll_ready},
                     {syscall, p::syscall},
                     {sched_switch, p::sched_switch},
                     {sched_vcpu_out, p::vcpu_out},
                     {sched_vcpu_in, p::vcpu_in},
                     {sched_migrate, p::migrate},
                     {wake_local, p::wake_local},
                     {wake_remote, p::wake_remote},
                     {wake_ipi_busy, p::ipi_busy},
                     {wake_idle_exit, p::idle_exit},
                     {cost::Component::ipi_send, p::ipi_send},
                     {cost::Component::ipi_send_idle, p::ipi_send_idle},
                     {irq_irqfd, p::irqfd},
                     {irq_ioctl, p::ioctl},
                     {irq_kick_guest, p::kick_guest},
                     {irq_posted, p::posted},
                     {irq_inject, p::inject},
                     {irq_eoi, p::eoi},
                     {cost::Component::irq_return, p::irq_return},
                     {cost::Component::halt_enter, p::halt_enter},
                     {halt_poll_exit, p::poll_exit},
                     {halt_unblock, p::unblock},
                     {ring_post, p::post},
                     {ring_kick_test, p::kick_test},
                     {ring_reap, p::reap},
                     {ring_pop, p::pop},
                     {ring_push, p::push},
                     {ring_interrupt_test, p::interrupt_test},
                     {wake_remote_far, p::remote_far},
                     {cost::Component::ipi_far, p::ipi_far},
                     {line_transfer_far, p::line_far},
                     {line_transfer, p::line},
                     {vhost_queue_work, p::vhost_queue},
                     {vhost_run_work, p::vhost_run},
                     {irq_irqfd_in_kernel, p::irqfd_in_kernel},
                     {cost::Component::ppoll_fd, p::ppoll_fd},
                     {cost::Component::aio_submit, p::aio_submit},
                     {cost::Component::aio_getevents, p::aio_getevents}});
}

}  // namespace kickpath::testing::ps
