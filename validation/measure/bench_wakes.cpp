#include <fmt/format.h>
#include <optional>
#include <thread>

#include "hostfacts/host_use.hpp"
#include "measure/hog.hpp"
#include "measure/host_benches.hpp"
#include "measure/suite.hpp"
#include "measure/wakee.hpp"

namespace kickpath::measure {

using namespace std::chrono_literals;

namespace {

/// The dates of one wake.
struct Dates {
  Ticks before = 0;  ///< the waker's call
  Ticks after = 0;
  Wakee::Wake wake;
};

/// Wakes one thread again and again, and leaves it time to sleep in between.
class Waker {
 public:
  Waker(Bench& bench, WaitBy how, Place place)
      : bench_(bench), place_(place), pause_(pause_of(place)),
        core_(place == Place::same_core ? bench.cores().home : bench.cores().other.value()),
        wakee_(how, core_, place == Place::same_core ? Wakee::Tells::by_event : Wakee::Tells::by_memory) {
    if (place == Place::busy_other_core) hog_.emplace(core_, bench.ticks_in(100us));
  }

  CoreId core() const { return core_; }
  double wakee_cpu_s() const { return wakee_.cpu_s(); }

  Dates wake_once() {
    leave_time();
    Dates dates;
    dates.before = rdtscp();
    wakee_.signal();
    dates.after = rdtscp();
    if (place_ == Place::same_core) wakee_.await();
    while (true) {
      if (const auto wake = wakee_.last_wake(count_ + 1)) {
        ++count_;
        dates.wake = *wake;
        return dates;
      }
      bench_.check();
    }
  }

 private:
  // On the same core the wakee needs the core to fall asleep. On another we spin, as a busy vcpu does: our
  // own core must not go idle, for its waking up would be within.
  void leave_time() const {
    if (place_ == Place::same_core) return std::this_thread::sleep_for(50us);
    bench_.spin(pause_);
  }

  static std::chrono::nanoseconds pause_of(Place place) {
    if (place == Place::long_idle_other_core) return 1ms;
    return place == Place::busy_other_core ? 300us : 100us;
  }

  Bench& bench_;
  Place place_;
  std::chrono::nanoseconds pause_;
  CoreId core_;
  std::uint64_t count_ = 0;
  Wakee wakee_;
  std::optional<Hog> hog_;
};

/// Did the wakee run at once? On the same core: before the waker's call returned. On a busy core: within 100
/// us of it, while a wakee that does not preempt waits for a tick or the slice's end, milliseconds away.
bool has_preempted(const Bench& bench, Place place, const Dates& dates) {
  if (place == Place::same_core) return dates.wake.ran_at < dates.after;
  return dates.wake.ran_at - dates.before < bench.ticks_in(100us);
}

class Record {
 public:
  Record(const Bench& bench, Place place) : bench_(bench), place_(place) {}

  void add(const Dates& dates) {
    ++wakes_;
    if (dates.wake.ran_at < dates.before)
      throw CannotMeasure("the cores do not share a TSC: no one-way latencies");
    if (!dates.wake.has_slept) {
      ++awake_;
      return;
    }
    const bool is_preempted = has_preempted(bench_, place_, dates);
    preempted.values.push_back(is_preempted ? 1 : 0);
    wakee.values.push_back(bench_.to_ns(dates.wake.ran_at - dates.before));
    if (place_ == Place::same_core && is_preempted) return;  // then the call's time is not the waker's own
    waker.values.push_back(bench_.to_ns(dates.after - dates.before));
    wakee_after_waker.values.push_back(wakee.values.back());
  }

  std::size_t wakes() const { return wakes_; }
  std::string note() const { return fmt::format("{} of {} wakes found nobody asleep", awake_, wakes_); }

  Samples waker, wakee, wakee_after_waker, preempted;

 private:
  const Bench& bench_;
  Place place_;
  std::size_t wakes_ = 0;
  std::size_t awake_ = 0;
};

/// How idle the wakee's core really was.
std::string use_of_core(const std::optional<hostfacts::HostUse>& begin, const Waker& waker) {
  const auto end = hostfacts::take_host_use({});
  if (!begin || !end) return "";
  const auto busy = hostfacts::core_busy(*begin, *end, waker.core());
  if (!busy) return "";
  return fmt::format("; its core was {:.0f} % busy, {:.0f} % with the wakee", 100 * *busy,
                     100 * waker.wakee_cpu_s() / (end->at - begin->at));
}

}  // namespace

std::vector<Samples> time_wakes(Bench& bench, WaitBy how, Place place) {
  const auto use = hostfacts::take_host_use({});
  Waker waker(bench, how, place);
  waker.wake_once();  // the first one may find the thread not yet started
  Record record(bench, place);
  while (bench.goes_on(record.wakes())) record.add(waker.wake_once());
  record.wakee.note = record.note();
  switch (place) {
    case Place::same_core:
      return {record.waker, record.wakee, record.wakee_after_waker, record.preempted};
    case Place::busy_other_core:
      return {record.waker, record.wakee, record.preempted};
    case Place::idle_other_core:
    case Place::long_idle_other_core:
      break;
  }
  record.wakee.note += use_of_core(use, waker);
  return {record.waker, record.wakee};
}

}  // namespace kickpath::measure
