#include "vm/device_interrupts.hpp"

#include "notify/intx_ioctl.hpp"
#include "notify/intx_resample.hpp"
#include "vm/guest.hpp"

namespace kickpath::vm {

DeviceInterrupts::DeviceInterrupts(const Parts& parts)
    : path_(notify::make_interrupt_path(parts.path, parts.host, parts.caller)) {
  if (path_ == nullptr) return;
  if (parts.spec.trigger == device::Trigger::intx) {
    add_pin(parts);
  } else {
    const std::uint32_t vectors = device::share_a_vector(parts.spec) ? 1 : device::virtqueues_of(parts.spec);
    const auto vcpus = static_cast<std::uint32_t>(parts.guests.size());
    for (std::uint32_t v = 0; v < vectors; ++v)
      add_vector(parts, *parts.guests[device::vcpu_of(parts.spec, v, vcpus)]);
  }
}

// An irqfd has a GSI, whose route leads to the message; KVM_SIGNAL_MSI names the message itself.
void DeviceInterrupts::add_vector(const Parts& parts, Guest& guest) {
  messages_.push_back(std::make_unique<notify::MsiMessage>(guest.vcpu(), guest.next_vector()));
  notify::IrqRoute* route = messages_.back().get();
  notify::GsiRouting* routing = parts.pci.routing();
  if (routing != nullptr && parts.path == notify::InterruptPathKind::irqfd) route = &routing->add(*route);
  vectors_.push_back(std::make_unique<notify::MsixVector>(*path_, *route));
}

// The IOAPIC sends a line's interrupts to the first vcpu.
void DeviceInterrupts::add_pin(const Parts& parts) {
  const std::uint32_t number = parts.spec.intx_line.value_or(parts.number % device::intx_lines);
  notify::IntxLine& line = parts.pci.line(number, *parts.guests.front());
  line_vector_ = line.vector();
  if (parts.path == notify::InterruptPathKind::irqfd) {
    pin_ = std::make_unique<notify::IntxResample>(line);
  } else {
    pin_ = std::make_unique<notify::IntxIoctl>(line);
  }
}

void DeviceInterrupts::mask(host::Task& by) {
  for (const auto& vector : vectors_) vector->mask(by);
}
void DeviceInterrupts::unmask(host::Task& by) {
  for (const auto& vector : vectors_) vector->unmask(by);
}
void DeviceInterrupts::vm_stops(host::Task& by) {
  for (const auto& vector : vectors_) vector->vm_stops(by);
}
void DeviceInterrupts::vm_runs(host::Task& by) {
  for (const auto& vector : vectors_) vector->vm_runs(by);
}

notify::GuestNotifier* DeviceInterrupts::of_queue(std::uint32_t queue) {
  if (pin_ != nullptr) return pin_.get();
  return vectors_.empty() ? nullptr : vectors_[queue % vectors_.size()].get();
}

vcpu::Vector DeviceInterrupts::vector_of(std::uint32_t queue) const {
  return pin_ != nullptr ? line_vector_ : messages_[queue % messages_.size()]->vector();
}

}  // namespace kickpath::vm
