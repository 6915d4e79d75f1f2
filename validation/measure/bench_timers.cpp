#include <ctime>
#include <fmt/format.h>
#include <sys/prctl.h>

#include "measure/host_benches.hpp"

namespace kickpath::measure {

using namespace std::chrono_literals;

std::vector<Samples> time_timers(Bench& bench) {
  const Ticks asked = bench.ticks_in(100us);
  const auto overshoot = [&] {
    constexpr timespec time{0, 100'000};
    const Ticks begin = rdtscp();
    ::nanosleep(&time, nullptr);
    // A signal may have cut it short; then it is nothing, not less.
    const Ticks slept = rdtscp() - begin;
    return slept > asked ? bench.to_ns(slept - asked) : 0.0;
  };
  const std::string note = fmt::format("timer slack {} ns", ::prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0));
  return {{bench.collect(0, 1, overshoot), 1, note}};
}

}  // namespace kickpath::measure
