#pragma once
#include "device/backend.hpp"

namespace kickpath::device {

/// Done at once, for nothing (QEMU's null-co).
class NullBackend final : public Backend {
 public:
  bool serve(host::Task&, const Request&, CompletionSink&, Ticket) override { return true; }
};

}  // namespace kickpath::device
