#include "scenario/remote_shape.hpp"

#include "scenario/host_shape.hpp"
#include "scenario/placement_shape.hpp"

namespace kickpath::scenario {

using namespace literals;
using config::Spot;
using vm::LinkSpec;
using vm::NapiSpec;
using vm::RemoteSpec;

namespace {

config::Shape<NapiSpec> napi_shape() {
  return config::record<NapiSpec>("cores that take a NIC's interrupts and run its threads, queue by queue")
      .optional("host", &NapiSpec::host, cores_shape(), "of the host; default: any")
      .optional("remote", &NapiSpec::remote, cores_shape(), "of the remote host; default: any");
}

config::Shape<LinkSpec> link_shape() {
  return config::record<LinkSpec>("a full-duplex Ethernet wire with a NIC at each end")
      .required("bandwidth", &LinkSpec::bandwidth, config::rate(), "in each direction")
      .required("latency", &LinkSpec::latency, config::duration(Duration::zero(), 10_s), "from NIC to NIC")
      .optional("queue", &LinkSpec::queue, config::integer<std::uint32_t>(0, 1'000'000),
                "packets that a queue of a NIC holds, beyond which datagrams are dropped; 0: no bound")
      .optional("napi", &LinkSpec::napi, napi_shape(), "where packets from the wire are received");
}

void refuse_remote(HostId on, const Spot& spot) {
  if (on == remote_host) spot.error("there is no remote host: section 'remote' says it");
}

}  // namespace

config::Shape<RemoteSpec> remote_shape() {
  return config::record<RemoteSpec>("a second host, at the other end of a link")
      .required("host", &RemoteSpec::host, host_shape(), "that host")
      .required("link", &RemoteSpec::link, link_shape(), "between the two");
}

void check_hosts(const vm::MachineSpec& machine, const Spot& root) {
  if (machine.remote) return;
  for (std::size_t i = 0; i < machine.vms.size(); ++i) {
    const Spot vm = root.at("vms").at(i);
    refuse_remote(machine.vms[i].on, vm.at("on"));
    for (std::size_t d = 0; d < machine.vms[i].devices.size(); ++d)
      refuse_remote(machine.vms[i].devices[d].net.peer.on.value_or(first_host),
                    vm.at("devices").at(d).at("net").at("peer").at("on"));
  }
  for (std::size_t i = 0; i < machine.background.size(); ++i)
    refuse_remote(machine.background[i].on, root.at("background").at(i).at("on"));
}

}  // namespace kickpath::scenario
