#include <algorithm>
#include <array>
#include <atomic>
#include <numeric>
#include <random>
#include <thread>

#include "measure/core_thread.hpp"
#include "measure/host_benches.hpp"

namespace kickpath::measure {

namespace {

/// A turn that two cores pass on to each other: even is ours, odd the peer's.
class Turn {
 public:
  bool is_ours() const { return (turn_.load(std::memory_order_acquire) & 1) == 0; }
  void pass() { turn_.fetch_add(1, std::memory_order_acq_rel); }

 private:
  alignas(128) std::atomic<std::uint64_t> turn_ = 0;  // alone in its line, and in the pair that is prefetched
};

/// A thread on the other core that does `work` whenever it has the turn.
template <class Work>
class Peer {
 public:
  Peer(CoreId core, Turn& turn, Work work)
      : turn_(turn), work_(work), thread_(start_on(core, [this] { serve(); })) {}
  ~Peer() {
    has_to_stop_.store(true, std::memory_order_relaxed);
    thread_.join();
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

 private:
  void serve() {
    while (!has_to_stop_.load(std::memory_order_relaxed)) {
      if (turn_.is_ours()) continue;
      work_();
      turn_.pass();
    }
  }

  Turn& turn_;
  Work work_;
  alignas(128) std::atomic<bool> has_to_stop_ = false;
  std::thread thread_;
};

void spin_until_ours(const Turn& turn) {
  while (!turn.is_ours()) {
  }
}

/// Nodes in an order that no prefetcher guesses, each in a line of its own.
struct Nodes {
  struct alignas(128) Node {
    Node* next = nullptr;
    std::uint64_t word = 0;
  };
  static constexpr unsigned count = 64;

  Nodes() {
    std::array<unsigned, count> order{};
    std::iota(order.begin(), order.end(), 0u);
    std::shuffle(order.begin(), order.end(), std::minstd_rand{1});
    for (unsigned i = 0; i < count; ++i) nodes[order[i]].next = &nodes[order[(i + 1) % count]];
  }
  void dirty() {
    for (Node& node : nodes) ++node.word;
  }

  std::array<Node, count> nodes;
};

Samples time_round_trips(Bench& bench, CoreId other) {
  Turn turn;
  const Peer peer(other, turn, [] {});
  return bench.time_batches(0, 2, 100, [&] {
    turn.pass();
    spin_until_ours(turn);
  });
}

Samples time_transfers(Bench& bench, CoreId other) {
  Turn turn;
  Nodes nodes;
  const Peer peer(other, turn, [&] { nodes.dirty(); });
  const auto chase = [&] {
    turn.pass();
    while (!turn.is_ours()) bench.check();
    const Nodes::Node* node = nodes.nodes.data();
    const Ticks begin = rdtscp();
    _mm_lfence();  // no load begins before the date is taken
    for (unsigned i = 0; i < Nodes::count; ++i) node = node->next;
    __asm__ volatile("" ::"r"(node));
    return bench.to_ns(rdtscp() - begin) / Nodes::count;
  };
  return {bench.collect(1, 2, chase), Nodes::count, {}};
}

}  // namespace

std::vector<Samples> time_lines(Bench& bench) {
  const CoreId other = bench.cores().other.value();
  return {time_round_trips(bench, other), time_transfers(bench, other)};
}

}  // namespace kickpath::measure
