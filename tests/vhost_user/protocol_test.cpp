// What a frontend may say and hear, and what it is told when it is wrong.
#include <cstring>
#include <functional>
#include <string>

#include <catch2/catch.hpp>

#include "frontend.hpp"

using namespace kickpath;
using namespace kickpath::vhost_user;
using namespace kickpath::vhost_user::testing;

namespace {

constexpr std::uint64_t features = feature::version_1 | feature::event_idx;
const VringAddress good_ring = address_of(virtqueue::lay_out(high, 64));

/// The error that ends the session after what `say` sends.
std::string error_of(const std::function<void(Frontend&)>& say) {
  ServedDisk served(8);
  Frontend frontend(served.frontend_end.get());
  say(frontend);
  const Session& session = served.end();
  return session.errors.empty() ? "" : session.errors.back();
}

std::string error_of_ring(VringAddress address, std::uint32_t size, std::uint32_t base,
                          std::uint64_t more_features = 0) {
  return error_of([&](Frontend& f) {
    f.introduce(features | more_features);
    f.start(address, size, base);
  });
}

std::string error_of_memory(const MemoryRegion& region) {
  return error_of([&](Frontend& f) {
    struct {
      std::uint32_t count = 1, padding = 0;
      MemoryRegion region;
    } table;
    table.region = region;
    f.send(Request::set_mem_table, table, {f.memory()});
  });
}

}  // namespace

TEST_CASE("A frontend hears of features, queues and the disk's capacity") {
  ServedDisk served(12345);
  Frontend frontend(served.frontend_end.get());
  CHECK(frontend.ask<std::uint64_t>(Request::get_features) == offered_features);
  CHECK(frontend.ask<std::uint64_t>(Request::get_protocol_features) == offered_protocol_features);
  CHECK(frontend.ask<std::uint64_t>(Request::get_queue_num) == 4);

  std::byte wire[12 + 60] = {};
  const ConfigHeader asked{0, 60, 0};
  std::memcpy(wire, &asked, sizeof asked);
  frontend.send(Request::get_config, wire);
  const auto answer = frontend.receive<std::array<std::byte, 72>>();
  std::uint64_t capacity = 0;
  std::uint32_t seg_max = 0;
  std::memcpy(&capacity, answer.data() + 12, 8);
  std::memcpy(&seg_max, answer.data() + 12 + 12, 4);
  CHECK(capacity == 12345);
  CHECK(seg_max == 14);  // 16 buffers of a chain, less header and status
  CHECK(served.end().errors.empty());
}

TEST_CASE("A frontend that wants it is told what was done and what was not, and goes on") {
  constexpr std::uint32_t need_reply = header_flag::version | header_flag::need_reply;
  ServedDisk served(8);
  Frontend frontend(served.frontend_end.get());
  frontend.introduce(features, protocol_feature::reply_ack);
  frontend.send(Request::set_vring_num, VringState{0, 64}, {}, need_reply);
  CHECK(frontend.receive<std::uint64_t>() == 0);
  frontend.send(Request::set_vring_num, VringState{4, 64}, {}, need_reply);
  CHECK(frontend.receive<std::uint64_t>() == 1);
  frontend.start(good_ring, 64, 0);
  CHECK(frontend.stop() == 0);
  CHECK(served.end().errors == std::vector<std::string>{"ring 4 does not exist; there are 4"});
}

TEST_CASE("What is no message ends the session with the reason") {
  const std::uint64_t word = 0;
  CHECK(error_of([&](Frontend& f) {
          f.send_bytes({1, 2, 0}, nullptr, 0, {});
        }) == "GET_FEATURES is of version 2, not 1");
  CHECK(error_of([&](Frontend& f) {
          f.send_bytes({5, 1, 1u << 31}, nullptr, 0, {});
        }) == "SET_MEM_TABLE announces 2147483648 bytes of payload; 520 are the most");
  CHECK(error_of([&](Frontend& f) {
          f.send_bytes({99, 1, 0}, nullptr, 0, {});
        }) == "request 99 is not known here");
  CHECK(error_of([&](Frontend& f) {
          f.send_bytes({2, 1, 8}, &word, 4, {});
        }) == "the frontend went in the middle of SET_FEATURES");
  CHECK(error_of([&](Frontend& f) { f.send(Request::set_features, std::uint32_t{0}); }) ==
        "SET_FEATURES has 4 bytes of payload, not 8");
  CHECK(error_of([&](Frontend& f) {
          f.send(Request::set_vring_call, word, {0, 0, 0, 0, 0, 0, 0, 0, 0});
        }) == "more than 8 file descriptors came with a message");
}

TEST_CASE("Features that were not offered are refused") {
  CHECK(error_of([](Frontend& f) { f.send(Request::set_features, std::uint64_t{1} << 63); }) ==
        "SET_FEATURES has 0x8000000000000000, which was not offered");
  CHECK(error_of([](Frontend& f) { f.send(Request::set_protocol_features, std::uint64_t{2}); }) ==
        "SET_PROTOCOL_FEATURES has 0x2, which was not offered");
}

