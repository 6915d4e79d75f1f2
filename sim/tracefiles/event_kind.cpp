#include "tracefiles/event_kind.hpp"

namespace kickpath::tracefiles {

namespace {

consteval bool is_in_order() {
  for (std::size_t i = 0; i < event_names.size(); ++i)
    if (index_of(event_names[i].kind) != i) return false;
  return true;
}
static_assert(is_in_order(), "the table lists the kinds in the order of the enumeration");

}  // namespace

std::optional<EventKind> event_kind_named(std::string_view name) {
  for (const EventName& entry : event_names)
    if (entry.name == name) return entry.kind;
  return std::nullopt;
}

}  // namespace kickpath::tracefiles
