#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "importing/domain.hpp"

namespace kickpath::importing {

namespace {

constexpr std::uint64_t most_iothreads = 1024;

void read_poll(const XmlElement& iothread, Iothread& out, config::Errors& errors) {
  const XmlElement* poll = iothread.child("poll");
  if (!poll) return;
  const auto number = [&](const char* key, std::uint64_t most, std::uint64_t& value) {
    if (const Scalar* scalar = poll->attribute(key))
      value = read_number(*scalar, 0, most, std::string{"iothread/poll/@"} + key, errors).value_or(value);
  };
  number("max", std::numeric_limits<std::int32_t>::max(), out.poll_max_ns);
  number("grow", std::numeric_limits<std::int32_t>::max(), out.poll_grow);
  number("shrink", std::numeric_limits<std::int32_t>::max(), out.poll_shrink);
}

void read_ids(const XmlElement& domain, Guest& guest, config::Errors& errors) {
  const XmlElement* ids = domain.child("iothreadids");
  if (!ids) return;
  for (const XmlElement* element : ids->all("iothread")) {
    const Scalar* id = element->attribute("id");
    if (!id) {
      errors.add(element->place, "iothread/@id", "is missing");
      continue;
    }
    Iothread iothread{element->place, id->text};
    read_number(*id, 1, std::numeric_limits<std::uint32_t>::max(), "iothread/@id", errors);
    read_poll(*element, iothread, errors);
    guest.iothreads.push_back(std::move(iothread));
  }
}

}  // namespace

// libvirt: <iothreads> counts; who is not in <iothreadids> gets the lowest id that is free.
void read_iothreads(const XmlElement& domain, Guest& guest, Findings&, config::Errors& errors) {
  read_ids(domain, guest, errors);
  const XmlElement* count = domain.child("iothreads");
  if (!count) return;
  const auto wanted = read_number(count->text, 0, most_iothreads, "iothreads", errors).value_or(0);
  for (std::uint64_t id = 1; guest.iothreads.size() < wanted; ++id) {
    const std::string name = std::to_string(id);
    const bool is_there = std::any_of(guest.iothreads.begin(), guest.iothreads.end(),
                                      [&](const Iothread& other) { return other.id == name; });
    if (!is_there) guest.iothreads.push_back({count->place, name});
  }
}

}  // namespace kickpath::importing
