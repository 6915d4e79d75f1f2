#pragma once
#include "config/shapes.hpp"
#include "device/device_spec.hpp"
#include "host/host_spec.hpp"
#include "notify/gsi_routing_spec.hpp"
#include "vm/lifecycle_spec.hpp"
#include "workload/workload_spec.hpp"

/// The words of scenario files for the models' enumerations: one table each, from which the reader, the JSON
/// Schema and `kickpath list` all come.
namespace kickpath::scenario {

template <class E>
struct Word {
  const char* word;
  E value;
  const char* meaning;
};

template <class E>
using Words = std::vector<Word<E>>;

const Words<HostId>& host_words();
const Words<host::PreemptionKind>& preemption_words();
const Words<notify::KickPathKind>& kick_words();
const Words<notify::InterruptPathKind>& interrupt_words();
const Words<server::ServerKind>& server_words();
const Words<device::DeviceKind>& device_words();
const Words<virtqueue::Suppression>& suppression_words();
const Words<device::Layout>& layout_words();
const Words<device::RingFeature>& ring_feature_words();
const Words<device::Trigger>& trigger_words();
const Words<notify::GracePeriodKind>& grace_period_words();
const Words<vm::LifecycleEvent>& lifecycle_words();
const Words<device::DiskAio>& aio_words();
const Words<workload::Completion>& completion_words();
const Words<workload::LockKind>& lock_words();
const Words<workload::Direction>& direction_words();
const Words<workload::Flow>& flow_words();
const Words<net::TxFlush>& tx_flush_words();
const Words<net::RxBuffers>& rx_buffer_words();
const Words<net::RxInterrupt>& rx_interrupt_words();

template <class E>
config::Shape<E> shape_of(const Words<E>& words) {
  std::vector<std::pair<std::string, E>> table;
  for (const Word<E>& row : words) table.emplace_back(row.word, row.value);
  return config::one_of<E>(std::move(table));
}

}  // namespace kickpath::scenario
