#include "results/measurement.hpp"

namespace kickpath::results {
namespace {

/// Calls `act` on every counter of `a` with its counterpart of `b`: the only list of them.
template <class Act>
void for_each_counter(Counts& a, const Counts& b, Act act) {
  act(a.ops, b.ops);
  act(a.bytes, b.bytes);
  act(a.dropped, b.dropped);
  act(a.kicks, b.kicks);
  act(a.interrupts, b.interrupts);
  act(a.light_exits, b.light_exits);
  act(a.full_exits, b.full_exits);
  act(a.partial_exits, b.partial_exits);
  act(a.ipis, b.ipis);
  act(a.context_switches, b.context_switches);
  act(a.line_transfers, b.line_transfers);
  act(a.boots, b.boots);
  act(a.routing_updates, b.routing_updates);
  act(a.boot_time, b.boot_time);
  act(a.packets_sent, b.packets_sent);
  act(a.packets_received, b.packets_received);
  act(a.cpu_time, b.cpu_time);
}

}  // namespace

Counts Counts::zero() {
  Counts zero;
  for_each_counter(zero, zero, []<class T>(Observed<T>& counter, const Observed<T>&) { counter = T{}; });
  return zero;
}

Counts& Counts::operator+=(const Counts& other) {
  for_each_counter(*this, other, [](auto& counter, const auto& more) { counter += more; });
  return *this;
}

Counts& Counts::operator-=(const Counts& earlier) {
  for_each_counter(*this, earlier, [](auto& counter, const auto& before) { counter -= before; });
  return *this;
}

Replica& Replica::operator+=(const Replica& other) {
  if (vms.empty()) return *this = other;
  measured += other.measured;
  for (std::size_t v = 0; v < vms.size(); ++v) {
    vms[v].counts += other.vms[v].counts;
    vms[v].latency += other.vms[v].latency;
  }
  for (std::size_t c = 0; c < cores.size(); ++c) {
    cores[c].busy += other.cores[c].busy;
    for (std::size_t t = 0; t < cores[c].by.size(); ++t) cores[c].by[t].second += other.cores[c].by[t].second;
  }
  return *this;
}

}  // namespace kickpath::results
