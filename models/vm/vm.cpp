#include "vm/vm.hpp"

#include <algorithm>

#include "vm/boot.hpp"
#include "vm/lifecycle.hpp"

namespace kickpath::vm {

Vm::Vm(Site& site, const VmSpec& spec, const seating::VmSeat& seat, Probes& probes)
    : name_(seat.name), spec_(spec), pci_(site.host(spec.on), spec),
      servers_(site.host(spec.on), seat, spec.alarm) {
  host::Host& host = site.host(spec.on);
  build_guests(host, seat, probes);
  if (spec_.boot) {
    boot_ = std::make_unique<Boot>(*spec_.boot, seat.index, *pci_.routing(), probes,
                                   host.simulation().random(name_ + "/boot"));
    guests_.front()->boots_with(*boot_);
  }
  build_devices(site, seat.index, probes);
  start_management(host, seat);
}

Vm::~Vm() = default;

void Vm::build_guests(host::Host& host, const seating::VmSeat& seat, Probes& probes) {
  for (std::uint32_t i = 0; i < spec_.vcpus; ++i)
    guests_.push_back(std::make_unique<Guest>(
        host, seat.index, spec_,
        host::TaskSpec{name_ + "/vcpu" + std::to_string(i), seat.index, seat.vcpus[i], spec_.vcpu.nice, true},
        probes));
  if (!is_shared_work(spec_.workload)) return;
  kernel_ = std::make_unique<GuestKernel>(host, spec_);
  for (std::uint32_t i = 0; i < spec_.vcpus; ++i) {
    kernel_->join(guests_[i]->vcpu());
    guests_[i]->world().share(*kernel_, i);
  }
}

void Vm::build_devices(Site& site, VmIndex index, Probes& probes) {
  host::Host& host = site.host(spec_.on);
  for (std::uint32_t i = 0; i < spec_.devices.size(); ++i) {
    const std::string name = name_ + '/' + spec_.devices[i].name;
    if (spec_.devices[i].kind == device::DeviceKind::net) {
      net_devices_.push_back(std::make_unique<NetDevice>(NetDevice::Parts{
          host, spec_, spec_.devices[i], i, name, pci_, guests_, servers_, index, probes, site}));
    } else {
      devices_.push_back(std::make_unique<VirtioDevice>(
          VirtioDevice::Parts{host, spec_, spec_.devices[i], i, name, pci_, guests_, servers_}));
    }
    servers_.start(i, guests_);
  }
  servers_.start_main_loop();
}

NetDevice& Vm::network() {
  const auto found = std::find_if(net_devices_.begin(), net_devices_.end(), [&](const auto& device) {
    return device->name() == spec_.workload.device;
  });
  engine::check_invariant(found != net_devices_.end(), "a workload without a network device");
  return **found;
}

void Vm::start_management(host::Host& host, const seating::VmSeat& seat) {
  if (spec_.lifecycle.empty()) return;
  lifecycle_ = std::make_unique<Lifecycle>(*this, spec_.lifecycle);
  const host::CoreSet anywhere = host::CoreSet::up_to(host.core_count());
  host.spawn({name_ + "/management", seat.index, anywhere, 0, false}, [this](host::Task& task) {
    lifecycle_->run(task);
    for (;;) task.block("nothing: its VM's life is over");
  });
}

}  // namespace kickpath::vm
