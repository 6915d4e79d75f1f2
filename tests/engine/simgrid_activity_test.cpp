#include "engine/simgrid_activity.hpp"

#include <cmath>
#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::engine;
using namespace kickpath::literals;
namespace sg4 = simgrid::s4u;

namespace {

Instant at(Duration d) { return Instant{d}; }

struct Platform {
  sg4::Host* left;
  sg4::Host* right;
  sg4::Disk* disk;
};

/// Two hosts of 1 Gflop/s, a link of 1 GB/s and 10 us between them, a disk of 100 MB/s. Made after the first
/// simulation has made SimGrid's engine, and before the first run.
const Platform& platform() {
  static const Platform made = [] {
    auto* zone = sg4::create_full_zone("world");
    Platform p{zone->create_host("left", 1e9), zone->create_host("right", 1e9), nullptr};
    p.disk = p.left->create_disk("disk", 1e8, 1e8);
    const sg4::Link* link = zone->create_link("link", 1e9)->set_latency(10e-6)->seal();
    zone->add_route(p.left->get_netpoint(), p.right->get_netpoint(), nullptr, nullptr,
                    {sg4::LinkInRoute(link)});
    zone->seal();
    return p;
  }();
  return made;
}

sg4::CommPtr send(std::uint64_t bytes) {
  return sg4::Comm::sendto_async(platform().left, platform().right, bytes);
}
sg4::ExecPtr execute(double flops) {
  return sg4::Exec::init()->set_host(platform().left)->set_flops_amount(flops)->start();
}
sg4::IoPtr write_disk(sg_size_t bytes) {
  return platform().disk->io_init(bytes, sg4::Io::OpType::WRITE)->start();
}

/// How long each of three activities in a row takes a plain SimGrid actor.
template <class Start>
std::vector<Duration> plain(Start start) {
  Simulation simulation;
  platform();
  std::vector<Duration> taken;
  sg4::Actor::create("plain", platform().left, [&] {
    for (int i = 0; i < 3; ++i) {
      sg4::this_actor::sleep_for(1e-6);
      const double begin = sg4::Engine::get_clock();
      start()->wait();
      taken.push_back(Duration{std::llround((sg4::Engine::get_clock() - begin) * 1e12)});
    }
  });
  simulation.run();
  return taken;
}

template <class Start>
std::vector<Duration> awaited(Start start) {
  Simulation simulation;
  platform();
  std::vector<Duration> taken;
  simulation.spawn("actor", [&] {
    for (int i = 0; i < 3; ++i) {
      simulation.delay(1_us);
      const Instant begin = simulation.now();
      await(simulation, start);
      taken.push_back(simulation.now() - begin);
    }
  });
  simulation.run();
  return taken;
}

}  // namespace

