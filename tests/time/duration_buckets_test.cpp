#include "time/duration_buckets.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::literals;
namespace buckets = kickpath::duration_buckets;

TEST_CASE("Below 128 ns a bucket is one nanosecond") {
  CHECK(buckets::index_of(0_ns) == 0);
  CHECK(buckets::index_of(999_ps) == 0);
  CHECK(buckets::index_of(1_ns) == 1);
  CHECK(buckets::index_of(127_ns) == 127);
  CHECK(buckets::index_of(128_ns) == 128);
}

TEST_CASE("A bucket begins where it says and contains nothing earlier") {
  for (std::size_t i = 1; i < buckets::count; ++i) {
    CHECK(buckets::index_of(buckets::begin_of(i)) == i);
    CHECK(buckets::index_of(buckets::begin_of(i) - 1_ps) == i - 1);
  }
}

TEST_CASE("A bucket is at most 1/128 of its value wide") {
  for (std::size_t i = buckets::subs; i + 1 < buckets::count; ++i) {
    const auto width = buckets::begin_of(i + 1) - buckets::begin_of(i);
    CHECK(width.count() * 128 <= buckets::begin_of(i).count());
  }
}

TEST_CASE("Durations out of range land in the first and the last bucket") {
  CHECK(buckets::index_of(-5_ns) == 0);
  CHECK(buckets::index_of(Duration::max()) == buckets::count - 1);
}
