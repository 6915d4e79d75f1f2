#include "host/steering.hpp"

#include <algorithm>

#include "host/policy/colocate.hpp"
#include "host/policy/core_per_iothread.hpp"
#include "host/policy/gang.hpp"

namespace kickpath::host {

namespace {

struct Entry {
  SteeringInfo info;
  std::unique_ptr<Steering> (*make)(std::size_t cores);
};

template <class S>
std::unique_ptr<Steering> make(std::size_t cores) {
  return std::make_unique<S>(cores);
}

constexpr Entry table[] = {
    {{"colocate",
      "what if: an iothread on its vcpu's core when the host is overcommitted, on a core of its own "
      "otherwise"},
     make<Colocate>},
    {{"core-per-iothread", "what if: side cores for the iothreads, and vcpus kept off them"},
     make<CorePerIothread>},
    {{"gang", "what if: all threads of one VM run at the same time, and VMs take turns of a slot each"},
     make<Gang>},
};

const Entry* find(std::string_view policy) {
  const auto entry = std::ranges::find_if(table, [&](const Entry& e) { return e.info.name == policy; });
  return entry == std::end(table) ? nullptr : entry;
}

std::vector<SteeringInfo> gather() {
  std::vector<SteeringInfo> all;
  for (const Entry& entry : table) all.push_back(entry.info);
  return all;
}

}  // namespace

const std::vector<SteeringInfo>& steerings() {
  static const std::vector<SteeringInfo> all = gather();
  return all;
}

bool is_steering(std::string_view policy) { return find(policy) != nullptr; }

std::unique_ptr<Steering> make_steering(const SchedulerSpec& spec, std::size_t cores) {
  const Entry* entry = find(spec.policy);
  return entry == nullptr ? nullptr : entry->make(cores);
}

}  // namespace kickpath::host
