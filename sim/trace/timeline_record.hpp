#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "time/duration.hpp"
#include "time/ids.hpp"

/// What a timeline is made of, before it is text: a run makes millions of them.
namespace kickpath::trace {

using TrackId = Id<struct TrackTag>;  ///< a line of the timeline (TimelineLegend)
using NameId = Id<struct NameTag>;    ///< an event's name with its arguments (TimelineLegend)

enum class RecordKind : std::uint8_t {
  slice_begins,  ///< slices of one track nest
  slice_ends,    ///< the one that began last; no name
  instant,
  counter,      ///< its values from now on
  flow_begins,  ///< an arrow: from the slice that is open here
  flow_steps,   ///< to the one that is open here, and on
  flow_ends,
};

struct Record {
  Record(RecordKind of_kind, Instant when, TrackId on, NameId named = {}, std::uint64_t with = 0)
      : date(when), value(with), name(named), kind(of_kind), track_number(on.value & 0xfffffff) {}

  TrackId track() const { return {track_number}; }

  Instant date;
  std::uint64_t value;  ///< of a flow: its number; of a counter: its series, packed
  NameId name;
  RecordKind kind : 4;
  std::uint32_t track_number : 28;
};
static_assert(sizeof(Record) == 24);

/// A counter has at most so many series, of 21 bits each.
constexpr std::size_t most_series = 3;
using Series = std::array<std::uint32_t, most_series>;

constexpr std::uint64_t pack(const Series& values) {
  return values[0] | std::uint64_t{values[1]} << 21 | std::uint64_t{values[2]} << 42;
}
constexpr std::uint32_t series(std::uint64_t packed, std::size_t number) {
  return static_cast<std::uint32_t>(packed >> (21 * number)) & 0x1fffff;
}

}  // namespace kickpath::trace
