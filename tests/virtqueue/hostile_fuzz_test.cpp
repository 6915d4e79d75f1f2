#include <map>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "hostile_runs.hpp"

using namespace kickpath::virtqueue;
using namespace kickpath::virtqueue::testing;

namespace {

/// 512 bytes that are mostly small, so that they get past the first check now and then.
std::vector<std::uint8_t> random_script(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const std::uint64_t zeros = random() % 4;
  std::vector<std::uint8_t> bytes(512);
  for (auto& b : bytes) {
    const std::uint64_t r = random();
    const bool is_any_byte = (r >> 8) % 64 == 0;
    const auto low = static_cast<std::uint8_t>(is_any_byte ? r & 0xff : r % 8);
    b = (r >> 32) % 4 < zeros ? std::uint8_t{0} : low;
  }
  return bytes;
}

/// Bytes that are as they should be, but for a random value here and there.
class Writer {
 public:
  explicit Writer(std::uint64_t seed) : random_(seed) {}

  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  bool once_in(std::uint64_t n) { return below(n) == 0; }
  void put(std::uint64_t value, int n) {
    if (once_in(256)) value = random_();
    for (int i = 0; i < n; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }

  std::vector<std::uint8_t> bytes;

 private:
  std::mt19937_64 random_;
};

/// What a device loads from a driver that makes a mistake now and then: index, head, descriptors, and again.
std::vector<std::uint8_t> driver_like_script(std::uint64_t seed) {
  Writer w(seed);
  for (std::uint64_t index = 1; index <= 20; ++index) {
    w.put(index, 2);
    w.put(w.below(hostile_queue_size), 2);
    const std::uint64_t buffers =
        1 + w.below(w.once_in(16) ? 10 : 4);  // 9 and 10 are more than the queue has
    const std::uint64_t readable = w.below(buffers + 1);
    for (std::uint64_t i = 0; i < buffers; ++i) {
      const bool is_writable = (i >= readable) != w.once_in(64);
      const std::uint64_t flags =
          (i + 1 < buffers ? 1u : 0u) | (is_writable ? 2u : 0u) | (w.once_in(32) ? 4u : 0u);
      const std::uint64_t next = w.below(hostile_queue_size) + (w.once_in(64) ? hostile_queue_size : 0u);
      w.put(hostile_start.value + 16 * w.below(64), 8);
      w.put(16 * (1 + w.below(4)) | flags << 32 | next << 48, 8);
    }
  }
  return w.bytes;
}

/// What a driver loads from a device that makes a mistake now and then: kick wish, index, id, length; the
/// same index twice.
std::vector<std::uint8_t> device_like_script(std::uint64_t seed) {
  Writer w(seed);
  for (std::uint64_t index = 1; index <= 40; ++index) {
    w.put(0, 2);
    w.put(index, 2);
    w.put(w.below(hostile_queue_size), 4);
    w.put(w.below(64), 4);
    w.put(index, 2);
    w.put(index, 2);
  }
  return w.bytes;
}

/// Flags by which the side at `position` of a packed ring says available, or used.
std::uint64_t state_of(std::uint64_t position, bool is_used) {
  const RingPosition at{0, position / hostile_queue_size % 2 == 0};
  return is_used ? at.used_flags() : at.available_flags();
}

/// The same of a packed ring: the first flags, then the descriptors, whose flags lie behind the id.
std::vector<std::uint8_t> packed_driver_like_script(std::uint64_t seed) {
  Writer w(seed);
  std::uint64_t position = 0;
  for (int request = 0; request < 20; ++request) {
    const std::uint64_t buffers = 1 + w.below(w.once_in(16) ? 10 : 4);
    const std::uint64_t readable = w.below(buffers + 1);
    const std::uint64_t id = w.below(hostile_queue_size) + (w.once_in(64) ? hostile_queue_size : 0u);
    for (std::uint64_t i = 0; i < buffers; ++i, ++position) {
      const bool is_writable = (i >= readable) != w.once_in(64);
      const std::uint64_t flags = (i + 1 < buffers ? 1u : 0u) | (is_writable ? 2u : 0u) |
                                  (w.once_in(32) ? 4u : 0u) | state_of(position, w.once_in(256));
      if (i == 0) w.put(flags, 2);  // has_pending(), once in serving and once in pop()
      w.put(hostile_start.value + 16 * w.below(64), 8);
      w.put(16 * (1 + w.below(4)) | id << 32 | flags << 48, 8);
    }
  }
  return w.bytes;
}

/// What a driver loads of a packed ring: kick wish, flags twice (has_used() in reap(), then the loop's end),
/// length with id.
std::vector<std::uint8_t> packed_device_like_script(std::uint64_t seed) {
  Writer w(seed);
  for (std::uint64_t position = 0; position < 40; ++position) {
    w.put(0, 4);
    w.put(state_of(position, true), 2);
    w.put(w.below(64) | w.below(hostile_queue_size) << 32, 8);
    w.put(state_of(position + 1, false), 2);
    w.put(state_of(position + 1, false), 2);
  }
  return w.bytes;
}

}  // namespace

TEST_CASE("Whatever a driver writes, the device stays in memory and ends") {
  std::map<DeviceError, unsigned> seen;
  unsigned popped = 0;
  for (std::uint64_t seed = 1; seed <= 40'000; ++seed) {
    INFO("seed " << seed);
    const auto bytes = seed % 2 == 0 ? random_script(seed) : driver_like_script(seed);
    DeviceRun run;
    REQUIRE_NOTHROW(run = run_device<HostileSplit>(bytes));
    ++seen[run.error];
    popped += run.popped;
  }
  CHECK(popped > 10'000);
  // The scripts reach every refusal that fits here: 8 descriptors are no too long chain, 1 KiB is not 2^32
  // bytes.
  for (const DeviceError error :
       {DeviceError::avail_index_jump, DeviceError::head_out_of_range, DeviceError::next_out_of_range,
        DeviceError::chain_loops, DeviceError::zero_length, DeviceError::address_out_of_range,
        DeviceError::readable_after_writable, DeviceError::nested_indirect, DeviceError::indirect_with_next,
        DeviceError::bad_indirect_length, DeviceError::bad_indirect_address}) {
    INFO("error " << static_cast<int>(error));
    CHECK(seen[error] > 0);
  }
}

TEST_CASE("Whatever a device writes, the driver loses no descriptor and reaps nothing twice") {
  std::map<DriverError, unsigned> seen;
  unsigned reaped = 0;
  for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
    INFO("seed " << seed);
    const auto bytes = seed % 2 == 0 ? random_script(seed) : device_like_script(seed);
    DriverRun run;
    REQUIRE_NOTHROW(run = run_driver<HostileSplit>(bytes));
    ++seen[run.error];
    reaped += run.reaped;
  }
  CHECK(reaped > 5'000);
  CHECK(seen[DriverError::used_index_jump] > 0);
  CHECK(seen[DriverError::used_id_out_of_range] > 0);
  CHECK(seen[DriverError::used_id_not_in_flight] > 0);
}

TEST_CASE("Packed: whatever a driver writes, the device stays in memory and ends") {
  std::map<DeviceError, unsigned> seen;
  unsigned popped = 0;
  for (std::uint64_t seed = 1; seed <= 40'000; ++seed) {
    INFO("seed " << seed);
    const auto bytes = seed % 2 == 0 ? random_script(seed) : packed_driver_like_script(seed);
    DeviceRun run;
    REQUIRE_NOTHROW(run = run_device<HostilePacked>(bytes));
    ++seen[run.error];
    popped += run.popped;
  }
  CHECK(popped > 10'000);
  for (const DeviceError error :
       {DeviceError::avail_index_jump, DeviceError::head_out_of_range, DeviceError::id_in_flight,
        DeviceError::chain_loops, DeviceError::zero_length, DeviceError::address_out_of_range,
        DeviceError::readable_after_writable, DeviceError::indirect_with_next,
        DeviceError::bad_indirect_length, DeviceError::bad_indirect_address}) {
    INFO("error " << static_cast<int>(error));
    CHECK(seen[error] > 0);
  }
}

TEST_CASE("Packed: whatever a device writes, the driver loses no descriptor and reaps nothing twice") {
  std::map<DriverError, unsigned> seen;
  unsigned reaped = 0;
  for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
    INFO("seed " << seed);
    const auto bytes = seed % 2 == 0 ? random_script(seed) : packed_device_like_script(seed);
    DriverRun run;
    REQUIRE_NOTHROW(run = run_driver<HostilePacked>(bytes));
    ++seen[run.error];
    reaped += run.reaped;
  }
  CHECK(reaped > 5'000);
  CHECK(seen[DriverError::used_id_out_of_range] > 0);
  CHECK(seen[DriverError::used_id_not_in_flight] > 0);
}
