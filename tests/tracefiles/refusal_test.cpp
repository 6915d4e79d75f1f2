// What is no trace is told, with file and line.
#include <filesystem>

#include <catch2/catch.hpp>

#include "texts.hpp"
#include "tracefiles/line_source.hpp"

using namespace kickpath;
using namespace kickpath::tracefiles;
using namespace kickpath::tracefiles::testing;

namespace {

const std::string good =
    " mv-20 [000] .....   1.000000: kvm_pio: pio_write at 0x400 size 4 count 1 val 0x0 \n";
const std::string wanted =
    "expected a line of perf script (comm pid [cpu] time: event: ...) or of tracefs (comm-pid [cpu] flags "
    "time: event: ...)\n";

std::string errors_in(const std::string& text) { return read(text).errors; }

}  // namespace

TEST_CASE("Nothing and headers alone are no trace") {
  CHECK(errors_in("") == "t.txt: is empty: " + wanted);
  CHECK(errors_in("# tracer: nop\n#\n") == "t.txt: holds no event: " + wanted);
}

TEST_CASE("A file of another kind is refused at its first line") {
  CHECK(errors_in("schema: kickpath.scenario/1\nname: x\n") == "t.txt:1:1: no line of a trace: " + wanted);
  CHECK(errors_in("# x\ncpuid 1542\nvmcall 1100\n") == "t.txt:2:1: no line of a trace: " + wanted);
}

TEST_CASE("Binary files are named, and how to get their text") {
  using namespace std::string_literals;
  CHECK(errors_in("PERFILE2\0\0\0"s) ==
        "t.txt:1:1: is a perf.data file: give the text of `perf script -i FILE`\n");
  CHECK(errors_in("\x17\x08\x44tracing6\0"s) ==
        "t.txt:1:1: is a trace-cmd file: give the text of `trace-cmd report -i FILE`\n");
  CHECK(errors_in(good + "\x7f"
                         "ELF\x02\0\n"s) == "t.txt:2:1: is binary: no text\n");
  CHECK(errors_in(std::string(longest_line + 1, 'x')) == "t.txt:1:1: a line of more than 4096 bytes\n");
}

TEST_CASE("A line that is none is told; the rest is read") {
  CHECK(errors_in(good + "Segmentation fault\n" + good + "again\n") ==
        "t.txt:2:1: no line of a trace: 'Segmentation fault'\nt.txt:4:1: no line of a trace: 'again'\n");
  CHECK(errors_in(good + " mv 20 [000] 1.000000: kvm:kvm_entry: vcpu 0\n") ==
        "t.txt:2:1: a line of perf script in a text of tracefs: ' mv 20 [000] 1.000000: kvm:kvm_entry: "
        "vc...'\n");
}

TEST_CASE("Arguments that an event never has are told at the event") {
  CHECK(errors_in(good + " mv-20 [000] ..... 1.000001: sched_switch: 14 00 00 00\n") ==
        "t.txt:2:30: sched_switch: cannot make sense of '14 00 00 00'\n");
}

TEST_CASE("Dates that are none, or of another trace, are told") {
  CHECK(errors_in(good + " mv-20 [000] ..... 1.x: kvm_fpu: load\n") ==
        "t.txt:2:20: '1.x' is no time: expected seconds (4112.604594) or cycles (81030120108)\n");
  CHECK(errors_in(good + " mv-20 [000] ..... 9000000.5: kvm_fpu: load\n") ==
        "t.txt:2:20: more than 100 days from the first event: this is not one trace\n");
}

TEST_CASE("After twenty errors the rest is not read") {
  std::string text = good;
  for (int i = 0; i < 1000; ++i) text += "x\n";
  const Reading reading = read(text);
  CHECK(reading.facts.lines == 21);
  CHECK(reading.errors.ends_with(
      "t.txt:21:1: 20 errors: the rest is not read\nt.txt:21:1: no line of a trace: 'x'\n"));
}

TEST_CASE("A file that cannot be read") {
  config::Errors errors;
  const auto ignore = [](const TraceEvent&) {};
  read_trace_file("/nonexistent/t.txt", {}, ignore, errors);
  read_trace_file(std::filesystem::temp_directory_path(), {}, ignore, errors);
  CHECK(errors.format() == "/nonexistent/t.txt: cannot be read: No such file or directory\n" +
                               std::filesystem::temp_directory_path().string() + ": is a directory\n");
}

TEST_CASE("Events that no phase needs are counted") {
  const Reading reading = read(
      good +
      " mv-20 [000] ..... 1.000001: kvm_fpu: load\n bash-9 [001] ..... 1.0: tracing_mark_write: hello: x\n");
  CHECK(reading.errors.empty());
  CHECK(reading.facts.unknown == 2);
  CHECK(reading.events.size() == 1);
}
