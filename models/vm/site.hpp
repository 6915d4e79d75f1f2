#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/wire.hpp"
#include "host/host.hpp"
#include "nic/napi_thread.hpp"
#include "nic/network.hpp"
#include "vm/group_plan.hpp"
#include "vm/machine_spec.hpp"

namespace kickpath::vm {

/// The hosts of a scenario, and what joins the ends of connections: on one host its bridge, between two their
/// bridges, their NICs and the wire.
class Site {
 public:
  Site(engine::Simulation& simulation, const MachineSpec& spec, const cost::CostProfile& profile);
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  host::Host& host(HostId id = first_host) { return *hosts_.at(id.value); }
  std::uint32_t host_count() const { return static_cast<std::uint32_t>(hosts_.size()); }
  /// Of the background tasks of entry `number`, on their host; -1: none.
  std::int32_t group_of_background(HostId host, std::size_t number) const;

  /// The packets of one direction of a connection.
  struct Way {
    HostId from;
    HostId to;
    nic::Network& end;              ///< on `to`
    std::string name;               ///< of the connection
    std::uint32_t mtu;              ///< of both ends
    std::function<void()> dropped;  ///< for each packet
  };

  /// What takes them first. It lives as long as the Site.
  nic::Network& make_way(const Way& way);

 private:
  nic::Network& bridge(HostId on, nic::Network& beyond);
  nic::Network& uplink(const Way& way);

  std::vector<GroupPlan> groups_;  ///< by host
  std::vector<std::unique_ptr<host::Host>> hosts_;
  std::optional<engine::Wire> wire_;
  LinkSpec link_;
  std::vector<std::unique_ptr<nic::NapiThread>> napi_threads_;
  std::vector<std::unique_ptr<nic::Network>> parts_;
};

}  // namespace kickpath::vm
