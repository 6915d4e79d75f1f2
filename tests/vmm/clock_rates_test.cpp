#include "vmm/clock_rates.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::vmm;

TEST_CASE("A frequency becomes the two factors of the counter, to the nearest") {
  // 1e12 / 2.596e9 * 2^32 = 1654455815100.15; 2.596e9 * 1e-12 * 2^48 = 730709039540.86
  CHECK(tsc_rate_of(2.596e9).ps_per_tick == 1'654'455'815'100);
  CHECK(tsc_rate_of(2.596e9).ticks_per_ps == 730'709'039'541);
  // 1e6 * 2^32 ps; 2^48 / 1e6 = 281474976.71
  CHECK(tsc_rate_of(1e6).ps_per_tick == 4'294'967'296'000'000);
  CHECK(tsc_rate_of(1e6).ticks_per_ps == 281'474'977);
  // 200 * 2^32 ps; 0.005 * 2^48 = 1407374883553.28
  CHECK(tsc_rate_of(5e9).ps_per_tick == 858'993'459'200);
  CHECK(tsc_rate_of(5e9).ticks_per_ps == 1'407'374'883'553);
}

TEST_CASE("This host's counter and cores have a rate, and work of a millisecond takes time") {
  const ClockRates rates = measure_clock_rates();
  CHECK(rates.tsc.ps_per_tick > 0);
  CHECK(rates.tsc.ticks_per_ps > 0);
  CHECK(rates.spin.iterations_per_ps > 0);
  // The two factors are each other's inverse: 2^32 * 2^48 = 2^80
  const double product =
      static_cast<double>(rates.tsc.ps_per_tick) * static_cast<double>(rates.tsc.ticks_per_ps);
  CHECK(product == Approx(0x1p80).epsilon(1e-6));

  const std::uint64_t iterations = rates.spin.iterations(1_ms);
  CHECK(iterations > 1000);  // a core of more than 1 MHz
  const protocol::TscClock clock(rates.tsc, protocol::read_tsc());
  protocol::spin(iterations);
  CHECK(clock.now() > Instant{});
}
