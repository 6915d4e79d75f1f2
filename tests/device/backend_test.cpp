#include <catch2/catch.hpp>

#include "device/backend_catalogue.hpp"
#include "support/profile.hpp"
#include "support/scripted_host.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using device::BackendKind;
using device::BackendSpec;

/// Backends alone: requests in, completions out, with their dates.
namespace {

struct Bench final : device::CompletionSink {
  explicit Bench(const BackendSpec& spec) : machine(host_of(1), profile_of({})) {
    backend = device::make_backend(spec, {machine.host, "vm0/disk", {}});
  }

  /// The server submits requests of these sizes one after the other, from date 0 on; then time passes.
  void submit(const std::vector<std::uint64_t>& sizes) {
    machine.task("server", 0, [this, sizes](host::Task& self) {
      for (std::uint16_t i = 0; i < sizes.size(); ++i) {
        is_inline.push_back(backend->serve(self, {0, sizes[i]}, *this, {i, 0}));
        submitted.push_back(machine.now());
      }
    });
    machine.run_until(1_s);
  }
  void complete(device::Ticket ticket) override {
    heads.push_back(ticket.head);
    completed.push_back(machine.now());
  }

  ScriptedHost machine;
  void complete_by(host::Task&, device::Ticket ticket) override { complete(ticket); }

  std::unique_ptr<device::Backend> backend;
  std::vector<bool> is_inline;
  std::vector<std::uint16_t> heads;
  std::vector<Duration> submitted, completed;
};

BackendSpec disk(std::uint32_t parallel, Duration seek, std::uint64_t bandwidth, Duration submit = 0_us) {
  BackendSpec spec;
  spec.kind = BackendKind::disk;
  spec.parallel = parallel;
  spec.seek = Distribution::fixed(seek);
  spec.bandwidth = bandwidth;
  spec.submit = Distribution::fixed(submit);
  return spec;
}

constexpr std::uint64_t mega = 1'000'000;

}  // namespace

TEST_CASE("The null backend is done at once and takes no time") {
  Bench bench({});
  bench.submit({512, 512});
  CHECK(bench.is_inline == std::vector{true, true});
  CHECK(bench.submitted == std::vector{0_us, 0_us});
}

TEST_CASE("The fixed backend without latency takes the server's time and is done") {
  BackendSpec spec;
  spec.kind = BackendKind::fixed;
  spec.service = Distribution::fixed(7_us);
  Bench bench(spec);
  bench.submit({512, 512});
  CHECK(bench.is_inline == std::vector{true, true});
  CHECK(bench.submitted == std::vector{7_us, 14_us});
}

TEST_CASE("The fixed backend's latency runs for any number of requests at once") {
  BackendSpec spec;
  spec.kind = BackendKind::fixed;
  spec.service = Distribution::fixed(7_us);
  spec.latency = Distribution::fixed(100_us);
  Bench bench(spec);
  bench.submit({512, 512, 512});
  CHECK(bench.is_inline == std::vector{false, false, false});
  CHECK(bench.completed == std::vector{107_us, 114_us, 121_us});
  CHECK(bench.heads == std::vector<std::uint16_t>{0, 1, 2});
}

TEST_CASE("A disk of one arm positions one request after the other, in the order of their coming") {
  Bench bench(disk(1, 50_us, 0));
  bench.submit({512, 512, 512});
  CHECK(bench.completed == std::vector{50_us, 100_us, 150_us});
  CHECK(bench.heads == std::vector<std::uint16_t>{0, 1, 2});
}

TEST_CASE("A disk positions as many requests at the same time as it has arms") {
  Bench bench(disk(2, 50_us, 0));
  bench.submit({512, 512, 512, 512, 512});
  CHECK(bench.completed == std::vector{50_us, 50_us, 100_us, 100_us, 150_us});
}

TEST_CASE("Striped requests queue at the spindle that holds their data, so the spindles' queues end apart") {
  BackendSpec spec = disk(1, 50_us, 0);
  spec.spindles = 4;
  Bench bench(spec);
  bench.submit(std::vector<std::uint64_t>(100, 512));
  REQUIRE(bench.completed.size() == 100);
  // Each spindle completes one request every 50 us, as long as it has any; dealt evenly all would end
  // after 25.
  for (std::size_t i = 0; i < 100; ++i) {
    CHECK(bench.completed[i] % 50_us == 0_us);
    if (i >= 4) CHECK(bench.completed[i] > bench.completed[i - 4]);
  }
  CHECK(bench.completed[3] == 50_us);
  CHECK(bench.completed.back() > 25 * 50_us);
  CHECK(bench.completed.back() < 50 * 50_us);
}

TEST_CASE("Transfers follow each other on the link: bytes over bandwidth") {
  // 100 MB/s: 1,000 bytes take 10 us, 4,000 bytes 40 us. Both are positioned at 50 us.
  Bench bench(disk(2, 50_us, 100 * mega));
  bench.submit({1000, 4000});
  CHECK(bench.completed == std::vector{60_us, 100_us});
}

TEST_CASE("The arm seeks for the next request while the link still transfers") {
  // Positioned at 50, 100 and 150 us; each transfer takes 70 us, so the link is the bottleneck from the
  // second on.
  Bench bench(disk(1, 50_us, 100 * mega));
  bench.submit({7000, 7000, 7000});
  CHECK(bench.completed == std::vector{120_us, 190_us, 260_us});
}

TEST_CASE("An idle link starts at once: the gap is not made up for") {
  Bench bench(disk(1, 50_us, 100 * mega));
  bench.submit({1000, 1000});
  CHECK(bench.completed == std::vector{60_us, 110_us});
}

TEST_CASE("A transfer's length is rounded down to the picosecond, and large ones do not overflow") {
  // 1 byte at 3 bytes a second is 333,333,333,333.3 ps.
  {
    Bench bench(disk(1, 0_us, 3));
    bench.submit({1});
    CHECK(bench.completed == std::vector{Duration{333'333'333'333}});
  }
  // 1 GiB at 10 GB/s: 107,374,182,400 ps; bytes x 10^12 would not fit into 64 bits.
  Bench large(disk(1, 0_us, 10'000 * mega));
  large.submit({std::uint64_t{1} << 30});
  CHECK(large.completed == std::vector{Duration{107'374'182'400}});
}

TEST_CASE("Submitting to a disk takes the server's time, and the seek starts after it") {
  Bench bench(disk(4, 50_us, 0, 3_us));
  bench.submit({512, 512});
  CHECK(bench.submitted == std::vector{3_us, 6_us});
  CHECK(bench.completed == std::vector{53_us, 56_us});
}
