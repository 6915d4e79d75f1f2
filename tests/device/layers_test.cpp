#include <catch2/catch.hpp>

#include "device/backend_catalogue.hpp"
#include "device/merging_backend.hpp"
#include "support/distinct_costs.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using device::RequestKind;

/// What lies between a queue and its disk: batches of io_submit, the pool of threads, merging, flushes.
namespace {

constexpr auto none = static_cast<std::uint64_t>(-1);

struct Bench final : device::CompletionSink {
  Bench(const device::BackendSpec& spec, const cost::CostProfile& profile, bool blocks = false)
      : machine(host_of(1), profile) {
    backend = device::make_backend(
        spec, {machine.host, "vm0/disk", {"worker", 0, host::CoreSet::only(CoreId{0})}, blocks, true});
  }

  /// The server serves these requests in one visit, from date 10 us on.
  void visit(const std::vector<device::Request>& requests) {
    machine.task("server", 0, [this, requests](host::Task& self) {
      self.block_until(Instant{10_us}, "the visit");
      backend->plug(self);
      for (std::uint16_t i = 0; i < requests.size(); ++i)
        is_inline.push_back(backend->serve(self, requests[i], *this, {i, 0}));
      served = machine.now();
      backend->unplug(self);
      unplugged = machine.now();
    });
    machine.run_until(1_s);
  }
  void complete(device::Ticket ticket) override {
    heads.push_back(ticket.head);
    completed.push_back(machine.now());
  }
  void complete_by(host::Task& worker, device::Ticket ticket) override {
    complete(ticket);
    workers.push_back(worker.name());
  }

  ScriptedHost machine;
  std::unique_ptr<device::Backend> backend;
  std::vector<bool> is_inline;
  std::vector<std::uint16_t> heads;
  std::vector<Duration> completed;
  std::vector<std::string> workers;
  Duration served{}, unplugged{};
};

device::BackendSpec disk(std::uint32_t parallel, Duration seek, Duration submit) {
  device::BackendSpec spec;
  spec.kind = device::BackendKind::disk;
  spec.parallel = parallel;
  spec.seek = Distribution::fixed(seek);
  spec.submit = Distribution::fixed(submit);
  return spec;
}

cost::CostProfile only(cost::Component component, Duration cost) { return profile_of({{component, cost}}); }

std::vector<device::Request> writes(std::size_t count) {
  std::vector<device::Request> requests;
  for (std::size_t i = 0; i < count; ++i) requests.push_back({i, 512, RequestKind::write});
  return requests;
}

/// Notes what reaches it, and completes nothing.
struct Notes final : device::Backend {
  bool serve(host::Task&, const device::Request& request, device::CompletionSink& to,
             device::Ticket ticket) override {
    requests.push_back(request);
    sink = &to;
    tickets.push_back(ticket);
    return false;
  }
  std::vector<device::Request> requests;
  std::vector<device::Ticket> tickets;
  device::CompletionSink* sink = nullptr;
};

struct Merged {
  explicit Merged(const std::vector<device::Request>& requests) : machine(host_of(1), profile_of({})) {
    auto inner = std::make_unique<Notes>();
    notes = inner.get();
    backend = std::make_unique<device::MergingBackend>(std::move(inner));
    machine.task("server", 0, [this, requests](host::Task& self) {
      for (std::uint16_t i = 0; i < requests.size(); ++i)
        CHECK_FALSE(backend->serve(self, requests[i], done, {i, 0}));
      before_unplug = notes->requests.size();
      backend->unplug(self);
    });
    machine.run_until(1_us);
  }
  std::vector<std::pair<std::uint64_t, std::uint64_t>> seen() const {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> all;
    for (const device::Request& r : notes->requests) all.emplace_back(r.sector, r.bytes);
    return all;
  }

  struct Done final : device::CompletionSink {
    void complete(device::Ticket ticket) override { heads.push_back(ticket.head); }
    void complete_by(host::Task&, device::Ticket ticket) override { complete(ticket); }
    std::vector<std::uint16_t> heads;
  };

  ScriptedHost machine;
  Done done;
  Notes* notes;
  std::unique_ptr<device::Backend> backend;
  std::size_t before_unplug = none;
};

using Seen = std::vector<std::pair<std::uint64_t, std::uint64_t>>;

}  // namespace

TEST_CASE("With batching one io_submit takes all of a visit; without it each request makes its own") {
  for (const bool batches : {false, true}) {
    device::BackendSpec spec = disk(8, 50_us, 3_us);
    spec.batches = batches;
    Bench bench(spec, only(cost::Component::aio_submit, 20_us));
    bench.visit(writes(3));
    CHECK(bench.served == (batches ? 10_us : 10_us + 3 * 23_us));
    CHECK(bench.unplugged == 10_us + (batches ? 20_us + 3 * 3_us : 3 * 23_us));
    const Duration first = 10_us + 20_us + 3_us;
    const Duration each = batches ? 3_us : 23_us;
    CHECK(bench.completed == std::vector{first + 50_us, first + each + 50_us, first + 2 * each + 50_us});
  }
}

TEST_CASE("A batch has 32 requests at most") {
  for (const std::size_t count : {32u, 33u}) {
    device::BackendSpec spec = disk(64, 50_us, 0_us);
    spec.batches = true;
    Bench bench(spec, only(cost::Component::aio_submit, 20_us));
    bench.visit(writes(count));
    CHECK(bench.unplugged == 10_us + (count == 32 ? 20_us : 40_us));
    CHECK(bench.completed.size() == count);
  }
}

