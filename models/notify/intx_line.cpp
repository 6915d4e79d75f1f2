#include "notify/intx_line.hpp"

#include <algorithm>
#include <utility>

namespace kickpath::notify {

IntxPin::IntxPin(IntxLine& line) : line_(line) { line.add(*this); }

void IntxPin::set(host::Task& sender, bool level) {
  is_high_ = level;
  line_.look(sender);
}

IntxLine::IntxLine(host::Host& host, vcpu::Vcpu& target, vcpu::Vector vector)
    : host_(host), target_(target), vector_(vector) {
  target.on_level(vector, *this);
}

bool IntxLine::is_up() const {
  return std::any_of(pins_.begin(), pins_.end(), [](const IntxPin* pin) { return pin->is_high(); });
}

void IntxLine::look(host::Task& sender) {
  if (!is_up() || std::exchange(is_in_service_, true)) return;
  target_.raise(vector_, sender);
}

void IntxLine::service(vcpu::Vcpu& vcpu) {
  for (IntxPin* pin : pins_) vcpu.exit_to_userspace(vcpu::ExitKind::pio, [&] { pin->isr_was_read(vcpu); });
}

void IntxLine::end(vcpu::Vcpu& vcpu) {
  is_in_service_ = false;
  for (IntxPin* pin : pins_) pin->resample(vcpu);
  look(vcpu.task());
}

}  // namespace kickpath::notify
