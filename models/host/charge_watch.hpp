#pragma once
#include <cstdint>

#include "cost/component.hpp"
#include "time/duration.hpp"

/// Who wants to know what every moment of a task's time goes into. Finer than the probes, and dearer: a task
/// that is watched leaves the short ways through its code. Results stay the same. Without a watch nothing is
/// paid: the questions that the short ways ask anyway lead here.
namespace kickpath::host {

class Task;

enum class Stretch : std::uint8_t {
  debt,      ///< what switches, migrations and interrupt handlers have left to be paid
  work,      ///< what it was charged
  busy_wait  ///< it waits for a poke
};

/// In which code a charge is spent.
enum class Ground : std::uint8_t {
  kernel,
  outside,  ///< in userspace or in the guest, until a poke
  deaf      ///< the same, and heeds no poke
};

/// May not block. All but `priced`, `stolen` and `poked` are called on the task's own fiber.
class ChargeWatch {
 public:
  virtual ~ChargeWatch() = default;
  /// A cost fell due. Whoever runs charges it next, owes it from now on, or times an event by it.
  virtual void priced(cost::Component component, Duration cost) = 0;
  /// The task is about to spend `work`: what was priced on its fiber since its last charge, or what is left
  /// of an earlier charge that was cut short, or something that is no component.
  virtual void charged(Task& task, Duration work, Ground ground) = 0;
  /// From now on it spends up to `work`.
  virtual void spends(Task& task, Stretch stretch, Duration work) = 0;
  /// The end of that: so much of the work is left.
  virtual void spent(Task& task, Duration left) = 0;
  /// An interrupt handler takes `d` from who runs there; null: from nobody.
  virtual void stolen(Task* task, Duration d) = 0;
  /// Something has come that the task may wait for.
  virtual void poked(Task& task) = 0;
};

}  // namespace kickpath::host
