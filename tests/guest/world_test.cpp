#include "guest/world.hpp"

#include <numeric>

#include <catch2/catch.hpp>

#include "block.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using guest::World;
using protocol::KickKind;
using protocol::QueueControl;

namespace {

QueueControl queue_of(std::uint32_t id, KickKind kick = KickKind::none, std::uint64_t address = 0) {
  QueueControl queue;
  queue.id = id;
  queue.kick = kick;
  queue.kick_address = address;
  return queue;
}

bool yes(void*) { return true; }
bool no(void*) { return false; }

}  // namespace

TEST_CASE("A completion is counted in its latency's bucket and in all sums") {
  Block block;
  World world(block.control);
  world.completed(QueueId{0}, 5_us, 512);
  world.completed(QueueId{0}, 5_us, 512);
  world.completed(QueueId{0}, 100_ns, 4096);
  CHECK(block.histogram[duration_buckets::index_of(5_us)] == 2);
  CHECK(block.histogram[100] == 1);  // a nanosecond a bucket there
  CHECK(std::accumulate(block.histogram.begin(), block.histogram.end(), std::uint64_t{0}) == 3);
  const protocol::Progress& progress = block.control.progress;
  CHECK(progress.ops == 3);
  CHECK(progress.bytes == 512 + 512 + 4096);
  CHECK(progress.latency_sum == 5'000'000 + 5'000'000 + 100'000);
  CHECK(progress.latency_max == 5'000'000);
  CHECK(progress.latency_min == 100'000);
}

TEST_CASE("A negative latency counts as 0") {
  Block block;
  World world(block.control);
  world.completed(QueueId{0}, -1_ps, 0);
  CHECK(block.histogram[0] == 1);
  CHECK(block.control.progress.ops == 1);
  CHECK(block.control.progress.latency_sum == 0);
  CHECK(block.control.progress.latency_max == 0);
  CHECK(block.control.progress.latency_min == 0);
}

TEST_CASE("A latency beyond all buckets is in the last, and in the sums as it is") {
  Block block;
  World world(block.control);
  world.completed(QueueId{0}, 36'000_s, 0);
  CHECK(block.histogram.back() == 1);
  CHECK(block.control.progress.latency_max == 36'000'000'000'000'000);
}

TEST_CASE("Drops and posts are counted; other operations on a ring are not") {
  Block block;
  World world(block.control);
  world.dropped(QueueId{0});
  world.about_to(program::RingOperation::post, QueueId{0});
  world.about_to(program::RingOperation::post, QueueId{0});
  world.about_to(program::RingOperation::kick_test, QueueId{0});
  world.about_to(program::RingOperation::reap, QueueId{0});
  CHECK(block.control.progress.dropped == 1);
  CHECK(block.control.progress.posted == 2);
}

TEST_CASE("A kick by MMIO is one store of the queue's id to its own door, and counted") {
  std::uint32_t words[2] = {99, 99};
  Block block({queue_of(1, KickKind::mmio, reinterpret_cast<std::uint64_t>(&words[0])),
               queue_of(3, KickKind::mmio, reinterpret_cast<std::uint64_t>(&words[1]))});
  World world(block.control);
  world.kick(QueueId{3});
  CHECK(words[0] == 99);
  CHECK(words[1] == 3);
  CHECK(block.control.progress.kicks == 1);
}

TEST_CASE("A queue without kicks is not kicked, and nothing is counted") {
  Block block({queue_of(0)});
  World world(block.control);
  world.kick(QueueId{0});
  CHECK(block.control.progress.kicks == 0);
}

TEST_CASE("A bare doorbell rings the vcpu's own first queue, whatever its id") {
  Block second_vcpu({queue_of(1), queue_of(3)});
  CHECK(World(second_vcpu.control).first_queue() == QueueId{1});
}

TEST_CASE("The world stops when the VMM says so") {
  Block block;
  const World world(block.control);
  CHECK_FALSE(world.is_stopping());
  protocol::store_shared(block.control.should_stop, 1u);
  CHECK(world.is_stopping());
}

TEST_CASE("Interrupts are noted by the handler and forgotten by the program") {
  Block block;
  World world(block.control);
  CHECK_FALSE(world.was_interrupted());
  block.control.is_interrupted = 1;
  CHECK(world.was_interrupted());
  world.clear_interrupts();
  CHECK_FALSE(world.was_interrupted());
  CHECK(block.control.is_interrupted == 0);
}

TEST_CASE("An interrupt that has come lets nobody halt") {
  Block block;
  World world(block.control);
  block.control.is_interrupted = 1;
  world.wait_for_interrupt();
  world.wait_for_interrupt_until(never);
  CHECK(block.control.progress.halts == 0);
}

TEST_CASE("A date that has passed lets nobody halt, and neither does the end of the run") {
  Block block;
  World world(block.control);
  world.wait_for_interrupt_until(Instant{});
  protocol::store_shared(block.control.should_stop, 1u);
  world.wait_for_interrupt_until(Instant{3600_s});
  CHECK(block.control.progress.halts == 0);
}

TEST_CASE("The deadline of a halt is its date in ticks, from the world's beginning") {
  Block block;
  const std::uint64_t before = protocol::read_tsc();
  World world(block.control);
  const std::uint64_t after = protocol::read_tsc();
  block.control.is_interrupted = 1;  // or it would halt
  world.wait_for_interrupt_until(Instant{1_s});
  const std::uint64_t ticks = block.control.plan.tsc.ticks(1_s);  // 2e9
  CHECK(block.control.deadline >= before + ticks);
  CHECK(block.control.deadline <= after + ticks);
}

TEST_CASE("Who spins on the rings goes on when one has moved, at the date, and at the end of the run") {
  Block block;
  World world(block.control);
  world.watch(yes, nullptr);
  world.wait_for_used();
  world.wait_for_used_until(never);
  world.watch(no, nullptr);
  world.wait_for_used_until(Instant{1_us});
  CHECK(world.now() >= Instant{1_us});
  protocol::store_shared(block.control.should_stop, 1u);
  world.wait_for_used();
  world.wait_for_used_until(never);
}

TEST_CASE("What is watched is asked with its context") {
  Block block;
  World world(block.control);
  int looks = 0;
  world.watch([](void* context) { return ++*static_cast<int*>(context) == 3; }, &looks);
  world.wait_for_used();
  CHECK(looks == 3);
}

TEST_CASE("Laws are drawn by the vcpu's own seed") {
  Block block;
  block.control.plan.seed = 1;
  std::vector<std::int64_t> slices(protocol::law_entries);
  std::iota(slices.begin(), slices.end(), 0);
  World world(block.control);
  CHECK(world.draw({7, 0}) == 7_ps);
  CHECK(world.draw({0, reinterpret_cast<std::uint64_t>(slices.data())}) == 0x47e_ps);
  CHECK(world.draw({0, reinterpret_cast<std::uint64_t>(slices.data())}) == 0xabc_ps);
}
