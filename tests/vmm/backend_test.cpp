#include "vmm/backend.hpp"

#include <set>
#include <vector>

#include <catch2/catch.hpp>

#include "protocol/law.hpp"
#include "vmm/law_table.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::vmm;
using device::BackendKind;
using device::BackendSpec;

/// Backends in virtual time: they are handed the date, and CPU work is none at a spin rate of 0.
namespace {

constexpr protocol::SpinRate no_work{};
using Tags = std::vector<std::uint64_t>;

std::unique_ptr<Backend> backend_of(const BackendSpec& spec, std::uint64_t seed = 1) {
  return make_backend(spec, no_work, seed);
}

BackendSpec fixed_of(const Distribution& latency) {
  BackendSpec spec;
  spec.kind = BackendKind::fixed;
  spec.latency = latency;
  return spec;
}

BackendSpec disk_of(const Distribution& seek, std::uint64_t bandwidth = 0) {
  BackendSpec spec;
  spec.kind = BackendKind::disk;
  spec.seek = seek;
  spec.bandwidth = bandwidth;
  return spec;
}

Tags look(Backend& backend, Duration at) {
  Tags tags;
  while (const auto tag = backend.take_finished(Instant{at})) tags.push_back(*tag);
  return tags;
}

}  // namespace

TEST_CASE("A null backend is done at once, and nothing is ever under way") {
  const auto backend = backend_of({});
  CHECK(backend->serve({512, 7}, Instant{1_us}));
  CHECK_FALSE(backend->next_event());
  CHECK_FALSE(backend->take_finished(Instant{1_s}));
}

TEST_CASE("A fixed backend without latency is done at once") {
  const auto backend = backend_of(fixed_of(Distribution::fixed(0_us)));
  CHECK(backend->serve({512, 7}, Instant{1_us}));
  CHECK_FALSE(backend->next_event());
}

TEST_CASE("A fixed backend's request is finished after its latency, and not a picosecond earlier") {
  const auto backend = backend_of(fixed_of(Distribution::fixed(50_us)));
  CHECK_FALSE(backend->serve({512, 42}, Instant{7_us}));
  CHECK(backend->next_event() == Instant{7_us + 50_us});
  CHECK(look(*backend, 57_us - 1_ps).empty());
  CHECK(look(*backend, 57_us) == Tags{42});
  CHECK(look(*backend, 1_s).empty());
  CHECK_FALSE(backend->next_event());
}

TEST_CASE("Any number are under way at once") {
  const auto backend = backend_of(fixed_of(Distribution::fixed(50_us)));
  for (const std::uint64_t tag : {1u, 2u, 3u})
    backend->serve({512, tag}, Instant{static_cast<int>(tag) * 1_us});
  CHECK(backend->next_event() == Instant{51_us});
  CHECK(look(*backend, 52_us) == Tags{1, 2});
  CHECK(backend->next_event() == Instant{53_us});
  CHECK(look(*backend, 53_us) == Tags{3});
}

TEST_CASE("Random latencies are those of the seed, and requests finish in the order of their dates") {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    INFO("seed " << seed);
    const Distribution law = Distribution::exponential(50_us);
    const auto backend = backend_of(fixed_of(law), seed);
    const LawTable table(law);
    protocol::Draws draws(seed);
    std::multiset<Duration> due;
    for (std::uint64_t tag = 0; tag < 500; ++tag) {
      backend->serve({512, tag}, Instant{});
      due.insert(draws.draw(table.law()));  // the service is fixed and draws nothing
    }
    std::set<std::uint64_t> seen;
    for (const Duration date : due) {
      REQUIRE(backend->next_event() == Instant{date});
      CHECK_FALSE(backend->take_finished(Instant{date - 1_ps}));
      CHECK(seen.insert(backend->take_finished(Instant{date}).value()).second);
    }
    CHECK(seen.size() == 500);
    CHECK_FALSE(backend->next_event());
  }
}

TEST_CASE("A disk positions one request after the other and moves its bytes") {
  // 1000 bytes at 100 MB/s are 10 us
  const auto backend = backend_of(disk_of(Distribution::fixed(50_us), 100'000'000));
  CHECK_FALSE(backend->serve({1000, 1}, Instant{}));
  CHECK_FALSE(backend->serve({1000, 2}, Instant{}));
  CHECK(backend->next_event() == Instant{50_us});
  CHECK(look(*backend, 60_us - 1_ps).empty());
  CHECK(look(*backend, 50_us + 10_us) == Tags{1});
  CHECK(look(*backend, 110_us - 1_ps).empty());
  CHECK(look(*backend, 50_us + 50_us + 10_us) == Tags{2});
  CHECK_FALSE(backend->next_event());
}

TEST_CASE("A disk's requests go to all of its spindles") {
  BackendSpec spec = disk_of(Distribution::fixed(50_us));
  spec.spindles = 4;
  const auto backend = backend_of(spec);
  for (std::uint64_t tag = 0; tag < 100; ++tag) backend->serve({512, tag}, Instant{});
  CHECK(look(*backend, 50_us).size() == 4);  // each has positioned its first
  std::set<std::uint64_t> rest;
  for (Duration at = 100_us; const auto next = backend->next_event(); at += 50_us)
    for (const std::uint64_t tag : look(*backend, at)) CHECK(rest.insert(tag).second);
  CHECK(rest.size() == 96);
}

TEST_CASE("Only a disk, and a fixed backend with latency, finish later") {
  CHECK_FALSE(is_asynchronous(BackendSpec{}));
  CHECK_FALSE(is_asynchronous(fixed_of(Distribution::fixed(0_us))));
  CHECK(is_asynchronous(fixed_of(Distribution::fixed(1_ps))));
  CHECK(is_asynchronous(fixed_of(Distribution::exponential(1_us))));
  CHECK(is_asynchronous(disk_of(Distribution::fixed(0_us))));
}

TEST_CASE("The service is work of the calling thread") {
  BackendSpec spec;
  spec.kind = BackendKind::fixed;
  spec.service = Distribution::fixed(1_ms);
  constexpr protocol::SpinRate slow{(std::uint64_t{1} << 48) / 1000};  // an iteration a nanosecond
  const std::uint64_t begin = protocol::read_tsc();
  CHECK(make_backend(spec, slow, 1)->serve({512, 1}, Instant{}));
  CHECK(protocol::read_tsc() > begin + 1000);  // a million iterations: no processor does a thousand in a tick
}
