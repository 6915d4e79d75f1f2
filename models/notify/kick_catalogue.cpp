#include "notify/kick_catalogue.hpp"

#include "notify/ioctl_injection.hpp"
#include "notify/ioeventfd.hpp"
#include "notify/irqfd.hpp"
#include "notify/no_kick.hpp"
#include "notify/userspace_exit.hpp"

namespace kickpath::notify {

namespace {

vcpu::ExitKind exit_of(KickPathKind kind) {
  switch (kind) {
    case KickPathKind::userspace_mmio:
    case KickPathKind::ioeventfd_mmio:
      return vcpu::ExitKind::mmio;
    case KickPathKind::ioeventfd_mmio_wildcard:
      return vcpu::ExitKind::mmio_wildcard;
    case KickPathKind::ioeventfd_hypercall:
      return vcpu::ExitKind::hypercall;
    default:
      return vcpu::ExitKind::pio;
  }
}

// A write that no ioeventfd matches is decoded like any other.
vcpu::ExitKind userspace_exit_of(KickPathKind kind) {
  const vcpu::ExitKind exit = exit_of(kind);
  return exit == vcpu::ExitKind::mmio_wildcard ? vcpu::ExitKind::mmio : exit;
}

}  // namespace

KickWays make_kick_ways(KickPathKind kind, EventFd& event, std::function<void(vcpu::Vcpu&)> handle) {
  if (kind == KickPathKind::none) return {std::make_unique<NoKick>(), std::make_unique<NoKick>()};
  return {std::make_unique<IoEventFd>(event, exit_of(kind)),
          std::make_unique<UserspaceExit>(userspace_exit_of(kind), std::move(handle))};
}

std::unique_ptr<InterruptPath> make_interrupt_path(InterruptPathKind kind, host::Host& host, Caller caller) {
  switch (kind) {
    case InterruptPathKind::none:
      return nullptr;
    case InterruptPathKind::irqfd:
      return std::make_unique<IrqFd>(host, caller);
    case InterruptPathKind::ioctl:
      return std::make_unique<IoctlInjection>(host);
  }
  return nullptr;
}

}  // namespace kickpath::notify
