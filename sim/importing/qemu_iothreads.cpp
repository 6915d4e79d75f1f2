#include <limits>

#include "importing/qemu_guest.hpp"

namespace kickpath::importing {

namespace {

Iothread iothread_of(const Settings& object, config::Errors& errors) {
  Iothread iothread{object.place(), object.said("id")};
  const auto number = [&](const char* key, std::uint64_t& value) {
    if (const Scalar* scalar = object.find(key))
      value = read_number(*scalar, 0, std::numeric_limits<std::int32_t>::max(),
                          std::string{"-object: "} + key, errors)
                  .value_or(value);
  };
  number("poll-max-ns", iothread.poll_max_ns);
  number("poll-grow", iothread.poll_grow);
  number("poll-shrink", iothread.poll_shrink);
  if (iothread.id.empty()) errors.add(object.place(), "-object: id", "is missing");
  return iothread;
}

}  // namespace

void read_qemu_iothreads(const QemuParts& parts, Guest& guest, Findings& findings, config::Errors& errors) {
  for (const Settings& object : parts.objects) {
    const std::string type = object.said("qom-type");
    if (type == "iothread")
      guest.iothreads.push_back(iothread_of(object, errors));
    else if (type == "throttle-group")
      findings.lost(object.place(), "-object throttle-group", "I/O throttling is not modelled");
    else
      findings.ignored(object.place(), "-object " + shown(type));
    if (type != "iothread") object.see_all();
    list_settings(object, findings);
  }
}

}  // namespace kickpath::importing
