#include "hostfacts/cpu_list.hpp"

#include <sched.h>
#include <system_error>
#include <thread>

#include <catch2/catch.hpp>

#include "fake_tree.hpp"

using namespace kickpath;
using namespace kickpath::hostfacts;

TEST_CASE("The kernel's notation of cores is read") {
  CHECK(parse_cpu_list("0") == std::vector<CoreId>{{0}});
  CHECK(parse_cpu_list("0-2,8,10-11\n") == std::vector<CoreId>{{0}, {1}, {2}, {8}, {10}, {11}});
  for (const char* bad : {"", "\n", "a", "0-", "-1", "3-1", "0,,1", "0,", "0-99999", "0-1-2", "65536"}) {
    INFO(bad);
    CHECK(!parse_cpu_list(bad));
  }
}

TEST_CASE("The siblings of a core are those that the host names") {
  testing::FakeTree tree;
  tree.put("sys/devices/system/cpu/cpu1/topology/thread_siblings_list", "1,5\n");
  CHECK(siblings_of(CoreId{1}, tree.files()) == std::vector{CoreId{1}, CoreId{5}});
  CHECK(siblings_of(CoreId{2}, tree.files()).empty());
}

TEST_CASE("A pinned thread runs on its core, and its children begin there") {
  const auto before = allowed_cores();
  REQUIRE(!before.empty());
  CHECK(std::is_sorted(before.begin(), before.end()));
  for (const CoreId core : before) {
    const ScopedPin pin(core);
    CHECK(sched_getcpu() == static_cast<int>(core.value));
    int child = -1;
    std::thread([&child] { child = sched_getcpu(); }).join();
    CHECK(child == static_cast<int>(core.value));
  }
  CHECK(allowed_cores() == before);
}

TEST_CASE("A thread can be pinned to several cores") {
  const auto before = allowed_cores();
  pin_thread(before);
  CHECK(allowed_cores() == before);
}

TEST_CASE("A core that is not there is an error with its number and the kernel's reason") {
  const auto before = allowed_cores();
  CHECK_THROWS_WITH(pin_thread(CoreId{4095}), "cannot pin a thread to core 4095: Invalid argument");
  CHECK_THROWS_AS(pin_thread(CoreId{4'000'000'000}), std::system_error);
  CHECK_THROWS_AS(pin_thread(std::span<const CoreId>{}), std::system_error);
  CHECK(allowed_cores() == before);
}

TEST_CASE("A thread that is gone is an error") {
  CHECK_THROWS_AS(allowed_cores(0x7ffffff0), std::system_error);
  CHECK_THROWS_AS(pin_thread(allowed_cores().front(), 0x7ffffff0), std::system_error);
}
