#include "hostfacts/scheduler_fact.hpp"

#include <catch2/catch.hpp>

#include "fake_tree.hpp"
#include "host/run_queue_catalogue.hpp"

using namespace kickpath;
using namespace kickpath::hostfacts;
using kickpath::hostfacts::testing::FakeTree;

namespace {

/// "policy version" of a kernel release; empty if unknown.
std::string scheduler(const std::string& release, const std::string& sched_ext = "disabled\n") {
  FakeTree tree;
  tree.put("proc/sys/kernel/osrelease", release).put("sys/kernel/sched_ext/state", sched_ext);
  const auto fact = scheduler_of(tree.files());
  return fact ? fact->policy + " " + fact->version : "";
}

}  // namespace

TEST_CASE("A release begins with its version") {
  CHECK(parse_kernel_version("6.18.44-fc") == KernelVersion{6, 18, 44});
  CHECK(parse_kernel_version("6.6-rc1") == KernelVersion{6, 6, 0});
  CHECK(parse_kernel_version("2.6.36") == KernelVersion{2, 6, 36});
  for (const char* bad : {"", "6", "6.", "x.6", "-6.6", "6.x"}) CHECK(!parse_kernel_version(bad));
}

TEST_CASE("The scheduler is the newest of ours that is not newer than the kernel") {
  CHECK(scheduler("2.6.22") == "");
  CHECK(scheduler("2.6.23") == "cfs ");
  CHECK(scheduler("5.10.0-30-amd64") == "cfs ");
  CHECK(scheduler("6.5.13") == "cfs ");
  CHECK(scheduler("6.6.0") == "eevdf 6.6");
  CHECK(scheduler("6.11.11") == "eevdf 6.6");
  CHECK(scheduler("6.12.1") == "eevdf 6.12");
  CHECK(scheduler("6.17.9") == "eevdf 6.12");
  CHECK(scheduler("6.18.44") == "eevdf 6.18");
  CHECK(scheduler("7.0.0") == "eevdf 6.18");
  CHECK(scheduler("what?") == "");
}

TEST_CASE("A loaded BPF scheduler is none of ours") {
  CHECK(scheduler("6.18.44", "enabled\n") == "sched_ext ");
  CHECK(scheduler("6.18.44", "enabling\n") == "eevdf 6.18");
}

TEST_CASE("Every eevdf of the models is reached by the kernel of that version, and none else is named") {
  for (const host::PolicyInfo& policy : host::policies()) {
    if (policy.name != "eevdf") continue;
    for (const std::string_view version : policy.versions)
      CHECK(scheduler(std::string{version} + ".1") == "eevdf " + std::string{version});
    CHECK(scheduler("99.0") == "eevdf " + std::string{policy.versions.back()});
  }
}
