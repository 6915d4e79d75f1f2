#include "explain/advice.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "support/one_vm.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using trace::Part;

namespace {

results::Estimate exactly(double value) { return {value, value, std::nullopt, std::nullopt, 1}; }

/// All of the latency, but for a rest, is one part.
explain::Explanation all_of(Part part, double share = 0.9) {
  explain::OperationSplit split{{"vm", "ring"}, 100, exactly(1000), {}};
  split.parts[index_of(part)] = exactly(1000 * share);
  explain::Explanation explanation;
  explanation.operations.push_back(split);
  return explanation;
}

bool anything(const std::vector<std::string>&) { return true; }

vm::MachineSpec machine() {
  vm::MachineSpec made = testing::one_vm();
  made.vms[0].workload.device = made.vms[0].devices[0].name;
  return made;
}

bool proposes(const std::vector<explain::Advice>& advice, const std::string& setting) {
  return std::any_of(advice.begin(), advice.end(), [&](const explain::Advice& a) {
    return std::find(a.settings.begin(), a.settings.end(), setting) != a.settings.end();
  });
}

}  // namespace

TEST_CASE("Against idle exits: polls, or the server on its vcpu's core") {
  const auto advice = advise(all_of(Part::idle_exit), machine(), anything);
  CHECK(proposes(advice, "vms[0].devices[0].server.poll=32 us"));
  CHECK(proposes(advice, "vms[0].halt_poll.max=200 us"));
  CHECK(proposes(advice, "vms[0].placement.servers=same-core"));
}

TEST_CASE("What is so already is not proposed") {
  vm::MachineSpec polling = machine();
  polling.vms[0].vcpu.halt_poll.max = 200_us;
  CHECK_FALSE(proposes(advise(all_of(Part::idle_exit), polling, anything), "vms[0].halt_poll.max=200 us"));
}

TEST_CASE("What the loader refuses is not proposed") {
  const auto refused = [](const std::vector<std::string>&) { return false; };
  for (const auto& advice : advise(all_of(Part::idle_exit), machine(), refused))
    CHECK(advice.settings.empty());
}

TEST_CASE("A part of less than a tenth is not worth a thought") {
  CHECK_FALSE(advise(all_of(Part::idle_exit, 0.1), machine(), anything).empty());
  CHECK(advise(all_of(Part::idle_exit, 0.0999), machine(), anything).empty());
}

TEST_CASE("Against exits to userspace: an ioeventfd and a thread behind it") {
  vm::MachineSpec synchronous = testing::one_synchronous_vm();
  synchronous.vms[0].workload.device = synchronous.vms[0].devices[0].name;
  const auto advice = advise(all_of(Part::exit), synchronous, anything);
  REQUIRE_FALSE(advice.empty());
  CHECK(advice[0].settings == std::vector<std::string>{"vms[0].devices[0].kick=ioeventfd-pio",
                                                       "vms[0].devices[0].server.kind=iothread"});
}
