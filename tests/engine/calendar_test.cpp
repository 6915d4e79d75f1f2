#include "engine/calendar.hpp"

#include <algorithm>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/random_stream.hpp"

using namespace kickpath;
using namespace kickpath::engine;
using namespace kickpath::literals;

namespace {

Instant at(Duration d) { return Instant{d}; }

void open_to(Calendar& calendar, Instant end) { calendar.open(end, end + 1_ps); }

}  // namespace

TEST_CASE("Alarms come by date, and those of one date as they were armed") {
  Calendar calendar;
  Alarm late, first, second;
  calendar.arm(late, at(3_ps));
  calendar.arm(first, at(2_ps));
  calendar.arm(second, at(2_ps));
  open_to(calendar, at(10_ps));
  CHECK(calendar.pop() == &first);
  CHECK(calendar.now() == at(2_ps));
  CHECK(calendar.pop() == &second);
  CHECK(calendar.pop() == &late);
  CHECK(calendar.now() == at(3_ps));
  CHECK(calendar.pop() == nullptr);
}

TEST_CASE("What is armed for now comes after what was already due now") {
  Calendar calendar;
  Alarm first, second, wake;
  calendar.arm(first, at(5_ps));
  calendar.arm(second, at(5_ps));
  open_to(calendar, at(5_ps));
  REQUIRE(calendar.pop() == &first);
  calendar.arm(wake, calendar.now());
  CHECK(calendar.pop() == &second);
  CHECK(calendar.pop() == &wake);
}

TEST_CASE("Nothing is taken out beyond the limit") {
  Calendar calendar;
  Alarm alarm;
  calendar.arm(alarm, at(5_ps));
  open_to(calendar, at(4_ps));
  CHECK(calendar.pop() == nullptr);
  open_to(calendar, at(5_ps));
  CHECK(calendar.pop() == &alarm);
}

TEST_CASE("A cancelled alarm does not come, nor does it hold up the clock") {
  Calendar calendar;
  Alarm cancelled, ready;
  calendar.arm(cancelled, at(5_ps));
  calendar.arm(ready, at(0_ps));
  calendar.disarm(cancelled);
  calendar.disarm(ready);
  open_to(calendar, at(10_ps));
  CHECK(calendar.next_date() == never);
  CHECK(calendar.try_advance(7_ps));
  CHECK(calendar.now() == at(7_ps));
  CHECK(calendar.pop() == nullptr);
}

TEST_CASE("An alarm armed again comes once, at its new date") {
  Calendar calendar;
  Alarm alarm;
  calendar.arm(alarm, at(5_ps));
  calendar.arm(alarm, at(8_ps));
  calendar.arm(alarm, at(6_ps));
  open_to(calendar, at(10_ps));
  CHECK(calendar.pop() == &alarm);
  CHECK(calendar.now() == at(6_ps));
  CHECK(calendar.pop() == nullptr);
}

TEST_CASE("The clock is not advanced onto an event, but up to 1 ps before it") {
  Calendar calendar;
  Alarm alarm;
  calendar.arm(alarm, at(5_ps));
  open_to(calendar, at(10_ps));
  CHECK_FALSE(calendar.try_advance(5_ps));
  CHECK(calendar.now() == at(0_ps));
  CHECK(calendar.try_advance(4_ps));
  CHECK(calendar.now() == at(4_ps));
}

TEST_CASE("The clock is not advanced past something due now, nor backwards, nor when closed") {
  Calendar calendar;
  Alarm alarm;
  open_to(calendar, at(10_ps));
  calendar.arm(alarm, at(0_ps));
  CHECK_FALSE(calendar.try_advance(0_ps));
  REQUIRE(calendar.pop() == &alarm);
  CHECK(calendar.try_advance(0_ps));
  CHECK(calendar.try_advance(3_ps));
  CHECK_FALSE(calendar.try_advance(-1_ps));
  CHECK(calendar.now() == at(3_ps));
  calendar.close();
  CHECK_FALSE(calendar.try_advance(0_ps));
}

TEST_CASE("The clock is advanced up to the end of the run, that date included") {
  Calendar calendar;
  open_to(calendar, at(10_ps));
  CHECK_FALSE(calendar.try_advance(11_ps));
  CHECK_FALSE(calendar.try_advance(Duration::max()));
  CHECK(calendar.try_advance(10_ps));
}

TEST_CASE("What is armed for never does not come") {
  Calendar calendar;
  Alarm alarm;
  calendar.arm(alarm, never);
  calendar.open(never, never);
  CHECK(calendar.pop() == nullptr);
  CHECK(calendar.next_date() == never);
}

TEST_CASE("A thousand alarms armed, re-armed and cancelled at random come in the order of a sorted list") {
  struct Due {
    Instant date;
    std::size_t order;
    Alarm* alarm;
  };
  RandomStream random{7, "calendar"};
  Calendar calendar;
  std::vector<Alarm> alarms(1000);
  std::vector<Due> due(alarms.size());
  std::size_t order = 0;
  for (int round = 0; round < 5; ++round)
    for (std::size_t i = 0; i < alarms.size(); ++i) {
      due[i] = {at(random.uniform(1_ps, 200_ps)), ++order, &alarms[i]};
      calendar.arm(alarms[i], due[i].date);
    }
  for (std::size_t i = 0; i < alarms.size(); i += 3) calendar.disarm(alarms[i]);
  std::erase_if(due, [](const Due& d) { return !d.alarm->is_armed(); });
  std::sort(due.begin(), due.end(), [](const Due& a, const Due& b) {
    return a.date != b.date ? a.date < b.date : a.order < b.order;
  });
  open_to(calendar, at(200_ps));
  for (const Due& expected : due) {
    REQUIRE(calendar.pop() == expected.alarm);
    REQUIRE(calendar.now() == expected.date);
  }
  CHECK(calendar.pop() == nullptr);
}

TEST_CASE("More alarms than the ready queue first holds keep their order") {
  Calendar calendar;
  std::vector<Alarm> alarms(1000);
  for (auto& alarm : alarms) calendar.arm(alarm, at(0_ps));
  open_to(calendar, at(0_ps));
  for (auto& alarm : alarms) REQUIRE(calendar.pop() == &alarm);
  CHECK(calendar.pop() == nullptr);
}

TEST_CASE("A million cancelled alarms leave the calendar small") {
  Calendar calendar;
  Alarm timeout;
  const auto most_entries_over_a_million = [&] {
    std::size_t most = 0;
    for (int i = 0; i < 1'000'000; ++i) {
      calendar.arm(timeout, at(1_s));
      most = std::max(most, calendar.entries());
      calendar.disarm(timeout);
    }
    return most;
  };
  SECTION("alone: up to 64 stale ones are left where they are, and one is alive") {
    CHECK(most_entries_over_a_million() == 64 + 1);
  }
  SECTION("among 100 others: until the stale ones are the majority, 100 of 200, and one is alive") {
    std::vector<Alarm> others(100);
    for (Alarm& other : others) calendar.arm(other, at(2_s));
    CHECK(most_entries_over_a_million() == 100 + 100 + 1);
  }
}
