#include <catch2/catch.hpp>

#include "timeline.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using trace::NameId;
using trace::RecordKind;
using trace::TimelineBounds;
using trace::TrackId;

namespace {

using Lines = std::vector<std::string>;

constexpr Instant at(Duration d) { return Instant{d}; }

/// A slice from 1 to 5 us with one from 2 to 4 us in it; an arrow from 1 to 3 us; a counter that is 7 from 1
/// us and 8 from 3 us on; an instant at 3 us.
std::string sample(const TimelineBounds& bounds, Instant end = at(6_us)) {
  return timeline_text(bounds, end, [](trace::TimelineFile& file) {
    trace::TimelineLegend& legend = file.legend();
    const TrackId track = legend.add_track(legend.add_process("p"), "t");
    const NameId outer = legend.name("outer", "c"), inner = legend.name("inner", "c"),
                 moment = legend.name("moment", "c"), kick = legend.name("kick", "c"),
                 count = legend.counter("count", {"n"});
    const auto push = [&](RecordKind kind, Duration when, NameId name = {}, std::uint64_t value = 0) {
      file.push({kind, at(when), track, name, value});
    };
    push(RecordKind::slice_begins, 1_us, outer);
    push(RecordKind::flow_begins, 1_us, kick, 1);
    push(RecordKind::counter, 1_us, count, 7);
    push(RecordKind::slice_begins, 2_us, inner);
    file.drain();
    push(RecordKind::instant, 3_us, moment);
    push(RecordKind::counter, 3_us, count, 8);
    push(RecordKind::flow_ends, 3_us, kick, 1);
    push(RecordKind::slice_ends, 4_us);
    file.drain();
    push(RecordKind::slice_ends, 5_us);
  });
}

const Lines whole{"1.000000 B t outer",   "1.000000 s t kick #1", "1.000000 C t count n=7",
                  "2.000000 B t inner",   "3.000000 i t moment",  "3.000000 C t count n=8",
                  "3.000000 f t kick #1", "4.000000 E t",         "5.000000 E t"};

}  // namespace

TEST_CASE("All of a run is what was pushed, in its order") { CHECK(lines_of(sample({})) == whole); }

TEST_CASE("A window's beginning belongs to it and its end does not") {
  const Lines inner{"2.000000 B t outer",  "2.000000 C t count n=7", "2.000000 B t inner",
                    "3.000000 i t moment", "3.000000 C t count n=8", "4.000000 E t",
                    "4.000000 E t"};
  CHECK(lines_of(sample({at(2_us), at(4_us), {}})) == inner);
  // A picosecond later the inner slice has begun before, and still ends within.
  const Lines later{"2.000001 B t outer",  "2.000001 B t inner",     "2.000001 C t count n=7",
                    "3.000000 i t moment", "3.000000 C t count n=8", "4.000000 E t",
                    "4.000001 E t"};
  CHECK(lines_of(sample({at(2_us + 1_ps), at(4_us + 1_ps), {}})) == later);
}

TEST_CASE("An arrow that began before the window is left out, one that is under way at its end leads there") {
  const Lines lines = lines_of(sample({at(0_us), at(3_us), {}}));
  CHECK(lines == Lines{"1.000000 B t outer", "1.000000 s t kick #1", "1.000000 C t count n=7",
                       "2.000000 B t inner", "3.000000 f t kick #1", "3.000000 E t", "3.000000 E t"});
  for (const std::string& line : lines_of(sample({at(2_us), never, {}})))
    CHECK(line.find("kick") == std::string::npos);
}

TEST_CASE("The last of a run begins exactly so long before its end") {
  CHECK(lines_of(sample({{}, never, 3_us})) ==
        Lines{"3.000000 B t outer", "3.000000 B t inner", "3.000000 C t count n=7", "3.000000 i t moment",
              "3.000000 C t count n=8", "4.000000 E t", "5.000000 E t"});
  CHECK(lines_of(sample({{}, never, 3_us - 1_ps})) == Lines{"3.000001 B t outer", "3.000001 B t inner",
                                                            "3.000001 C t count n=8", "4.000000 E t",
                                                            "5.000000 E t"});
  CHECK(lines_of(sample({{}, never, 1_s})) == whole);
}

TEST_CASE("A window that the run does not reach is empty, one that it ends in ends there") {
  CHECK(lines_of(sample({at(7_us), never, {}})) == Lines{"6.000000 C t count n=8"});
  CHECK(flaws_of(sample({at(2_us), at(3_us), {}})).empty());
}

TEST_CASE("A slice that ends without beginning is a bug that is told") {
  CHECK_THROWS_WITH(timeline_text({}, at(1_us),
                                  [](trace::TimelineFile& file) {
                                    trace::TimelineLegend& legend = file.legend();
                                    const TrackId track = legend.add_track(legend.add_process("p"), "t");
                                    file.push({RecordKind::slice_ends, at(0_us), track});
                                  }),
                    Catch::Contains("ends without beginning"));
}
