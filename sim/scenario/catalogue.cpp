#include "scenario/catalogue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cost/component.hpp"
#include "host/run_queue_catalogue.hpp"
#include "host/steering.hpp"
#include "scenario/load.hpp"
#include "scenario/profile_shape.hpp"
#include "scenario/scenario_shape.hpp"
#include "scenario/words.hpp"

namespace kickpath::scenario {

namespace {

using Entries = std::vector<CatalogueEntry>;

template <class E>
Entries entries_of(const Words<E>& words) {
  Entries entries;
  for (const Word<E>& row : words) entries.push_back({row.word, row.meaning});
  return entries;
}

Entries policies() {
  Entries entries;
  for (const host::PolicyInfo& policy : host::policies()) {
    const std::string versions =
        policy.versions.empty() ? "" : fmt::format(" (versions {})", fmt::join(policy.versions, ", "));
    entries.push_back({std::string{policy.name}, std::string{policy.description} + versions});
  }
  for (const host::SteeringInfo& steering : host::steerings())
    entries.push_back({std::string{steering.name}, std::string{steering.description}});
  return entries;
}

Entries components() {
  Entries entries;
  for (const cost::ComponentInfo& c : cost::components) {
    std::string meaning{c.from};
    if (!c.to.empty()) meaning += fmt::format(" -> {}", c.to);
    entries.push_back({std::string{c.name}, meaning});
  }
  return entries;
}

}  // namespace

const std::vector<CatalogueSection>& catalogue() {
  static const std::vector<CatalogueSection> sections{
      {"policies", "host schedulers (host.scheduler)", policies()},
      {"preemption", "where a due reschedule acts (host.preemption)", entries_of(preemption_words())},
      {"paths", "guest to host (devices[].kick)", entries_of(kick_words())},
      {"interrupts", "host to guest (devices[].interrupt)", entries_of(interrupt_words())},
      {"triggers", "how an interrupt is triggered (devices[].trigger)", entries_of(trigger_words())},
      {"servers", "who serves (devices[].server.kind)", entries_of(server_words())},
      {"devices", "kinds of device (devices[].type)", entries_of(device_words())},
      {"backends",
       "what stands behind (devices[].backend.kind)",
       {{"null", "done at once, for nothing"},
        {"fixed", "so much CPU time of the server, then so much time of the device"},
        {"disk", "submit, positioning of several at once, one shared link"}}},
      {"aio", "how a disk's requests leave the VMM (devices[].backend.aio)", entries_of(aio_words())},
      {"workloads",
       "what the guest does (workload.kind)",
       {{"closed-loop", "so many requests in flight, always"},
        {"open-loop", "requests arrive by a law, whether or not earlier ones are done"},
        {"tcp-stream", "messages over TCP, one after the other"},
        {"tcp-rr", "a request and a response over TCP, again and again"},
        {"udp-stream", "datagrams, of which some are dropped"},
        {"ping", "a datagram and its echo, again and again"},
        {"peer", "the other end of the network workload of a VM that names this one"}}},
      {"hosts", "which of two hosts (vms[].on, devices[].net.peer.on)", entries_of(host_words())},
      {"flushes", "when a network device sends (devices[].net.tx.flush)", entries_of(tx_flush_words())},
      {"rx-buffers", "what a network driver posts (devices[].net.rx.buffers)", entries_of(rx_buffer_words())},
      {"rx-interrupts", "when a network device interrupts (devices[].net.rx.interrupt)",
       entries_of(rx_interrupt_words())},
      {"grace-periods", "how an updater of the GSI routing waits (vms[].gsi_routing)",
       entries_of(grace_period_words())},
      {"lifecycle", "what happens to a VM from outside (vms[].lifecycle[].event)",
       entries_of(lifecycle_words())},
      {"completions", "how the guest learns (workload.completion)", entries_of(completion_words())},
      {"suppression", "how a side asks for silence (queue.suppression)", entries_of(suppression_words())},
      {"driver-features", "what a driver may negotiate of a queue (devices[].driver_features)",
       entries_of(ring_feature_words())},
      {"components", "cost components of a profile, with where their time begins and ends", components()},
      {"worlds",
       "where a scenario runs (--world)",
       {{"sim", "the simulator"}, {"kvm", "the KVM of this host, measured"}, {"qemu", "a QEMU on that KVM, measured"}}},
  };
  return sections;
}

const std::vector<SchemaEntry>& schemas() {
  static const std::vector<SchemaEntry> entries{
      {"scenario", scenario_schema, [] { return config::schema_document(scenario_shape(), scenario_schema); },
       check_scenario},
      {"profile", profile_schema, [] { return config::schema_document(profile_shape(), profile_schema); },
       check_profile},
  };
  return entries;
}

}  // namespace kickpath::scenario
