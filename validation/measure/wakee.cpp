#include "measure/wakee.hpp"

#include <sys/resource.h>

#include "measure/core_thread.hpp"

namespace kickpath::measure {

namespace {

double seconds(const timeval& t) {
  return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
}

}  // namespace

Wakee::Wakee(WaitBy how, CoreId core, Tells tells)
    : waiter_(how), tells_(tells), thread_(start_on(core, [this] { serve(); })) {}

Wakee::~Wakee() {
  has_to_stop_ = true;
  signal();
  thread_.join();
}

std::optional<Wakee::Wake> Wakee::last_wake(std::uint64_t n) const {
  if (count_.load(std::memory_order_acquire) < n) return std::nullopt;
  return wake_;
}

void Wakee::serve() {
  while (true) {
    const Wake wake = wait_once();
    if (has_to_stop_) return;
    wake_ = wake;
    count_.fetch_add(1, std::memory_order_release);
    if (tells_ == Tells::by_event) done_.signal();
  }
}

Wakee::Wake Wakee::wait_once() {
  const hostfacts::Ticks ran_at = waiter_.wait();
  rusage use{};
  getrusage(RUSAGE_THREAD, &use);
  const bool has_slept = use.ru_nvcsw > switches_;
  switches_ = use.ru_nvcsw;
  cpu_s_ = seconds(use.ru_utime) + seconds(use.ru_stime);
  return {ran_at, has_slept};
}

}  // namespace kickpath::measure
