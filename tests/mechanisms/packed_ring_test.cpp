#include <catch2/catch.hpp>

#include "mechanism.hpp"

using namespace kickpath::testing;

TEST_CASE("A packed ring moves fewer cache lines per request than a split one, and is the faster for it") {
  const nlohmann::json packed = run_mechanism("packed-ring");
  const nlohmann::json split = run_mechanism("packed-ring", {"vms[0].devices[0].queue.layout=split"});
  // Over a turn of the ring, as in tests/fidelity/ring_layout_test.cpp: the descriptor there and back, and
  // each fourth time the next line; against descriptors, available entries and index, used entries and index.
  CHECK(total(packed, "line_transfers_per_op") == Approx(2 * (256 + 64) / 256.0).epsilon(0.01));
  CHECK(total(split, "line_transfers_per_op") == Approx(2 * (3 * 256 + 226 + 280) / 256.0).epsilon(0.01));
  CHECK(total(packed, "ops_per_s") > total(split, "ops_per_s"));
}

TEST_CASE("A packed ring works with any size and each suppression") {
  for (const char* suppression : {"flags", "event-idx", "none"}) {
    const nlohmann::json result = run_mechanism(
        "packed-ring", {"vms[0].devices[0].queue.size=7", "vms[0].workload.queue_depth=5",
                        std::string("vms[0].devices[0].queue.suppression=") + suppression});
    CHECK(total(result, "ops_per_s") > 1000);
  }
}
