#pragma once
#include <cstdint>

#include "notify/irq_route.hpp"

namespace kickpath::notify {

/// Where the threads that send are: in userspace each sending is a system call.
enum class Caller : std::uint8_t { userspace, kernel };

/// The contract of a way from the VMM into KVM's interrupt controllers. Everything runs on the fiber of a
/// thread of the VMM, and at its expense; what `route` leads to is raised by the call.
class InterruptPath {
 public:
  virtual ~InterruptPath() = default;

  virtual void send(host::Task& sender, IrqRoute& route) = 0;

  // ---- While a vector is masked, or its VM stands still.
  /// An event comes: it is kept where the path keeps it.
  virtual void park(host::Task& sender) = 0;
  /// The path is taken away from KVM, and given back; `kept`: an event was parked meanwhile.
  virtual void detach(host::Task& by) = 0;
  virtual void attach(host::Task& by, IrqRoute& route, bool kept) = 0;
};

}  // namespace kickpath::notify
