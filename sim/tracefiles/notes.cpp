#include <fmt/format.h>

#include "tracefiles/read_trace.hpp"

namespace kickpath::tracefiles {

std::vector<std::string> notes_on(const TraceFacts& facts) {
  std::vector<std::string> notes;
  if (facts.gaps > 0)
    notes.push_back(fmt::format(
        "{}: events are missing in {} {} ({} by the trace's count): phases that span one are left out",
        facts.name, facts.gaps, facts.gaps == 1 ? "place" : "places", facts.lost));
  if (facts.overwritten > 0)
    notes.push_back(
        fmt::format("{}: {} events before its beginning were overwritten", facts.name, facts.overwritten));
  if (facts.is_torn)
    notes.push_back(fmt::format("{}:{}: the last line has no end and is left out", facts.name, facts.lines));
  return notes;
}

}  // namespace kickpath::tracefiles
