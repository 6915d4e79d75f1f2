#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "trace/attribution/critical_path.hpp"
#include "vm/machine.hpp"

namespace kickpath::trace {

/// Requests from pop to reap: who served which when, and how long a device had it. Reaps come in the order of
/// pushes.
class Requests {
 public:
  void taken(const device::RequestId& id, const TaskLog& by, Instant since) {
    under_way_[key(id)] = {};
    under_way_[key(id)].services[0] = {&by, since, never};
  }
  /// `by` has given it to the device.
  void submitted(const device::RequestId& id, const TaskLog& by, Instant now) {
    UnderWay& request = under_way_[key(id)];
    request.services[0].end = now;
    request.submission = {&by, now, Part::device};
  }
  void finished(const device::RequestId& id, Instant now) {
    finished_at_ = now;
    finished_ = under_way_[key(id)].submission;
  }
  /// What a wake-up by the device at `now` goes back to.
  Cause submission_of_finished(Instant now) const { return finished_at_ == now ? finished_ : Cause{}; }
  void resumed(const device::RequestId& id, const TaskLog& by, Instant now) {
    under_way_[key(id)].services[1] = {&by, now, never};
  }
  void pushed(const device::RequestId& id, Instant now) {
    const auto found = under_way_.find(key(id));
    if (found == under_way_.end()) return;
    Services& services = found->second.services;
    services[services[1].by == nullptr ? 0 : 1].end = now;
    used_[{id.vm, id.queue.value}].push_back(services);
    under_way_.erase(found);
  }
  /// Nothing: unknown.
  std::optional<Services> reaped(vm::VmIndex vm, QueueId queue) {
    std::deque<Services>& used = used_[{vm, queue.value}];
    if (used.empty()) return std::nullopt;
    const Services services = used.front();
    used.pop_front();
    return services;
  }
  /// Its driver forgets the ring.
  void forget(vm::VmIndex vm, QueueId queue) { used_.erase({vm, queue.value}); }

 private:
  struct UnderWay {
    Services services;
    Cause submission;
  };
  using Key = std::pair<std::pair<std::int32_t, std::uint32_t>, std::uint16_t>;
  static Key key(const device::RequestId& id) { return {{id.vm, id.queue.value}, id.head}; }

  std::map<Key, UnderWay> under_way_;
  std::map<std::pair<std::int32_t, std::uint32_t>, std::deque<Services>> used_;
  Instant finished_at_ = Instant::min();
  Cause finished_;
};

}  // namespace kickpath::trace
