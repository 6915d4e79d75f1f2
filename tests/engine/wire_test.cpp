#include "engine/wire.hpp"

#include <cmath>
#include <vector>

#include <catch2/catch.hpp>
#include <simgrid/s4u.hpp>

#include "engine/simgrid_platform.hpp"

using namespace kickpath;
using namespace kickpath::engine;
using namespace kickpath::literals;
namespace sg4 = simgrid::s4u;

/// On a wire of 1.25 GB/s (10 Gbit/s) a byte takes 800 ps.
namespace {

constexpr WireSpec wire_spec{1'250'000'000, 20_us};

struct Sender {
  Duration begins;
  WireEnd end;
  std::uint64_t bytes;
};

/// When the last byte of each has left.
std::vector<Duration> left(const std::vector<Sender>& senders, const WireSpec& spec = wire_spec) {
  Simulation simulation;
  Wire wire(simulation, spec);
  std::vector<Duration> dates(senders.size());
  for (std::size_t i = 0; i < senders.size(); ++i)
    simulation.spawn("sender", [&, i] {
      simulation.delay(senders[i].begins);
      wire.send(senders[i].end, senders[i].bytes);
      dates[i] = simulation.now().time_since_epoch();
    });
  simulation.run();
  return dates;
}

/// How long a message takes a plain SimGrid actor over the same links, with their latency.
Duration plain(std::uint64_t bytes) {
  Simulation simulation;
  const SimGridPlatform& platform = simgrid_platform();
  sg4::Link* link = platform.from[0]->set_bandwidth(static_cast<double>(wire_spec.bytes_per_second));
  link->set_latency(20e-6);
  double taken = 0;
  sg4::Actor::create("plain", platform.hosts[0], [&] {
    const double begin = sg4::Engine::get_clock();
    sg4::Comm::sendto_async(platform.hosts[0], platform.hosts[1], bytes)->wait();
    taken = sg4::Engine::get_clock() - begin;
  });
  simulation.run();
  link->set_latency(0);
  return Duration{std::llround(taken * 1e12)};
}

}  // namespace

TEST_CASE("A message has left when its bytes have had the bandwidth: 1500 bytes after 1.2 us") {
  CHECK(left({{0_us, WireEnd::near, 1500}}) == std::vector<Duration>{1'200_ns});
  CHECK(left({{0_us, WireEnd::far, 1500}}) == std::vector<Duration>{1'200_ns});
}

TEST_CASE("With the latency a message is at the other end when SimGrid's own message would be") {
  const std::uint64_t bytes = GENERATE(1u, 84u, 1538u, 123'457u);
  CHECK(left({{0_us, WireEnd::near, bytes}})[0] + wire_spec.latency == plain(bytes));
}

TEST_CASE("A sender does not wait for the latency: its messages follow each other by their bytes alone") {
  Simulation simulation;
  Wire wire(simulation, wire_spec);
  std::vector<Duration> dates;
  simulation.spawn("sender", [&] {
    for (int i = 0; i < 3; ++i) {
      wire.send(WireEnd::near, 1500);
      dates.push_back(simulation.now().time_since_epoch());
    }
  });
  simulation.run();
  CHECK(dates == std::vector<Duration>{1'200_ns, 2'400_ns, 3'600_ns});
}

TEST_CASE("Two that send from one end have half of the bandwidth each") {
  CHECK(left({{0_us, WireEnd::near, 1500}, {0_us, WireEnd::near, 1500}}) ==
        std::vector<Duration>(2, 2'400_ns));
}

TEST_CASE("The shares change when one begins or ends: 0.5 us alone, then together, then the other alone") {
  // The first: 625 bytes in 0.5 us, the other 625 at half the rate in 1 us. By then the second has sent 625
  // of its 1250.
  CHECK(left({{0_us, WireEnd::near, 1250}, {500_ns, WireEnd::near, 1250}}) ==
        std::vector<Duration>{1'500_ns, 2_us});
}

TEST_CASE("The two directions do not disturb each other") {
  CHECK(left({{0_us, WireEnd::near, 1500}, {0_us, WireEnd::far, 1500}}) ==
        std::vector<Duration>(2, 1'200_ns));
}

TEST_CASE("The next simulation of a process has a wire of its own bandwidth") {
  CHECK(left({{0_us, WireEnd::near, 1500}}, {125'000'000, 0_us}) == std::vector<Duration>{12_us});
  CHECK(left({{0_us, WireEnd::near, 1500}}) == std::vector<Duration>{1'200_ns});
}
