#pragma once
#include "nic/ring.hpp"

namespace kickpath::nic {

/// The device's side of a ring, as who serves it uses it: each call is on that task's fiber and at its expense.
class DeviceSide {
 public:
  DeviceSide(host::Host& host, Ring& ring) : host_(host), ring_(ring) {}

  Ring::Device& queue() { return ring_.device; }
  /// What is touched from here on is touched by `server`.
  void enter(const host::Task& server) { ring_.server.task = &server; }

  void stop_kicks(host::Task& server) {
    enter(server);
    queue().disable_notifications();
    settle(server);
  }
  bool has_pending(host::Task& server) {
    enter(server);
    const bool has = queue().has_pending();
    settle(server);
    return has;
  }
  /// True: something came meanwhile.
  bool resume_kicks(host::Task& server) {
    enter(server);
    const bool came_meanwhile = queue().enable_notifications();
    settle(server);
    return came_meanwhile;
  }

  /// Pays for the lines that came since.
  void settle(host::Task& server) {
    if (ring_.server.owes()) server.run_through(memory::take_bill(host_, server, ring_.server));
  }
  void step(host::Task& server, cost::Component c) {
    settle(server);
    server.run_through(host_.cost(c));
  }

 private:
  host::Host& host_;
  Ring& ring_;
};

}  // namespace kickpath::nic
