// Whatever bytes come, the readers end with events, or with an error that says where.
#include <algorithm>
#include <random>

#include <catch2/catch.hpp>

#include "texts.hpp"
#include "tracefiles/vmexit_log.hpp"

using namespace kickpath;
using namespace kickpath::tracefiles;
using namespace kickpath::tracefiles::testing;

namespace {

void edit(std::string& text, std::mt19937& random) {
  static const std::string telling = "[]-:=> ./#R0123456789\n\t\r\x01\xC3";
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  const std::size_t at = below(text.size());
  switch (below(5)) {
    case 0:
      text[at] = telling[below(telling.size())];
      break;
    case 1:
      text.erase(at, 1 + below(8));
      break;
    case 2:
      text.insert(at, 1, telling[below(telling.size())]);
      break;
    case 3:
      text.insert(at, text.substr(below(text.size()), below(20)));
      break;
    default:
      text.resize(at);
      break;
  }
  if (text.empty()) text = "x";
}

std::string mutated(std::string text, std::mt19937& random) {
  for (auto edits = 1 + random() % 4; edits > 0; --edits) edit(text, random);
  return text;
}

}  // namespace

TEST_CASE("Random edits of a trace give events in order, or errors") {
  std::mt19937 random{20261125};
  int good = 0, bad = 0;
  for (int i = 0; i < 4'000; ++i) {
    const std::string text = mutated(i % 2 ? one_request : as_perf(one_request), random);
    INFO(text);
    const Reading reading = read(text, {Frequency{2'000'000'000}});
    (reading.errors.empty() ? good : bad)++;
    CHECK(std::is_sorted(reading.events.begin(), reading.events.end(),
                         [](const auto& a, const auto& b) { return a.date < b.date; }));
    for (const auto& [name, values] : reading.samples)
      for (const double us : values)
        if (us < 0) FAIL_CHECK(name << " took " << us);
    if (reading.events.empty() && reading.errors.empty() && reading.facts.unknown == 0) FAIL_CHECK("silence");
  }
  CHECK(good > 100);
  CHECK(bad > 100);
}

TEST_CASE("Random edits of a vmexit log give tests, or errors") {
  std::mt19937 random{7};
  for (int i = 0; i < 4'000; ++i) {
    std::istringstream in{
        mutated("enabling apic\ncpuid 1542\n  ipi self_ipi_tpr 12\nportio-no-eventfd:pci-io 8800\n", random)};
    config::Errors errors;
    const auto tests = read_vmexit_log(in, "v.log", errors);
    CHECK(tests.empty() <= !errors.empty());
    for (const VmexitTest& test : tests) CHECK(test.cycles.count > 0);
  }
}
