#pragma once
#include <functional>
#include <memory>

#include "microbench/probe_world.hpp"
#include "microbench/stage.hpp"
#include "notify/kick_catalogue.hpp"

namespace kickpath::microbench {

struct ProbeSpec {
  CoreId core = other;
  Duration halt_poll{};
  notify::KickPathKind kick = notify::KickPathKind::ioeventfd_pio;
};

/// A VM with one vcpu that runs a program of program/probes.hpp, and one doorbell that nobody waits for.
class ProbeVm {
 public:
  using Program = std::function<void(ProbeWorld&)>;
  using Note = std::function<void(Instant begun)>;

  ProbeVm(Stage& stage, const ProbeSpec& spec, Program program, Note note);
  ProbeVm(const ProbeVm&) = delete;
  ProbeVm& operator=(const ProbeVm&) = delete;

  vcpu::Vcpu& vcpu() { return vcpu_; }
  ProbeWorld& world() { return world_; }
  vm::Probes& probes() { return probes_; }
  /// What its kicks signal, where they do not return to userspace.
  notify::EventFd& kick_event() { return event_; }

 private:
  notify::EventFd event_;
  notify::KickWays ways_;
  notify::IoBus bus_{1000};
  notify::HostNotifier notifier_;
  vm::Probes probes_;
  vcpu::Vcpu vcpu_;
  ProbeWorld world_;
};

}  // namespace kickpath::microbench