TEST_CASE("Memory that is not there, or not as it is said to be, is refused") {
  CHECK(error_of_memory({0, 0, 0, 0}) == "SET_MEM_TABLE: the region of 0x0 bytes at 0x0 is empty");
  CHECK(error_of_memory({0x800, 0x1000, 0, 0}) ==
        "SET_MEM_TABLE: the region of 0x1000 bytes at 0x800 is not of whole pages");
  CHECK(error_of_memory({~0xfffull, 0x2000, 0, 0}) ==
        "SET_MEM_TABLE: the region of 0x2000 bytes at 0xfffffffffffff000 wraps around");
  // The file has 0x10000 + 0x40000.
  CHECK(error_of_memory({0, 0x51000, 0, 0}) ==
        "SET_MEM_TABLE: the region of 0x51000 bytes at 0x0 ends at 0x51000 of a file of 0x50000 bytes");
  CHECK(error_of([](Frontend& f) {
          std::uint32_t table[2] = {9, 0};
          f.send(Request::set_mem_table, table);
        }) == "SET_MEM_TABLE has 9 regions; 8 are the most");
  CHECK(error_of([](Frontend& f) {
          struct {
            std::uint32_t count = 2, padding = 0;
            MemoryRegion regions[2] = {low_region, low_region};
          } table;
          f.send(Request::set_mem_table, table, {f.memory(), f.memory()});
        }) == "SET_MEM_TABLE: the regions at 0x0 and 0x0 overlap");
  CHECK(error_of([](Frontend& f) {
          struct {
            std::uint32_t count = 1, padding = 0;
            MemoryRegion region = low_region;
          } table;
          f.send(Request::set_mem_table, table);
        }) == "SET_MEM_TABLE has 1 regions and 0 file descriptors");
}

TEST_CASE("A ring that lies nowhere, or is none, is refused when it starts") {
  VringAddress outside = good_ring;
  outside.used = 0xdead0000;
  CHECK(error_of_ring(outside, 64, 0) == "ring 0 has its used ring at 0xdead0000, outside the memory table");
  VringAddress at_the_end = good_ring;
  at_the_end.desc = high_region.user_address + high_bytes - 16;  // room for one descriptor of 64
  CHECK(error_of_ring(at_the_end, 64, 0) ==
        "ring 0 has parts that are not aligned or not in memory, or a size that is no power of 2");
  VringAddress odd = good_ring;
  odd.avail += 1;
  CHECK(error_of_ring(odd, 64, 0) ==
        "ring 0 has parts that are not aligned or not in memory, or a size that is no power of 2");
  CHECK(error_of_ring(good_ring, 0, 0) == "ring 0 has 0 descriptors");
  CHECK(error_of_ring(good_ring, 100000, 0) == "ring 0 has 100000 descriptors");
  CHECK(error_of_ring(good_ring, 64, 0x10000) == "ring 0 begins at entry 65536");
  const VringAddress packed = address_of(virtqueue::lay_out_packed(high, 64));
  CHECK(error_of_ring(packed, 64, 0x80400000, feature::ring_packed) ==
        "ring 0 is to go on with requests in flight (base 0x80400000)");
  CHECK(error_of_ring(packed, 64, 0x80408040, feature::ring_packed) ==
        "ring 0 begins at descriptor 64 of 64");
  CHECK(error_of([](Frontend& f) {
          f.introduce(features);
          f.start(good_ring, 64, 0);
          f.start(good_ring, 64, 0);
        }) == "ring 0 is started twice");
}

TEST_CASE("A ring's descriptor must come, and only where none is not said") {
  CHECK(error_of([](Frontend& f) { f.send(Request::set_vring_call, std::uint64_t{0}); }) ==
        "SET_VRING_CALL came with 0 file descriptors, not 1");
  CHECK(error_of([](Frontend& f) { f.send(Request::set_vring_call, std::uint64_t{0x100}); }).empty());
  CHECK(error_of([](Frontend& f) { f.send(Request::set_vring_kick, std::uint64_t{0x100}); }) ==
        "SET_VRING_KICK comes without a file descriptor, which asks for polling; that is not known here");
}

TEST_CASE("Memory that is taken away under a ring stops it") {
  CHECK(error_of([](Frontend& f) {
          f.introduce(features);
          f.start(good_ring, 64, 0);
          struct {
            std::uint32_t count = 1, padding = 0;
            MemoryRegion region = low_region;
          } table;
          f.send(Request::set_mem_table, table, {f.memory()});
        }) == "SET_MEM_TABLE leaves out memory of a ring that is started; it is stopped");
}

TEST_CASE("A driver that breaks its ring's rules breaks that ring, and the frontend hears of it") {
  ServedDisk served(8);
  Frontend frontend(served.frontend_end.get());
  frontend.introduce(features);
  const vmm::FileDescriptor error(vmm::checked(eventfd(0, EFD_CLOEXEC), "eventfd"));
  frontend.send(Request::set_vring_err, std::uint64_t{0}, {error.get()});
  const auto layout = virtqueue::lay_out(high, 64);
  frontend.guest().store<std::uint16_t>(layout.avail_entry(0), 64);  // one past the last descriptor
  frontend.guest().store_release<std::uint16_t>(layout.avail_idx(), 1);
  frontend.start(good_ring, 64, 0);
  std::uint64_t count = 0;
  CHECK(read(error.get(), &count, sizeof count) == sizeof count);
  const Session& session = served.end();
  CHECK(session.errors.empty());
  REQUIRE(session.rings.size() == 1);
  CHECK(session.rings[0].error == virtqueue::DeviceError::head_out_of_range);
}
