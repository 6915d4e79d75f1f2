#include "tracefs/trace_clock.hpp"

#include <time.h>

#include <catch2/catch.hpp>

#include "hostfacts/tsc.hpp"

using namespace kickpath;
using namespace kickpath::tracefs;

TEST_CASE("Now is told as a trace prints it: cycles, or seconds with decimals") {
  const hostfacts::Ticks before = hostfacts::rdtscp();
  const std::string ticks = now_by(tsc_clock);
  CHECK(std::stoull(ticks) >= before);
  CHECK(std::stoull(ticks) <= hostfacts::rdtscp());
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const std::string seconds = now_by(mono_clock);
  CHECK(seconds.size() - seconds.find('.') == 10);  // nine decimals
  CHECK(std::stod(seconds) == Approx(static_cast<double>(now.tv_sec)).margin(2));
}
