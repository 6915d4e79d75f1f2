#include "engine/probe.hpp"

#include <string>

#include <catch2/catch.hpp>

using kickpath::engine::Probe;

TEST_CASE("A probe tells all subscribers, in the order in which they subscribed") {
  Probe<int, const std::string&> probe;
  CHECK_FALSE(probe.has_subscribers());
  probe(0, "nobody listens");
  std::string heard;
  probe.subscribe([&](int n, const std::string& text) { heard += text + std::to_string(n); });
  probe.subscribe([&](int n, const std::string&) { heard += '+' + std::to_string(2 * n); });
  probe(21, "kick ");
  CHECK(probe.has_subscribers());
  CHECK(heard == "kick 21+42");
}
