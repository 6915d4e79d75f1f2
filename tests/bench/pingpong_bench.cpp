#include <benchmark/benchmark.h>
#include <functional>
#include <vector>

#include <simgrid/s4u.hpp>

#include "../engine/pingpong.hpp"

using namespace kickpath;
namespace sg4 = simgrid::s4u;

namespace {

sg4::Host* host() {
  static sg4::Host* const made = [] {
    auto* zone = sg4::create_full_zone("world");
    sg4::Host* h =
        zone->create_host("host", 1e12)->set_core_count(65);  // 1 flop = 1 ps; one core for each actor
    zone->seal();
    return h;
  }();
  return made;
}

/// The oracle workload with SimGrid's own actors, which pass time by `step`.
double mean_sojourn_of_simgrid(std::uint32_t producers, std::uint64_t items,
                               const std::function<void(double)>& step) {
  const engine::Simulation makes_simgrid_ready;
  auto posted = sg4::Semaphore::create(0);
  std::vector<sg4::SemaphorePtr> done;
  std::vector<std::uint32_t> line;
  std::size_t served = 0;
  double sojourn = 0;
  const auto wait = [&](Duration d) { step(to_seconds(d)); };
  sg4::Actor::create("consumer", host(), [&] {
    for (std::uint64_t left = items / producers * producers; left > 0; --left) {
      posted->acquire();
      wait(pingpong::service);
      done[line[served++]]->release();
    }
  });
  for (std::uint32_t i = 0; i < producers; ++i) {
    done.push_back(sg4::Semaphore::create(0));
    sg4::Actor::create("producer", host(), [&, i] {
      pingpong::Thinker thinker{i, producers};
      for (std::uint64_t left = items / producers; left > 0; --left) {
        wait(thinker.think());
        const double start = sg4::Engine::get_clock();
        line.push_back(i);
        posted->release();
        done[i]->acquire();
        sojourn += sg4::Engine::get_clock() - start;
      }
    });
  }
  sg4::Engine::get_instance()->run();
  return sojourn * 1e9 / static_cast<double>(items / producers * producers);
}

template <class MeanSojourn>
void measure(benchmark::State& state, std::uint64_t items, MeanSojourn mean_sojourn) {
  double mean = 0;
  for (auto _ : state) mean = mean_sojourn(static_cast<std::uint32_t>(state.range(0)), items);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(items));
  state.counters["mean_sojourn_ns"] = mean;
}

void pingpong_engine(benchmark::State& state) { measure(state, 1'000'000, pingpong::mean_sojourn); }

void pingpong_simgrid_sleep(benchmark::State& state) {
  measure(state, 20'000, [](std::uint32_t producers, std::uint64_t items) {
    return mean_sojourn_of_simgrid(producers, items, [](double s) { sg4::this_actor::sleep_for(s); });
  });
}

void pingpong_simgrid_execute(benchmark::State& state) {
  measure(state, 20'000, [](std::uint32_t producers, std::uint64_t items) {
    return mean_sojourn_of_simgrid(producers, items, [](double s) { sg4::this_actor::execute(s * 1e12); });
  });
}

}  // namespace

// SimGrid's own come first, because its platform is sealed by the first run.
BENCHMARK(pingpong_simgrid_sleep)->Arg(1)->Arg(16)->Arg(64)->Unit(benchmark::kMillisecond);
BENCHMARK(pingpong_simgrid_execute)->Arg(1)->Arg(16)->Arg(64)->Unit(benchmark::kMillisecond);
BENCHMARK(pingpong_engine)->Arg(1)->Arg(16)->Arg(64)->Unit(benchmark::kMillisecond);
