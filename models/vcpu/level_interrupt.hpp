#pragma once

namespace kickpath::vcpu {

class Vcpu;

/// The contract of what makes a vector level-triggered. Both run on the vcpu's fiber, with interrupts off.
class LevelInterrupt {
 public:
  virtual ~LevelInterrupt() = default;
  /// The guest's handler, in guest mode: quietens the devices. May exit.
  virtual void service(Vcpu& vcpu) = 0;
  /// KVM's, in the exit by the EOI: the line may be raised again.
  virtual void end(Vcpu& vcpu) = 0;
};

}  // namespace kickpath::vcpu
