#include "vm/vm.hpp"

#include "vm/boot.hpp"
#include "vm/lifecycle.hpp"

namespace kickpath::vm {

Vm::Vm(host::Host& host, const VmSpec& spec, const seating::VmSeat& seat, Probes& probes)
    : name_(seat.name), spec_(spec), pci_(host, spec), lock_(host),
      main_loop_(host, server::PollSpec{}, &lock_) {
  build_guests(host, seat, probes);
  if (spec_.boot) {
    boot_ = std::make_unique<Boot>(*spec_.boot, seat.index, *pci_.routing(), probes,
                                   host.simulation().random(name_ + "/boot"));
    guests_.front()->boots_with(*boot_);
  }
  build_devices(host, seat);
  start_main_loop(host, seat);
  start_management(host, seat);
}

Vm::~Vm() = default;

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
        VirtioDevice::Parts{host, spec_, spec_.devices[i], i, name, pci_, guests_, lock_, main_loop_}));
    if (devices_.back()->has_server())
      devices_.back()->start_server(
          {name + "/iothread", seat.index, seat.servers[i], 0, false, &guests_.front()->vcpu().task()});
  }
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
