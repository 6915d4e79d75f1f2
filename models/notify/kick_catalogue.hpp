#pragma once
#include <functional>
#include <memory>

#include "notify/event_fd.hpp"
#include "notify/interrupt_path.hpp"
#include "notify/kick_path.hpp"
#include "notify/notify_spec.hpp"

/// Names of paths -> their makers.
namespace kickpath::notify {

/// The two ways in which a queue's kicks can go: which one is taken, its HostNotifier says.
struct KickWays {
  std::unique_ptr<KickPath> ioeventfd;
  std::unique_ptr<KickPath> userspace;
};

/// `handle`: the device model's handler, for kicks that return to userspace.
KickWays make_kick_ways(KickPathKind kind, EventFd& event, std::function<void(vcpu::Vcpu&)> handle);

/// Null for InterruptPathKind::none.
std::unique_ptr<InterruptPath> make_interrupt_path(InterruptPathKind kind, host::Host& host,
                                                   Caller caller = Caller::userspace);

}  // namespace kickpath::notify
