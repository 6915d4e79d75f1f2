#pragma once
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "process/program.hpp"
#include "trace/timeline_file.hpp"

namespace kickpath::testing {

/// A timeline, read back.
struct ReadTimeline {
  nlohmann::json file;
  std::map<int, std::string> tracks;  ///< by tid

  explicit ReadTimeline(const std::string& text) : file(nlohmann::json::parse(text)) {
    for (const auto& event : events())
      if (event.value("name", "") == "thread_name") tracks[event["tid"]] = event["args"]["name"];
  }
  const nlohmann::json& events() const { return file["traceEvents"]; }
  const std::string& track_of(const nlohmann::json& event) const { return tracks.at(event["tid"]); }
};

/// "0.000000 B vm0/vcpu0 kvm_entry", as dates stand in the text; metadata left out.
inline std::vector<std::string> lines_of(const std::string& text) {
  const ReadTimeline timeline(text);
  std::vector<std::string> lines;
  std::size_t at = 0;
  for (const auto& event : timeline.events()) {
    if (event["ph"] == "M") continue;
    at = text.find("\"ts\":", at) + 5;
    std::string line = text.substr(at, text.find(',', at) - at) + ' ' + event["ph"].get<std::string>() + ' ' +
                       timeline.track_of(event);
    if (event.contains("name")) line += ' ' + event["name"].get<std::string>();
    if (event.contains("id")) line += " #" + std::to_string(event["id"].get<int>());
    if (event.contains("args"))
      for (const auto& [key, value] : event["args"].items())
        line += ' ' + key + '=' + (value.is_string() ? value.get<std::string>() : value.dump());
    lines.push_back(line);
  }
  return lines;
}

/// What is wrong with it, a sentence each: every slice that begins ends, on its track and not before it
/// began; every arrow begins once and ends once, later; dates never go back.
inline std::vector<std::string> flaws_of(const std::string& text) {
  const ReadTimeline timeline(text);
  std::vector<std::string> flaws;
  std::map<int, int> open;
  std::map<int, char> arrows;
  double last = 0;
  for (const auto& event : timeline.events()) {
    const std::string kind = event["ph"];
    if (kind == "M") continue;
    const double date = event["ts"];
    if (date < last) flaws.push_back("time goes back to " + event.dump());
    last = date;
    if (!timeline.tracks.count(event["tid"])) flaws.push_back("a track without a name: " + event.dump());
    if (kind == "C")
      for (const auto& value : event["args"])
        if (value.get<int>() > 65'536) flaws.push_back("a counter below 0: " + event.dump());
    if (kind == "B") ++open[event["tid"]];
    if (kind == "E" && open[event["tid"]]-- == 0) flaws.push_back("ends nothing: " + event.dump());
    if (kind != "s" && kind != "t" && kind != "f") continue;
    const bool is_under_way = arrows[event["id"]] == 's';
    if ((kind == "s") == is_under_way || arrows[event["id"]] == 'f')
      flaws.push_back("an arrow: " + event.dump());
    arrows[event["id"]] = kind == "f" ? 'f' : 's';
  }
  for (const auto& [track, count] : open)
    if (count != 0) flaws.push_back(std::to_string(count) + " open on " + timeline.tracks.at(track));
  for (const auto& [id, state] : arrows)
    if (state != 'f') flaws.push_back("an arrow without end: " + std::to_string(id));
  return flaws;
}

/// What `write` pushes into a timeline with these bounds that ends at `end`.
template <class Write>
std::string timeline_text(const trace::TimelineBounds& bounds, Instant end, Write write) {
  const Scratch scratch;
  trace::TimelineFile file(scratch.path("t.json"), bounds, {{"world", "test"}});
  write(file);
  file.end(end);
  return read_text(scratch.path("t.json"));
}

}  // namespace kickpath::testing
