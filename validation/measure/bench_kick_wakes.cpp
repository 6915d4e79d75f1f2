#include "measure/bench_kick_wakes.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "measure/core_thread.hpp"
#include "measure/event_waiter.hpp"
#include "measure/probe_vm.hpp"
#include "measure/suite.hpp"

namespace kickpath::measure {

using namespace literals;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t room = 20'000;
constexpr auto pause_of_guest =
    40_us;  // the thread has slept for a while, and the guest has run for longer than it

/// Notes when it had each event.
class Listener {
 public:
  Listener(EventFd event, CoreId core)
      : waiter_(WaitBy::epoll, std::move(event)), had_(room + 1),
        thread_(start_on(core, [this] { listen(); })) {}
  ~Listener() {
    has_to_stop_ = true;
    waiter_.event().signal();
    thread_.join();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::span<const Ticks> had() const { return {had_.data(), count_.load(std::memory_order_acquire)}; }

 private:
  void listen() {
    while (true) {
      const Ticks now = waiter_.wait();
      const std::size_t count = count_.load(std::memory_order_relaxed);
      if (has_to_stop_ || count == had_.size()) return;
      had_[count] = now;
      count_.store(count + 1, std::memory_order_release);
    }
  }

  EventWaiter waiter_;
  std::vector<Ticks> had_;
  std::atomic<std::size_t> count_ = 0;
  std::atomic<bool> has_to_stop_ = false;
  std::thread thread_;
};

/// A kick, and when the thread had its event.
struct Dates {
  Ticks kicked;
  Ticks had;
  Ticks back;  ///< the guest ran on
};

/// Kicks whose event the thread had before the next one: two that it took at once tell nothing.
std::vector<Dates> pair(std::span<const protocol::Sample> kicks, std::span<const Ticks> had) {
  std::vector<Dates> pairs;
  auto event = had.begin();
  for (std::size_t i = 0; i + 1 < kicks.size(); ++i) {
    event = std::lower_bound(event, had.end(), kicks[i].begun);
    if (event == had.end()) break;
    if (*event < kicks[i + 1].begun) pairs.push_back({kicks[i].begun, *event, kicks[i].ended});
  }
  return pairs;
}

std::vector<Dates> run_once(Bench& bench, const KvmHost& host, CoreId vcpu, CoreId thread,
                            std::size_t taken_before) {
  ProbeSpec spec;
  spec.program = protocol::ProgramKind::paced_kick;
  spec.kick = notify::KickPathKind::ioeventfd_pio;
  spec.pause = pause_of_guest;
  spec.core = vcpu;
  spec.sample_room = room;
  ProbeVm vm(host.kvm, host.rates, spec);
  const Listener listener(vm.kick_event(), thread);
  vm.start();
  while (!vm.has_ended() && bench.goes_on(taken_before + vm.samples_taken())) {
    vm.check();
    std::this_thread::sleep_for(1ms);
  }
  vm.check();
  std::vector<protocol::Sample> kicks(vm.samples_taken());
  for (std::size_t i = 0; i < kicks.size(); ++i) kicks[i] = vm.sample(i);
  return pair(kicks, listener.had());
}

std::vector<Dates> collect(Bench& bench, const KvmHost& host, CoreId vcpu, CoreId thread) {
  std::vector<Dates> all;
  do {
    const auto some = run_once(bench, host, vcpu, thread, all.size());
    all.insert(all.end(), some.begin(), some.end());
  } while (bench.goes_on(all.size()));
  const bool is_in_order =
      std::ranges::all_of(all, [](const Dates& d) { return d.kicked < d.had && d.kicked < d.back; });
  if (!is_in_order) throw CannotMeasure("guest and host do not share a counter: no one-way latencies");
  return all;
}

}  // namespace

std::vector<Samples> time_kicks_on_same_core(Bench& bench, const KvmHost& host) {
  const CoreId core = bench.cores().other.value_or(bench.cores().home);
  Samples thread, back, preempted;
  for (const Dates& dates : collect(bench, host, core, core)) {
    const bool has_preempted = dates.had < dates.back;
    preempted.values.push_back(has_preempted ? 1 : 0);
    if (!has_preempted) continue;
    thread.values.push_back(bench.to_ns(dates.had - dates.kicked));
    back.values.push_back(bench.to_ns(dates.back - dates.had));
  }
  return {thread, back, preempted};
}

std::vector<Samples> time_kicks_to_other_core(Bench& bench, const KvmHost& host) {
  const CoreId home = bench.cores().home;
  Samples thread, guest;
  for (const Dates& dates : collect(bench, host, home, bench.cores().other.value_or(home))) {
    thread.values.push_back(bench.to_ns(dates.had - dates.kicked));
    guest.values.push_back(bench.to_ns(dates.back - dates.kicked));
  }
  return {thread, guest};
}

}  // namespace kickpath::measure
