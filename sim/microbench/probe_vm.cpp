#include "microbench/probe_vm.hpp"

#include "notify/doorbell.hpp"

namespace kickpath::microbench {

namespace {

vcpu::VcpuSpec vcpu_spec(Duration halt_poll) {
  vcpu::VcpuSpec spec;
  spec.halt_poll.max = halt_poll;
  return spec;
}

}  // namespace

ProbeVm::ProbeVm(Stage& stage, const ProbeSpec& spec, Program program, Note note)
    : event_(stage.host()), ways_(notify::make_kick_ways(spec.kick, event_, [](vcpu::Vcpu&) {})),
      notifier_({bus_, notify::doorbell_of(spec.kick, 0, 0), event_, *ways_.ioeventfd, *ways_.userspace,
                 [](host::Task&) {}}),
      vcpu_(stage.host(), vcpu_spec(spec.halt_poll), {"vcpu", 0, host::CoreSet::only(spec.core), 0, true},
            probes_.vcpu,
            [this, program = std::move(program)] {
              notifier_.handle(notify::HostNotifier::Event::driver_ok, vcpu_.task());
              program(world_);
            }),
      world_(stage.host(), vcpu_, probes_, std::move(note)) {
  world_.add({QueueId{0}, &notifier_, nullptr});
}

}  // namespace kickpath::microbench
