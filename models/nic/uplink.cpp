#include "nic/uplink.hpp"

#include "net/frames.hpp"

namespace kickpath::nic {

Uplink::Uplink(const Parts& parts, std::string name)
    : parts_(parts), simulation_(parts.host.simulation()), queue_(parts.queue),
      nic_(simulation_.spawn(
          std::move(name), [this] { transmit(); }, engine::Lifetime::daemon)),
      arrival_(simulation_, [this] { arrive(); }) {}

void Uplink::take(const net::Packet& packet, host::Task& by) {
  by.kernel(parts_.host.cost(cost::Component::nic_transmit));
  if (!queue_.push(packet)) return parts_.dropped();
  if (is_idle_) nic_.unpark();
}

void Uplink::transmit() {
  for (;;) {
    while (queue_.is_empty()) wait();
    const net::Packet packet = queue_.pop();
    parts_.wire.send(parts_.end, net::wire_bytes(packet, parts_.mtu));
    flying_.push_back({packet, simulation_.now() + parts_.wire.latency()});
    if (!arrival_.is_armed()) arrival_.arm(flying_.front().arrives);
  }
}

void Uplink::wait() {
  is_idle_ = true;
  nic_.park("packets to send");
  is_idle_ = false;
}

void Uplink::arrive() {
  const net::Packet packet = flying_.front().packet;
  flying_.pop_front();
  if (!flying_.empty()) arrival_.arm(flying_.front().arrives);
  parts_.far.arrived(packet);
}

}  // namespace kickpath::nic