TEST_CASE("A pool of two threads has two requests under way; the third waits for a thread") {
  device::BackendSpec spec = disk(4, 50_us, 3_us);
  spec.aio = device::DiskAio::threads;
  spec.threads = 2;
  Bench bench(spec, profile_of({}));
  bench.visit(writes(3));
  // Both threads submit one after the other on the one core; the first to come back takes the third.
  CHECK(bench.served == 10_us);
  CHECK(bench.completed == std::vector{63_us, 66_us, 63_us + 53_us});
  CHECK(bench.workers == std::vector<std::string>{"worker0", "worker1", "worker0"});
}

TEST_CASE(
    "Handing a request to a sleeping thread costs a system call and its wake-up; to a busy one, nothing") {
  device::BackendSpec spec = disk(4, 500_us, 0_us);
  spec.aio = device::DiskAio::threads;
  spec.threads = 1;
  Bench bench(spec, profile_of({{cost::Component::syscall, 2_us}, {cost::Component::wake_local, 5_us}}));
  bench.visit(writes(3));
  // The thread has gone to sleep long before, on the same core.
  CHECK(bench.served == 10_us + 2_us + 5_us);
}

TEST_CASE("Who waits for its request makes a pread or pwrite of it: a system call, and no io_submit") {
  const cost::CostProfile costs =
      profile_of({{cost::Component::syscall, 2_us}, {cost::Component::aio_submit, 20_us}});
  {
    Bench waits(disk(4, 50_us, 3_us), costs, true);
    waits.visit(writes(2));
    CHECK(waits.served == 10_us + 2 * (2_us + 53_us));
  }
  device::BackendSpec pool = disk(4, 50_us, 3_us);
  pool.aio = device::DiskAio::threads;
  pool.threads = 1;
  Bench by_thread(pool, costs);
  by_thread.visit(writes(1));
  // The server wakes the thread by a call; the thread makes its own on the same core, then the device works.
  CHECK(by_thread.completed == std::vector{10_us + 2_us + 2_us + 3_us + 50_us});
}

TEST_CASE("A blocking backend keeps its server until the device is done") {
  Bench bench(disk(4, 50_us, 3_us), profile_of({}), true);
  bench.visit(writes(2));
  CHECK(bench.is_inline == std::vector{true, true});
  CHECK(bench.served == 10_us + 2 * 53_us);
  CHECK(bench.completed.empty());
}

TEST_CASE("Adjacent requests of a visit become one, whatever their order") {
  const Merged merged(
      {{8, 4096, RequestKind::write}, {0, 4096, RequestKind::write}, {16, 512, RequestKind::write}});
  CHECK(merged.before_unplug == 0);
  CHECK(merged.seen() == Seen{{0, 8704}});
}

TEST_CASE("A gap of one sector parts them") {
  CHECK(Merged({{0, 512, RequestKind::write}, {1, 512, RequestKind::write}, {3, 512, RequestKind::write}})
            .seen() == Seen{{0, 1024}, {3, 512}});
}

TEST_CASE("A read after writes submits what there is before it") {
  const Merged merged(
      {{0, 512, RequestKind::write}, {1, 512, RequestKind::write}, {2, 512, RequestKind::read}});
  CHECK(merged.before_unplug == 1);
  CHECK(merged.seen() == Seen{{0, 1024}, {2, 512}});
}

TEST_CASE("A flush submits what there is before it, and is not merged") {
  const Merged merged(
      {{0, 512, RequestKind::write}, {0, 0, RequestKind::flush}, {1, 512, RequestKind::write}});
  REQUIRE(merged.notes->requests.size() == 3);
  CHECK(merged.notes->requests[1].kind == RequestKind::flush);
  CHECK(merged.seen() == Seen{{0, 512}, {0, 0}, {1, 512}});
}

TEST_CASE("32 requests are merged, the 33rd begins anew; and no more than a mebibyte goes in one") {
  CHECK(Merged(writes(32)).seen() == Seen{{0, 32 * 512}});
  CHECK(Merged(writes(33)).seen() == Seen{{0, 32 * 512}, {32, 512}});
  std::vector<device::Request> large;
  for (std::uint64_t i = 0; i < 5; ++i) large.push_back({i * 512, 256 << 10, RequestKind::write});
  CHECK(Merged(large).seen() == Seen{{0, 1 << 20}, {4 * 512, 256 << 10}});
}

TEST_CASE("When a merged request is done, so is each of its parts") {
  Merged merged(writes(3));
  REQUIRE(merged.notes->tickets.size() == 1);
  merged.notes->sink->complete(merged.notes->tickets[0]);
  CHECK(merged.done.heads == std::vector<std::uint16_t>{0, 1, 2});
}

TEST_CASE("A flush waits for the writes before it, then takes its time; writes after it do not wait") {
  device::BackendSpec spec = disk(1, 50_us, 0_us);  // one at a time: 60, 110, 160 us
  spec.flush = Distribution::fixed(7_us);
  Bench bench(spec, profile_of({}));
  bench.visit({{0, 512, RequestKind::write},
               {1, 512, RequestKind::write},
               {0, 0, RequestKind::flush},
               {2, 512, RequestKind::write}});
  CHECK(bench.heads == std::vector<std::uint16_t>{0, 1, 2, 3});
  CHECK(bench.completed == std::vector{60_us, 110_us, 110_us + 7_us, 160_us});
}

TEST_CASE("A flush waits neither for reads nor for writes that came after it") {
  device::BackendSpec spec = disk(1, 50_us, 0_us);
  spec.flush = Distribution::fixed(7_us);
  Bench bench(spec, profile_of({}));
  bench.visit({{0, 512, RequestKind::read}, {0, 0, RequestKind::flush}, {1, 512, RequestKind::write}});
  CHECK(bench.heads == std::vector<std::uint16_t>{1, 0, 2});
  CHECK(bench.completed == std::vector{17_us, 60_us, 110_us});
}
