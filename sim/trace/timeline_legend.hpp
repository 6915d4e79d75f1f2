#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "trace/timeline_record.hpp"

/// What the numbers in a timeline's records stand for: processes with their tracks, and names. It grows; what
/// is there stays. Texts are JSON already, escaped, so that an event is written by copying.
namespace kickpath::trace {

class TimelineLegend {
 public:
  /// Of event names.
  using Arguments = std::vector<std::pair<std::string_view, std::string_view>>;

  struct Process {
    std::string name;
  };
  struct Track {
    std::uint32_t process = 0;
    std::string name;
    std::string ids;  ///< `,"pid":1,"tid":2`
  };
  /// Of a slice, an instant, a flow: one part, all behind the ids. Of a counter: what stands before each
  /// series' value, and the end.
  using Text = std::vector<std::string>;

  /// A group of tracks: its number.
  std::uint32_t add_process(std::string_view name);
  TrackId add_track(std::uint32_t process, std::string_view name);
  /// The same name for the same words.
  NameId name(std::string_view name, std::string_view category, const Arguments& arguments = {});
  NameId counter(std::string_view name, const std::vector<std::string_view>& series);

  const std::vector<Process>& processes() const { return processes_; }
  const std::vector<Track>& tracks() const { return tracks_; }
  const Track& track(TrackId id) const { return tracks_[id.value]; }
  const Text& text(NameId name) const { return texts_[name.value]; }

 private:
  NameId add(Text text);

  std::vector<Process> processes_;
  std::vector<Track> tracks_;
  std::vector<Text> texts_;
  std::unordered_map<std::string, NameId> known_;
};

/// As a JSON string with its quotes; ASCII, without `<`, so that it can stand in an HTML page too. Bytes that
/// are no UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

}  // namespace kickpath::trace
