#include "vm/site.hpp"

#include <utility>

#include "nic/bridge.hpp"
#include "nic/uplink.hpp"

namespace kickpath::vm {

Site::Site(engine::Simulation& simulation, const MachineSpec& spec, const cost::CostProfile& profile) {
  for (HostId id = first_host; id.value < (spec.remote ? 2u : 1u); ++id.value) {
    const GroupPlan& plan = groups_.emplace_back(plan_groups(spec, id));
    host::Host& host = *hosts_.emplace_back(std::make_unique<host::Host>(
        simulation, spec.host_of(id), profile, plan.groups, id == first_host ? "" : "remote/"));
    for (std::size_t vm = 0; vm < plan.of_vm.size(); ++vm)
      host.put_vm_in_group(static_cast<VmIndex>(vm), plan.of_vm[vm]);
  }
  if (!spec.remote) return;
  link_ = spec.remote->link;
  wire_.emplace(simulation, engine::WireSpec{link_.bandwidth, link_.latency});
}

std::int32_t Site::group_of_background(HostId host, std::size_t number) const {
  return groups_.at(host.value).of_background.at(number);
}

nic::Network& Site::make_way(const Way& way) {
  return way.from == way.to ? bridge(way.to, way.end) : bridge(way.from, uplink(way));
}

nic::Network& Site::bridge(HostId on, nic::Network& beyond) {
  return *parts_.emplace_back(std::make_unique<nic::Bridge>(host(on), beyond));
}

// Each connection has a queue of its own in both NICs, hence two polling threads.
nic::Network& Site::uplink(const Way& way) {
  host::Host& there = host(way.to);
  const auto queue = static_cast<std::uint32_t>(napi_threads_.size() / 2);
  const auto cores = static_cast<std::uint32_t>(there.core_count());
  const std::vector<std::uint32_t>& bound = link_.napi.of(way.to);
  const CoreId irq{bound.empty() ? queue % cores : bound[queue % bound.size()]};
  const host::CoreSet allowed = bound.empty() ? host::CoreSet::up_to(cores) : host::CoreSet::only(irq);
  nic::NapiThread& far = *napi_threads_.emplace_back(std::make_unique<nic::NapiThread>(
      nic::NapiThread::Parts{there, bridge(way.to, way.end), link_.queue, irq, way.dropped},
      host::TaskSpec{way.name + "/napi", -1, allowed, 0, false, nullptr, true}));
  const auto end = way.from == first_host ? engine::WireEnd::near : engine::WireEnd::far;
  return *parts_.emplace_back(std::make_unique<nic::Uplink>(
      nic::Uplink::Parts{host(way.from), *wire_, end, way.mtu, link_.queue, far, way.dropped},
      way.name + "/wire"));
}

}  // namespace kickpath::vm
