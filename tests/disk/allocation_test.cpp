#include <cstdlib>
#include <new>

#include <catch2/catch.hpp>

#include "driven_stations.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using testing::DrivenStations;

namespace {

std::size_t allocations = 0;  // of this whole program, which has one thread

}  // namespace

// All others of the library come down to these; AddressSanitizer's nothrow one does not, and would not match
// the deletes.
void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* const memory = std::malloc(bytes)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(bytes);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

TEST_CASE("Once as many requests have been under way as ever are, none allocates") {
  DrivenStations disk({2, 2, 100'000'000}, {50_us});
  std::uint64_t finished = 0;
  // Each request that is finished is followed by another one, alternately for both spindles.
  const auto follow = [&](std::uint64_t until) {
    while (finished < until) {
      const Duration now = disk.stations.next_event()->time_since_epoch();
      while (const auto tag = disk.stations.take_finished(Instant{now}))
        disk.submit(now, 512, *tag, ++finished % 2);
    }
  };
  for (std::uint32_t i = 0; i < 100; ++i) disk.submit(0_us, 512, i, i % 2);
  follow(1'000);
  const std::size_t before = allocations;
  follow(10'000);
  CHECK(allocations == before);
  CHECK(finished >= 10'000);
}
