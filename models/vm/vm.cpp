#include "vm/vm.hpp"

namespace kickpath::vm {

Vm::Vm(host::Host& host, const VmSpec& spec, const seating::VmSeat& seat, Probes& probes)
    : name_(seat.name), spec_(spec), bus_(spec.io_bus_devices), lock_(host),
      main_loop_(host, server::PollSpec{}, &lock_) {
  build_guests(host, seat, probes);
  build_devices(host, seat);
  start_main_loop(host, seat);
}

void Vm::build_guests(host::Host& host, const seating::VmSeat& seat, Probes& probes) {
  for (std::uint32_t i = 0; i < spec_.vcpus; ++i)
    guests_.push_back(std::make_unique<Guest>(
        host, seat.index, spec_,
        host::TaskSpec{name_ + "/vcpu" + std::to_string(i), seat.index, seat.vcpus[i], spec_.vcpu.nice, true},
        probes));
}

void Vm::build_devices(host::Host& host, const seating::VmSeat& seat) {
  for (std::uint32_t i = 0; i < spec_.devices.size(); ++i) {
    const std::string name = name_ + '/' + spec_.devices[i].name;
    devices_.push_back(std::make_unique<VirtioDevice>(
        VirtioDevice::Parts{host, spec_, spec_.devices[i], i, name, bus_, guests_, lock_, main_loop_}));
    if (devices_.back()->has_server())
      devices_.back()->start_server(
          {name + "/iothread", seat.index, seat.servers[i], 0, false, &guests_.front()->vcpu().task()});
  }
}

// The main loop of a VM has one thread; it lies where the first device that needs it wants its server.
void Vm::start_main_loop(host::Host& host, const seating::VmSeat& seat) {
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    if (!devices_[i]->needs_main_loop()) continue;
    host.spawn({name_ + "/main-loop", seat.index, seat.servers[i], 0, false},
               [this](host::Task& task) { main_loop_.run(task); });
    return;
  }
}

}  // namespace kickpath::vm
