#include <catch2/catch.hpp>

#include "timeline.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::testing;
using trace::RecordKind;
using trace::TrackId;

TEST_CASE("Dates keep every picosecond, however late") {
  const std::string text = timeline_text({}, never, [](trace::TimelineFile& file) {
    trace::TimelineLegend& legend = file.legend();
    const TrackId track = legend.add_track(legend.add_process("p"), "t");
    const trace::NameId name = legend.name("n", "c");
    for (const Duration d : {0_ps, 1_ps, 1'000'000_ps, 7'000'010_ps, 2'000'000'123'456_ps})
      file.push({RecordKind::instant, Instant{d}, track, name});
  });
  const std::vector<std::string> lines = lines_of(text);
  CHECK(lines == std::vector<std::string>{"0.000000 i t n", "0.000001 i t n", "1.000000 i t n",
                                          "7.000010 i t n", "2000000.123456 i t n"});
}

TEST_CASE("Names are text, whatever is in them, and nothing that a page could take for markup") {
  const std::string evil = "a\"b\\c\n</script><b>\xff";
  const std::string text = timeline_text({}, Instant{}, [&](trace::TimelineFile& file) {
    trace::TimelineLegend& legend = file.legend();
    const TrackId track = legend.add_track(legend.add_process(evil), evil);
    file.push({RecordKind::instant, Instant{}, track, legend.name(evil, "c", {{"comm", evil}})});
    file.push({RecordKind::counter, Instant{}, track, legend.counter(evil, {evil}), 5});
  });
  CHECK(text.find('<') == std::string::npos);
  const ReadTimeline timeline(text);
  const std::string shown = "a\"b\\c\n</script><b>\xef\xbf\xbd";
  CHECK(timeline.events()[0]["args"]["name"] == shown);
  CHECK(timeline.tracks.at(1) == shown);
  CHECK(timeline.events()[4]["name"] == shown);
  CHECK(timeline.events()[4]["args"]["comm"] == shown);
  CHECK(timeline.events()[5]["args"][shown] == 5);
}

TEST_CASE("A counter's series keep their values apart") {
  const std::string text = timeline_text({}, Instant{}, [](trace::TimelineFile& file) {
    trace::TimelineLegend& legend = file.legend();
    const TrackId track = legend.add_track(legend.add_process("p"), "t");
    file.push({RecordKind::counter, Instant{}, track, legend.counter("ring", {"a", "b", "c"}),
               trace::pack({32768, 0, 2097151})});
  });
  CHECK(lines_of(text) == std::vector<std::string>{"0.000000 C t ring a=32768 b=0 c=2097151"});
}

TEST_CASE("The same words are one name, others another; ids go by the order of tracks") {
  trace::TimelineLegend legend;
  const trace::NameId one = legend.name("kvm_exit", "kvm", {{"reason", "pio"}});
  CHECK(legend.name("kvm_exit", "kvm", {{"reason", "pio"}}) == one);
  CHECK(legend.name("kvm_exit", "kvm", {{"reason", "hlt"}}) != one);
  const std::uint32_t first = legend.add_process("a"), second = legend.add_process("b");
  CHECK(legend.track(legend.add_track(second, "x")).ids == R"(,"pid":2,"tid":1)");
  CHECK(legend.track(legend.add_track(first, "y")).ids == R"(,"pid":1,"tid":2)");
}
