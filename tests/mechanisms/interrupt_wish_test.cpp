#include <catch2/catch.hpp>

#include "mechanism.hpp"

using namespace kickpath::testing;

TEST_CASE("With NOTIFY_ON_EMPTY a driver that wants no interrupts gets one whenever its queue has run empty") {
  const nlohmann::json legacy = run_mechanism("notify-on-empty");
  const nlohmann::json modern = run_mechanism("notify-on-empty", {"vms[0].devices[0].queue.notify_on_empty=false"});
  CHECK(total(modern, "interrupts_per_op") == 0);
  CHECK(total(legacy, "interrupts_per_op") == Approx(1).epsilon(0.01));  // one request in flight: each empties it
  CHECK(total(legacy, "ops_per_s") < total(modern, "ops_per_s"));
}

TEST_CASE("With a used_event at three quarters of what is in flight interrupts are rarer, and completions wait") {
  for (const char* layout : {"split", "packed"}) {
    const std::string ring = std::string("vms[0].devices[0].queue.layout=") + layout;
    const nlohmann::json delayed = run_mechanism("delayed-interrupts", {ring});
    const nlohmann::json each = run_mechanism("delayed-interrupts", {ring, "vms[0].workload.delayed_interrupts=false"});
    CHECK(total(delayed, "interrupts_per_op") < total(each, "interrupts_per_op") / 2);
    CHECK(total(delayed, "ops_per_s") < total(each, "ops_per_s"));
  }
}
