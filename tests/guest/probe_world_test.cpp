#include "guest/probe_world.hpp"

#include <catch2/catch.hpp>

#include "block.hpp"

using namespace kickpath;
using namespace kickpath::testing;
using guest::ProbeWorld;

TEST_CASE("A round is counted when the guest is ready for its event") {
  Block block;
  ProbeWorld world(block.control);
  world.ready();
  world.ready();
  CHECK(block.control.progress.rounds == 2);
}

TEST_CASE("Without an interrupt there is no sample") {
  Block block;
  ProbeWorld world(block.control);
  world.took_interrupt();
  CHECK(block.control.progress.samples == 0);
}

TEST_CASE("An interrupt's sample is from the handler's look at the counter to now") {
  Block block;
  ProbeWorld world(block.control);
  block.control.is_interrupted = 1;
  block.control.handler_tsc = 12345;
  const std::uint64_t before = protocol::read_tsc();
  world.took_interrupt();
  CHECK(block.control.progress.samples == 1);
  CHECK(block.samples[0].begun == 12345);
  CHECK(block.samples[0].ended >= before);
}

TEST_CASE("Samples stop where their room ends") {
  Block block;  // room for two
  ProbeWorld world(block.control);
  block.control.is_interrupted = 1;
  for (std::uint64_t i = 0; i < 2; ++i) {
    CHECK_FALSE(world.has_all_samples());
    block.control.handler_tsc = i;
    world.took_interrupt();
  }
  CHECK(world.has_all_samples());
  block.control.handler_tsc = 99;
  world.took_interrupt();
  CHECK(block.control.progress.samples == 2);
  CHECK(block.samples[1].begun == 1);
}

TEST_CASE("Who spins for an interrupt goes on when one has come, or the run ends") {
  Block block;
  ProbeWorld world(block.control);
  block.control.is_interrupted = 1;
  world.spin_for_interrupt();
  block.control.is_interrupted = 0;
  protocol::store_shared(block.control.should_stop, 1u);
  world.spin_for_interrupt();
}
