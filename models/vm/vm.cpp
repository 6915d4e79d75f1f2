#include "vm/vm.hpp"

namespace kickpath::vm {

Vm::Vm(host::Host& host, const VmSpec& spec, const seating::VmSeat& seat, Probes& probes)
    : name_(seat.name), spec_(spec), bus_(spec.io_bus_devices), servers_(host, seat) {
  build_guests(host, seat, probes);
  build_devices(host);
}

void Vm::build_guests(host::Host& host, const seating::VmSeat& seat, Probes& probes) {
  for (std::uint32_t i = 0; i < spec_.vcpus; ++i)
    guests_.push_back(std::make_unique<Guest>(
        host, seat.index, spec_,
        host::TaskSpec{name_ + "/vcpu" + std::to_string(i), seat.index, seat.vcpus[i], spec_.vcpu.nice, true},
        probes));
}

void Vm::build_devices(host::Host& host) {
  for (std::uint32_t i = 0; i < spec_.devices.size(); ++i) {
    const std::string name = name_ + '/' + spec_.devices[i].name;
    devices_.push_back(std::make_unique<VirtioDevice>(
        VirtioDevice::Parts{host, spec_, spec_.devices[i], i, name, bus_, guests_, servers_}));
    servers_.start(i, guests_);
  }
  servers_.start_main_loop();
}

}  // namespace kickpath::vm
