#include "trace/vcpu_timeline.hpp"

#include <string>

namespace kickpath::trace {

using vcpu::ExitKind;
using vcpu::Vcpu;
using vcpu::Vector;

namespace {

constexpr std::array<std::string_view, 9> reasons{"pio", "mmio", "mmio_wildcard", "hypercall",         "msr",
                                                  "hlt", "eoi",  "pause",         "external_interrupt"};
static_assert(static_cast<std::size_t>(ExitKind::external_interrupt) + 1 == reasons.size());

// The tracepoint of the handler; none: it has no one.
constexpr std::array<std::string_view, 9> handlers{
    "kvm_pio", "kvm_mmio", "kvm_fast_mmio", "kvm_hypercall", "kvm_msr", "", "", "", ""};

constexpr std::size_t index(ExitKind kind) { return static_cast<std::size_t>(kind); }

}  // namespace

VcpuTimeline::VcpuTimeline(TimelinePen& pen, TimelineThreads& threads, vcpu::Probes& probes)
    : pen_(pen), threads_(threads), in_guest_(pen.legend().name("kvm_entry", "kvm")),
      in_userspace_(pen.legend().name("kvm_userspace_exit", "kvm")),
      eoi_(pen.legend().name("kvm_eoi", "kvm")),
      wakeup_by_poll_(pen.legend().name("kvm_vcpu_wakeup", "kvm", {{"by", "poll"}})),
      wakeup_by_wait_(pen.legend().name("kvm_vcpu_wakeup", "kvm", {{"by", "wait"}})) {
  for (std::size_t i = 0; i < kinds; ++i) {
    exits_[i] = pen.legend().name("kvm_exit", "kvm", {{"reason", reasons[i]}});
    if (!handlers[i].empty()) ios_[i] = pen.legend().name(handlers[i], "kvm");
  }
  listen_to_exits(probes);
  listen_to_interrupts(probes);
}

void VcpuTimeline::listen_to_exits(vcpu::Probes& probes) {
  probes.kvm_exit.subscribe([this](const Vcpu& vcpu, ExitKind kind) {
    if (!pen_.is_over()) exits(vcpu, kind);
  });
  probes.kvm_io.subscribe([this](const Vcpu& vcpu, ExitKind kind) {
    if (!pen_.is_over() && !handlers[index(kind)].empty()) pen_.instant(of(vcpu).track(), ios_[index(kind)]);
  });
  probes.kvm_userspace_exit.subscribe([this](const Vcpu& vcpu) {
    if (!pen_.is_over()) of(vcpu).does(in_userspace_);
  });
  probes.kvm_entry.subscribe([this](const Vcpu& vcpu) {
    if (!pen_.is_over()) of(vcpu).does(in_guest_);
  });
  probes.kvm_eoi_handled.subscribe([this](const Vcpu& vcpu) {
    if (!pen_.is_over()) of(vcpu).does(in_guest_);
  });
  probes.kvm_vcpu_wakeup.subscribe([this](const Vcpu& vcpu, Duration, bool was_polling) {
    if (!pen_.is_over()) pen_.instant(of(vcpu).track(), was_polling ? wakeup_by_poll_ : wakeup_by_wait_);
  });
}

void VcpuTimeline::listen_to_interrupts(vcpu::Probes& probes) {
  probes.kvm_msi_set_irq.subscribe([this](const Vcpu&, Vector vector, host::Task& sender) {
    if (!pen_.is_over())
      pen_.instant(threads_.of(sender).track(), with_vector("kvm_msi_set_irq", messages_, vector));
  });
  probes.kvm_apic_accept_irq.subscribe([this](const Vcpu& vcpu, Vector vector) {
    if (!pen_.is_over())
      pen_.instant(of(vcpu).track(), with_vector("kvm_apic_accept_irq", accepted_, vector));
  });
  probes.kvm_inj_virq.subscribe([this](const Vcpu& vcpu, Vector vector) {
    if (!pen_.is_over()) injects(vcpu, vector);
  });
}

void VcpuTimeline::exits(const Vcpu& vcpu, ExitKind kind) {
  ThreadTrack& thread = of(vcpu);
  thread.does(exits_[index(kind)]);
  if (kind == ExitKind::eoi) pen_.instant(thread.track(), eoi_);
  if (kind == ExitKind::external_interrupt) kicked_out_ = &vcpu;
}

// A guest that was kicked out enters with the interrupt at once: what the exit takes is in the IPI's way.
void VcpuTimeline::injects(const Vcpu& vcpu, Vector vector) {
  ThreadTrack& thread = of(vcpu);
  if (kicked_out_ == &vcpu) thread.does(in_guest_);
  kicked_out_ = nullptr;
  pen_.instant(thread.track(), with_vector("kvm_inj_virq", injected_, vector));
}

NameId VcpuTimeline::with_vector(std::string_view event, std::vector<NameId>& known, Vector vector) {
  while (known.size() <= vector)
    known.push_back(pen_.legend().name(event, "kvm", {{"vector", std::to_string(known.size())}}));
  return known[vector];
}

}  // namespace kickpath::trace
