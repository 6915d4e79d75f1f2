#include "hostfacts/core_speed.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <thread>

#include "hostfacts/cpu_list.hpp"
#include "hostfacts/tsc.hpp"

namespace kickpath::hostfacts {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double calm = 1.07;

std::atomic<Ticks> fastest{UINT64_MAX};

// Four independent sums: a loop that wants all of a core's arithmetic units feels a sibling most.
void spin_wide(std::uint64_t iterations) {
  std::uint64_t a = 1, b = 2, c = 3, d = 4;
  __asm__ volatile(
      ".p2align 6\n"
      "1:\n\t"
      "add $3, %1\n\tadd $5, %2\n\tadd $7, %3\n\tadd $9, %4\n\t"
      "xor $3, %1\n\txor $5, %2\n\txor $7, %3\n\txor $9, %4\n\t"
      "decq %0\n\t"
      "jnz 1b"
      : "+r"(iterations), "+r"(a), "+r"(b), "+r"(c), "+r"(d)::"cc");
}

Ticks time_spin() {
  const Ticks begin = rdtscp();
  spin_wide(10'000);
  return rdtscp() - begin;
}

// The least of three: a core that was idle begins slowly, and a timer tick is our own.
Ticks look() {
  const Ticks taken = std::min({time_spin(), time_spin(), time_spin()});
  for (Ticks least = fastest.load(); taken < least && !fastest.compare_exchange_weak(least, taken);) {
  }
  return taken;
}

bool has_no_sibling_in(std::span<const CoreId> cores, CoreId core) {
  const std::vector<CoreId> siblings = siblings_of(core, HostFiles{});
  return std::none_of(siblings.begin(), siblings.end(), [&](CoreId sibling) {
    return !(sibling == core) && std::find(cores.begin(), cores.end(), sibling) != cores.end();
  });
}

bool become_real_time() {
  sched_param priority{};
  priority.sched_priority = sched_get_priority_max(SCHED_FIFO);
  return pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority) == 0;
}

}  // namespace

/// The thread on one core.
class CoreSpeedWatch::Look {
 public:
  Look(CoreId core, std::chrono::milliseconds period) : period_(period) {
    const ScopedPin pin(core);
    thread_ = std::thread([this] { watch(); });
  }
  ~Look() {
    has_to_stop_ = true;
    thread_.join();
  }

  void begin() {
    const std::scoped_lock lock(mutex_);
    count_ = 0;
    sum_ = 0;
  }

  std::optional<double> mean() const {
    const std::scoped_lock lock(mutex_);
    if (count_ == 0) return std::nullopt;
    return static_cast<double>(sum_) / static_cast<double>(count_);
  }

 private:
  void watch() {
    if (!become_real_time()) return;
    for (auto next = Clock::now(); !has_to_stop_; next += period_) {
      std::this_thread::sleep_until(next);
      add(look());
    }
  }

  void add(Ticks taken) {
    const std::scoped_lock lock(mutex_);
    sum_ += taken;
    ++count_;
  }

  std::chrono::milliseconds period_;
  mutable std::mutex mutex_;
  Ticks sum_ = 0;
  std::uint64_t count_ = 0;
  std::atomic<bool> has_to_stop_ = false;
  std::thread thread_;
};

CoreSpeedWatch::CoreSpeedWatch(std::span<const CoreId> cores, std::chrono::milliseconds period) {
  for (const CoreId core : cores)
    if (has_no_sibling_in(cores, core)) looks_.push_back(std::make_unique<Look>(core, period));
}

CoreSpeedWatch::~CoreSpeedWatch() = default;

void CoreSpeedWatch::begin() {
  for (const auto& look : looks_) look->begin();
}

std::optional<double> CoreSpeedWatch::slowdown() const {
  std::optional<double> most;
  for (const auto& look : looks_) {
    const auto mean = look->mean();
    if (!mean) return std::nullopt;
    most = std::max(most.value_or(0), *mean / static_cast<double>(fastest.load()));
  }
  return most;
}

bool is_calm(double slowdown) { return slowdown <= calm; }

std::optional<bool> wait_until_calm(std::span<const CoreId> cores, std::chrono::milliseconds patience,
                                    const std::function<void()>& tick) {
  using namespace std::chrono_literals;
  CoreSpeedWatch watch(cores, 1ms);
  const auto end = Clock::now() + patience;
  do {
    watch.begin();
    std::this_thread::sleep_for(20ms);
    tick();
    const auto slowdown = watch.slowdown();
    if (!slowdown) return std::nullopt;
    if (is_calm(*slowdown)) return true;
  } while (Clock::now() < end);
  return false;
}

}  // namespace kickpath::hostfacts
