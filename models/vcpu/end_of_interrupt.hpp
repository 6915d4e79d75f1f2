#pragma once

namespace kickpath::vcpu {

/// What an EOI ends.
struct Ended {
  bool is_level = false;  ///< a level-triggered interrupt: KVM must see its end
  bool has_more = false;  ///< another interrupt was pending at its injection, or has come since
};

/// The contract of the guest's write to the EOI register.
class EndOfInterrupt {
 public:
  virtual ~EndOfInterrupt() = default;
  virtual bool leaves_guest(const Ended& ended) const = 0;
};

}  // namespace kickpath::vcpu
