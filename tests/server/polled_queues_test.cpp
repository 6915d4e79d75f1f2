#include "server/polled_queues.hpp"

#include <catch2/catch.hpp>

#include "support/fake_queue.hpp"
#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;

/// Polling several queues: one look after the other, each at its price.
namespace {

constexpr Duration look = 1_us;

struct Bench {
  explicit Bench(std::size_t sources, bool forgets = true)
      : machine(host_of(1), profile_of({{cost::Component::poll_source, look}})),
        polled(machine.host, forgets) {
    for (std::size_t i = 0; i < sources; ++i) {
      queues.push_back(std::make_unique<FakeQueue>(machine.host));
      polled.add(*queues.back());
    }
  }
  void run(std::function<void(host::Task&)> script) {
    machine.task("loop", 0, std::move(script));
    machine.run_until(30_s);
  }

  ScriptedHost machine;
  server::PolledQueues polled;
  std::vector<std::unique_ptr<FakeQueue>> queues;
};

}  // namespace

TEST_CASE("A round costs a look for each source") {
  for (const std::size_t sources : {1u, 8u}) {
    Bench bench(sources);
    bench.run([&](host::Task& self) {
      CHECK_FALSE(bench.polled.look(self, 0_us));
      CHECK(bench.machine.now() == static_cast<std::int64_t>(sources) * look);
    });
  }
}

TEST_CASE("What comes in the middle of a look is missed by it, and seen when its own turn comes") {
  Bench bench(4);
  Duration seen{};
  bench.queues[1]->on_serve = [&](host::Task&, const server::Budget&) { seen = bench.machine.now(); };
  bench.run([&](host::Task& self) {
    // Six looks and a half: the loop is in the middle of the third look of its second round.
    self.run_through(6 * look + look / 2);
    bench.queues[1]->pending = 1;
    CHECK(bench.polled.look(self, 6 * look + look / 2));
  });
  // The rest of that look, then the fourth, the first and the second source.
  CHECK(seen == 7 * look + 3 * look);
}

TEST_CASE("The more sources are idle, the later a request is seen: by half a look for each, on average") {
  const auto mean_delay = [](std::size_t sources) {
    Duration sum{};
    int count = 0;
    for (Duration came = 100_us; came < 100_us + static_cast<std::int64_t>(sources) * look;
         came += look / 4, ++count) {
      Bench bench(sources);
      bench.queues[0]->on_serve = [&](host::Task&, const server::Budget&) {
        sum += bench.machine.now() - came;
      };
      bench.run([&](host::Task& self) {
        self.run_through(came);
        bench.queues[0]->pending = 1;
        static_cast<void>(bench.polled.look(self, came));
      });
    }
    return sum / count;
  };
  // Its own look, and on average half a round before; within a step of the sweep.
  CHECK(mean_delay(1) >= look);
  CHECK(mean_delay(1) <= 2 * look);
  const Duration more = mean_delay(17) - mean_delay(1);
  CHECK(more >= 8 * look - look / 2);
  CHECK(more <= 8 * look + look / 2);
}

TEST_CASE("A source that was idle for 7 s is looked at no more; one picosecond less, and it is") {
  for (const Duration idle : {server::PolledQueues::patience - 1_ps, server::PolledQueues::patience}) {
    Bench bench(2);
    FakeQueue &busy = *bench.queues[0], &quiet = *bench.queues[1];
    bench.run([&](host::Task& self) {
      bench.polled.begin(self);
      CHECK_FALSE(bench.polled.end(self));
      self.run_through(idle - 2 * look);
      busy.pending = 1;
      bench.polled.begin(self);
      CHECK(bench.polled.look(self, 0_us));  // which takes two looks
      CHECK_FALSE(bench.polled.end(self));
      CHECK(quiet.resumes == 2);  // by the end, or by the look that found it idle for too long

      const int looks = quiet.looks;
      static_cast<void>(bench.polled.look(self, 0_us));
      CHECK(quiet.looks == looks + (idle < server::PolledQueues::patience));
      CHECK(busy.looks == 2);
      bench.polled.heard_of(quiet, self);  // its eventfd fires
      const int later = quiet.looks;
      static_cast<void>(bench.polled.look(self, 0_us));
      CHECK(quiet.looks == later + 1);
    });
  }
}

TEST_CASE("A loop that polls always forgets nobody") {
  Bench bench(1, false);
  bench.run([&](host::Task& self) {
    bench.polled.begin(self);
    static_cast<void>(bench.polled.end(self));
    self.run_through(10_s);
    bench.polled.begin(self);
    static_cast<void>(bench.polled.end(self));
    CHECK_FALSE(bench.polled.empty());
  });
}
