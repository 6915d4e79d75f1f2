#include "vcpu/pause_window.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;
using vcpu::PauseWindow;

TEST_CASE("A pause window doubles at each exit, until the vcpu is scheduled in anew") {
  PauseWindow window({10_us, 2});
  CHECK(window.length(5_ms) == 10_us);
  window.has_exited();
  window.has_exited();
  CHECK(window.length(5_ms) == 40_us);
  CHECK(window.length(5_ms + 1_ps) == 10_us);
}

TEST_CASE("A pause window that grows by 1 stays, and one of 0 is no window") {
  PauseWindow steady({10_us, 1});
  steady.has_exited();
  CHECK(steady.length(0_us) == 10_us);
  CHECK(PauseWindow({}).length(0_us) == Duration::max());
}