TEST_CASE("An activity takes an actor as long as it takes a SimGrid actor, to the picosecond") {
  SECTION("a message") {
    const auto start = [] { return send(123'457); };
    CHECK(awaited(start) == plain(start));
  }
  SECTION("a computation: 12345 flop / 1 Gflop/s = 12.345 us") {
    const auto start = [] { return execute(12'345); };
    CHECK(awaited(start) == std::vector<Duration>(3, 12'345_ns));
    CHECK(plain(start) == std::vector<Duration>(3, 12'345_ns));
  }
  SECTION("a write: 4096 B / 100 MB/s = 40.96 us") {
    const auto start = [] { return write_disk(4096); };
    CHECK(awaited(start) == std::vector<Duration>(3, 40'960_ns));
    CHECK(plain(start) == std::vector<Duration>(3, 40'960_ns));
  }
}

TEST_CASE("Other actors run on while one awaits an activity") {
  Simulation simulation;
  platform();
  std::string order;
  simulation.spawn("awaiting", [&] {
    await(simulation, [] { return execute(10'000); });  // 10 us
    CHECK(simulation.now() == at(10_us));
    order += 'x';
  });
  simulation.spawn("ticking", [&] {
    for (int i = 0; i < 4; ++i) {  // 4, 8, 12, 16 us
      simulation.delay(4_us);
      order += 't';
    }
  });
  simulation.run();
  CHECK(order == "ttxtt");
  CHECK(simulation.now() == at(16_us));
}

TEST_CASE("An actor does not advance past the completion of an activity") {
  Simulation simulation;
  platform();
  std::vector<bool> advanced;
  simulation.spawn("awaiting", [&] { await(simulation, [] { return execute(10'000); }); });  // until 10 us
  simulation.spawn("busy", [&] {
    simulation.delay(1_us);
    advanced.push_back(simulation.try_advance(9_us));
    advanced.push_back(simulation.try_advance(9_us - 1_ps));
  });
  simulation.run();
  CHECK(advanced == std::vector{false, true});
}

TEST_CASE("Two computations on one host share it: twice the time") {
  Simulation simulation;
  platform();
  for (int i = 0; i < 2; ++i)
    simulation.spawn("actor", [&] {
      await(simulation, [] { return execute(10'000); });
      CHECK(simulation.now() == at(20_us));
    });
  simulation.run();
}

TEST_CASE("A run ends in the middle of an activity, and the next one completes it") {
  Simulation simulation;
  platform();
  bool is_done = false;
  simulation.spawn("a", [&] {
    await(simulation, [] { return execute(10'000); });
    is_done = true;
  });
  simulation.run_until(at(10_us - 1_ns));
  CHECK_FALSE(is_done);
  CHECK(simulation.now() == at(10_us - 1_ns));
  simulation.run_until(at(10_us));
  CHECK(is_done);
}

TEST_CASE("A run stopped while an activity is in flight leaves SimGrid's clock with ours") {
  Simulation simulation;
  platform();
  simulation.spawn("a", [&] {
    await(simulation, [] { return execute(10'000); });
    CHECK(simulation.now() == at(10_us));
  });
  simulation.spawn("b", [&] {
    simulation.delay(3_us);
    simulation.stop();
  });
  simulation.run_until(at(1_s));
  CHECK(simulation.now() == at(3_us));
  simulation.run_until(at(1_s));
  CHECK(simulation.now() == at(10_us));
}

TEST_CASE("What goes wrong at the start of an activity is told to who awaits it") {
  Simulation simulation;
  platform();
  simulation.spawn("a", [&] {
    CHECK_THROWS_AS(
        await(simulation, []() -> sg4::ActivityPtr { throw std::invalid_argument("no such host"); }),
        std::invalid_argument);
  });
  simulation.run();
}

TEST_CASE("An activity that is cancelled is an error of who awaits it") {
  Simulation simulation;
  platform();
  sg4::ExecPtr exec;
  simulation.spawn("a", [&] { await(simulation, [&] { return exec = execute(10'000); }); });
  sg4::Actor::create("canceller", platform().left, [&] {
    sg4::this_actor::sleep_for(2e-6);
    exec->cancel();
  });
  CHECK_THROWS_AS(simulation.run(), SimulationError);
}

TEST_CASE("An activity in flight when its simulation ends disturbs no later one") {
  {
    Simulation simulation;
    platform();
    simulation.spawn("a", [&] { await(simulation, [] { return execute(1e9); }); });
    simulation.run_until(at(1_us));
  }
  Simulation simulation;
  simulation.spawn("b", [&] {
    await(simulation, [] { return execute(10'000); });  // has the host to itself again
    CHECK(simulation.now() == at(10_us));
  });
  simulation.run();
}

TEST_CASE("A SimGrid actor may wake ours") {
  Simulation simulation;
  platform();
  Actor& sleeper = simulation.spawn("sleeper", [&] {
    simulation.current().park("SimGrid");
    CHECK(simulation.now() == at(5_us));
  });
  sg4::Actor::create("waker", platform().left, [&] {
    sg4::this_actor::sleep_for(5e-6);
    sleeper.unpark();
  });
  simulation.run();
  CHECK(sleeper.has_ended());
}
