#pragma once
#include "notify/kick_path.hpp"

namespace kickpath::notify {

/// The guest does not tell: the server polls, and burns its core.
class NoKick final : public KickPath {
 public:
  void kick(vcpu::Vcpu&) override {}
  bool leaves_guest() const override { return false; }
};

}  // namespace kickpath::notify
