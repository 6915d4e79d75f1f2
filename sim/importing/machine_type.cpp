#include "importing/machine_type.hpp"

#include <charconv>
#include <optional>
#include <tuple>

namespace kickpath::importing {

namespace {

struct Version {
  int major = 0, minor = 0;
  friend auto operator<=>(const Version&, const Version&) = default;
};

std::optional<Version> version_in(const std::string& text) {
  Version version;
  const char* end = text.data() + text.size();
  const auto [dot, first_problem] = std::from_chars(text.data(), end, version.major);
  if (first_problem != std::errc{} || dot == end || *dot != '.') return std::nullopt;
  const auto [rest, problem] = std::from_chars(dot + 1, end, version.minor);
  if (problem != std::errc{}) return std::nullopt;
  return version;
}

/// QEMU's version of distributions' machine types; those which are missing are newer.
std::optional<Version> distribution_version(const std::string& name) {
  if (name.starts_with("rhel")) {
    const auto rhel = version_in(name.substr(4));
    if (!rhel) return std::nullopt;
    return *rhel <= Version{8, 2} ? Version{4, 2} : *rhel <= Version{8, 3} ? Version{5, 1} : Version{6, 0};
  }
  for (const char* ubuntu :
       {"trusty", "xenial", "yakkety", "zesty", "artful", "bionic", "cosmic", "disco", "eoan", "focal"})
    if (name == ubuntu) return Version{4, 2};
  return name == "groovy" ? std::optional{Version{5, 0}} : std::nullopt;
}

}  // namespace

BlkDefaults blk_defaults_of(const std::string& machine) {
  const std::string last = machine.substr(machine.rfind('-') + 1);
  auto version = version_in(last);
  if (!version) version = distribution_version(last);
  BlkDefaults defaults;
  if (!version) return defaults;
  defaults.has_queue_per_vcpu = *version >= Version{5, 2};
  defaults.queue_size = *version >= Version{5, 0} ? 256 : 128;
  return defaults;
}

}  // namespace kickpath::importing
