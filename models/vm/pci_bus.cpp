#include "vm/pci_bus.hpp"

#include "vm/guest.hpp"

namespace kickpath::vm {

PciBus::PciBus(host::Host& host, const VmSpec& spec) : host_(host), io_bus_(spec.io_bus_devices) {
  if (spec.gsi_routing || spec.boot)
    routing_ =
        std::make_unique<notify::GsiRouting>(host, spec.gsi_routing.value_or(notify::GsiRoutingSpec{}));
}

notify::IntxLine& PciBus::line(std::uint32_t number, Guest& guest) {
  std::unique_ptr<notify::IntxLine>& line = lines_.at(number);
  if (!line) line = std::make_unique<notify::IntxLine>(host_, guest.vcpu(), guest.next_vector());
  return *line;
}

}  // namespace kickpath::vm
