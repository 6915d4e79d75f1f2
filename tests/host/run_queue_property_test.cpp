#include <algorithm>
#include <deque>
#include <random>

#include <catch2/catch.hpp>

#include "eevdf_fixture.hpp"
#include "host/run_queue_catalogue.hpp"
#include "host/weights.hpp"

using namespace kickpath;
using namespace kickpath::host;
using namespace kickpath::host::test;
using namespace kickpath::literals;

namespace {

/// Wakes, puts to sleep, moves and runs tasks at random, as a host core would.
class RandomLife {
 public:
  RandomLife(RunQueue& queue, std::size_t tasks, unsigned seed)
      : queue_(queue), tasks_(tasks), random_(seed) {
    for (SchedEntity& e : tasks_) {
      e.weight = weight_of_nice(static_cast<int>(random_() % 11) - 5);
      if (random_() % 3 == 0) e.custom_slice = (100 + random_() % 4000) * 1_us;
    }
  }

  template <class Check>
  void live(int steps, Check check) {
    for (int step = 0; step < steps; ++step) {
      act(tasks_[random_() % tasks_.size()]);
      check();
    }
  }

  std::deque<SchedEntity>& tasks() { return tasks_; }
  Duration busy() const { return busy_; }
  void run(Duration d) {
    if (queue_.running()) busy_ += d;
    const bool is_expired = queue_.account(d);
    if (queue_.tick() || is_expired || !queue_.running()) queue_.pick_next();
  }

 private:
  void act(SchedEntity& e) {
    const bool wants_to_run = e.on_queue && !e.delayed;
    switch (random_() % 6) {
      case 0:
      case 1:
        if (!wants_to_run) wake(e);
        break;
      case 2:
        if (wants_to_run) leave(e, Departure::sleep);
        break;
      case 3:
        if (wants_to_run) {
          leave(e, Departure::migration);
          queue_.enqueue(e, Arrival::migration);
        }
        break;
      case 4:
        if (random_() % 4 == 0 && queue_.running()) {
          queue_.yield();
          queue_.pick_next();
        }
        break;
      default:
        break;
    }
    run(Duration{static_cast<std::int64_t>(random_() % 3'000'000'000)});
  }
  void wake(SchedEntity& e) {
    queue_.enqueue(e, Arrival::wakeup);
    if (queue_.should_preempt(e)) queue_.pick_next();
  }
  void leave(SchedEntity& e, Departure why) {
    queue_.dequeue(e, why);
    if (!queue_.running()) queue_.pick_next();
  }

  RunQueue& queue_;
  std::deque<SchedEntity> tasks_;
  std::mt19937 random_;
  Duration busy_{};
};

/// EEVDF from the definition: sums over all queued tasks, no order kept.
struct Naive {
  Wide weighted = 0;
  std::int64_t weight = 0;

  explicit Naive(const std::deque<SchedEntity>& tasks) {
    for (const SchedEntity& e : tasks) {
      if (!e.on_queue) continue;
      weighted += static_cast<Wide>(e.vruntime) * e.weight;
      weight += e.weight;
    }
  }
  bool is_eligible(const SchedEntity& e) const {
    return e.on_queue && static_cast<Wide>(e.vruntime) * weight <= weighted;
  }
  std::int64_t earliest_deadline(const std::deque<SchedEntity>& tasks) const {
    std::int64_t earliest = INT64_MAX;
    for (const SchedEntity& e : tasks)
      if (is_eligible(e)) earliest = std::min(earliest, e.deadline);
    return earliest;
  }
};

void check_pick(EevdfRunQueue& queue, const std::deque<SchedEntity>& tasks) {
  const SchedEntity* before = queue.running();
  const SchedEntity* chosen = queue.pick_next();
  const Naive naive{tasks};
  if (!chosen) {
    REQUIRE(naive.weight == 0);
    return;
  }
  REQUIRE_FALSE(chosen->delayed);
  REQUIRE(naive.is_eligible(*chosen));
  const bool is_kept = chosen == before && chosen->vruntime < chosen->protected_to;
  if (!is_kept) REQUIRE(chosen->deadline == naive.earliest_deadline(tasks));
  REQUIRE(queue.average_vruntime() == floor_divide(naive.weighted, naive.weight));
}

std::size_t count_wanting(const std::deque<SchedEntity>& tasks) {
  const auto wants = [](const SchedEntity& e) { return e.on_queue && !e.delayed; };
  return static_cast<std::size_t>(std::count_if(tasks.begin(), tasks.end(), wants));
}

Duration total_exec(const std::deque<SchedEntity>& tasks) {
  Duration total{};
  for (const SchedEntity& e : tasks) total += e.sum_exec;
  return total;
}

}  // namespace

TEST_CASE("eevdf: every pick is the one that the definition makes, over random lives") {
  for (const char* version : {"6.6", "6.12", "6.18"}) {
    for (const std::size_t count : {2u, 3u, 7u, 40u}) {
      EevdfRunQueue queue = two_core_eevdf(version);
      RandomLife life{queue, count, static_cast<unsigned>(1000 + count)};
      life.live(5000, [&] { check_pick(queue, life.tasks()); });
    }
  }
}

TEST_CASE("Every policy counts its runnable and gives all the time to somebody, over random lives") {
  for (const PolicyInfo& policy : policies()) {
    auto versions = policy.versions;
    if (versions.empty()) versions.emplace_back();
    for (const auto version : versions) {
      SchedulerSpec spec;
      spec.policy = policy.name;
      spec.version = version;
      const auto queue = make_run_queue(spec, 2, 250);
      RandomLife life{*queue, 12, 77};
      life.live(20000, [&] { REQUIRE(queue->runnable() == count_wanting(life.tasks())); });
      INFO(policy.name << " " << version);
      CHECK(life.busy() > 1_s);
      CHECK(total_exec(life.tasks()) == life.busy());
    }
  }
}

TEST_CASE("Whoever is queued under a fair policy runs before long") {
  for (const auto& [policy, version] :
       {std::pair{"cfs", "2.6.36"}, {"eevdf", "6.6"}, {"eevdf", "6.12"}, {"eevdf", "6.18"}}) {
    SchedulerSpec spec;
    spec.policy = policy;
    spec.version = version;
    const auto queue = make_run_queue(spec, 2, 250);
    RandomLife life{*queue, 12, 5};
    life.live(5000, [] {});
    std::vector<Duration> before;
    for (const SchedEntity& e : life.tasks()) before.push_back(e.sum_exec);
    // The lightest has weight 335 of at most 12 x 3121; a round of all is below 12 x 3121 / 335 x 4 ms = 447
    // ms.
    for (int tick = 0; tick < 2 * 112; ++tick) life.run(4_ms);
    INFO(policy << " " << version);
    for (std::size_t i = 0; i < before.size(); ++i) {
      const SchedEntity& e = life.tasks()[i];
      if (e.on_queue && !e.delayed) CHECK(e.sum_exec > before[i]);
    }
  }
}

TEST_CASE("The same seed makes the same life") {
  Duration first{};
  for (int round = 0; round < 2; ++round) {
    EevdfRunQueue queue = two_core_eevdf("6.18");
    RandomLife life{queue, 9, 3};
    life.live(3000, [] {});
    const Duration exec = life.tasks().front().sum_exec;
    if (round == 0)
      first = exec;
    else
      CHECK(exec == first);
  }
}
