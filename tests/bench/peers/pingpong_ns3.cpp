// The oracle workload (../../engine/pingpong.hpp) on ns-3, beside ours. ns-3 has no blocking actors, so each
// step of a producer or of the consumer is a callback of its own.
#include <cinttypes>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <ns3/nstime.h>
#include <ns3/object-factory.h>
#include <ns3/simulator.h>
#include <string>
#include <vector>

#include "../../engine/pingpong.hpp"
#include "../processor_time.hpp"

using namespace kickpath;

namespace {

constexpr std::uint64_t items = 1'000'000;

ns3::Time to_ns3(Duration d) { return ns3::PicoSeconds(static_cast<std::uint64_t>(d.count())); }

class Pingpong {
 public:
  explicit Pingpong(std::uint32_t producers) {
    for (std::uint32_t i = 0; i < producers; ++i)
      producers_.push_back({pingpong::Thinker{i, producers}, items / producers, {}});
    for (Producer& producer : producers_) think(producer);
  }

  double mean_sojourn_ns() const {
    return static_cast<double>(sojourn_.GetPicoSeconds()) * 1e-3 /
           static_cast<double>(items / producers_.size() * producers_.size());
  }

 private:
  struct Producer {
    pingpong::Thinker thinker;
    std::uint64_t left;
    ns3::Time posted;
  };

  void think(Producer& producer) {
    ns3::Simulator::Schedule(to_ns3(producer.thinker.think()), &Pingpong::post, this, &producer);
  }

  void post(Producer* producer) {
    producer->posted = ns3::Simulator::Now();
    line_.push_back(producer);
    if (!is_awake_) ns3::Simulator::ScheduleNow(&Pingpong::serve, this);
    is_awake_ = true;
  }

  void serve() {
    is_awake_ = !line_.empty();
    if (is_awake_) ns3::Simulator::Schedule(to_ns3(pingpong::service), &Pingpong::complete, this);
  }

  void complete() {
    ns3::Simulator::ScheduleNow(&Pingpong::resume, this, line_.front());
    line_.pop_front();
    serve();
  }

  void resume(Producer* producer) {
    sojourn_ += ns3::Simulator::Now() - producer->posted;
    if (--producer->left > 0) think(*producer);
  }

  std::vector<Producer> producers_;
  std::deque<Producer*> line_;
  bool is_awake_ = false;
  ns3::Time sojourn_;
};

struct Figures {
  double ns_per_item;
  double mean_sojourn_ns;
};

template <class MeanSojourn>
Figures measure(MeanSojourn mean_sojourn) {
  const double begin = bench::processor_ns();
  const double mean = mean_sojourn();
  return {(bench::processor_ns() - begin) / static_cast<double>(items), mean};
}

double mean_sojourn_of_ns3(std::uint32_t producers, const std::string& scheduler) {
  ns3::Simulator::SetScheduler(ns3::ObjectFactory{scheduler});
  double mean = 0;
  {
    Pingpong pingpong{producers};
    ns3::Simulator::Run();
    mean = pingpong.mean_sojourn_ns();
  }
  ns3::Simulator::Destroy();
  return mean;
}

void print(const char* engine, std::uint32_t producers, const Figures& figures) {
  std::printf("%-20s %10" PRIu32 " %12.1f %18.4f\n", engine, producers, figures.ns_per_item,
              figures.mean_sojourn_ns);
}

// Both engines think the same thoughts, so that their means agree to the last picosecond but for rounding.
bool is_same(const Figures& a, const Figures& b) {
  return std::abs(a.mean_sojourn_ns - b.mean_sojourn_ns) < 1e-6;
}

}  // namespace

int main() {
  ns3::Time::SetResolution(ns3::Time::PS);
  bool is_agreed = true;
  std::printf("%-20s %10s %12s %18s\n", "engine", "producers", "ns per item", "mean sojourn, ns");
  for (const std::uint32_t producers : {1u, 16u, 64u}) {
    const Figures ours = measure([&] { return pingpong::mean_sojourn(producers, items); });
    print("kickpath", producers, ours);
    for (const char* scheduler : {"ns3::MapScheduler", "ns3::HeapScheduler"}) {
      const Figures peer = measure([&] { return mean_sojourn_of_ns3(producers, scheduler); });
      print(scheduler, producers, peer);
      is_agreed &= is_same(ours, peer);
    }
  }
  if (!is_agreed) std::puts("the engines DISAGREE on the mean sojourn time");
  return is_agreed ? EXIT_SUCCESS : EXIT_FAILURE;
}
