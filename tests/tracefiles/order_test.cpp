// Cpus' buffers that were merged a little wrong.
#include <catch2/catch.hpp>

#include "texts.hpp"

using namespace kickpath;
using namespace kickpath::tracefiles;
using namespace kickpath::tracefiles::testing;

namespace {

std::vector<int> ordered(const std::vector<int>& dates_us, std::size_t& refused) {
  std::vector<int> out;
  TimeOrder order([&](const TraceEvent& one) {
    out.push_back(static_cast<int>(one.date.time_since_epoch() / std::chrono::microseconds{1}));
  });
  for (const int us : dates_us)
    if (!order.push(event({us, 0, 1}, EventKind::kvm_entry))) ++refused;
  order.flush();
  return out;
}

}  // namespace

TEST_CASE("Events within a millisecond are put in order") {
  std::size_t refused = 0;
  CHECK(ordered({5, 3, 1000, 2, 1002, 1001}, refused) == std::vector{2, 3, 5, 1000, 1001, 1002});
  CHECK(refused == 0);
}

TEST_CASE("An event older than one that has left is refused") {
  std::size_t refused = 0;
  // 2000 lets 999 go (1001 later) but not 1000 (1000 later).
  CHECK(ordered({999, 1000, 2000, 998, 999}, refused) == std::vector{999, 999, 1000, 2000});
  CHECK(refused == 1);
}

TEST_CASE("What is held is bounded") {
  std::size_t refused = 0;
  std::vector<int> dates(TimeOrder::most_held + 1, 7);
  dates.push_back(6);
  CHECK(ordered(dates, refused).size() == TimeOrder::most_held + 1);
  CHECK(refused == 1);
}

TEST_CASE("A trace with cpus out of step gives the same phases") {
  std::string text = one_request;
  const auto second = text.rfind('\n', text.find(" 100.000034")) + 1,
             first = text.rfind('\n', text.find(" 100.000033")) + 1;
  const std::string line = text.substr(first, second - first);
  text.erase(first, line.size());
  text.insert(text.find('\n', text.find(" 100.000045")) + 1, line);
  const Reading reading = read(text);
  CHECK(reading.errors.empty());
  CHECK(reading.samples == phases_of_one_request);
}

TEST_CASE("Time that goes back further is an error") {
  const std::string entry = ": kvm_entry: vcpu 0, rip 0x1\n";
  CHECK(read(" mv-20 [000] ..... 1.5" + entry + " mv-20 [000] ..... 1.6" + entry + " mv-20 [000] ..... 1.4" +
             entry)
            .errors == "t.txt:3:20: time goes back by more than 1000 us: sort the trace by time\n");
}
