#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "config/error.hpp"

/// A value as the file writes it, and its readers, which tell their mistakes and then give nothing.
namespace kickpath::importing {

struct Scalar {
  std::string text;
  config::Place place;
};

/// A decimal number within the bounds; spaces around it do not count.
std::optional<std::uint64_t> read_number(const Scalar& scalar, std::uint64_t least, std::uint64_t most,
                                         const std::string& what, config::Errors& errors);

/// `on` or `off`, as libvirt and QEMU say it; QEMU also takes yes and no, true and false, y and n.
std::optional<bool> read_switch(const Scalar& scalar, const std::string& what, config::Errors& errors);

/// Text of the file in a message: printable ASCII, not longer than a line.
std::string shown(const std::string& text);

}  // namespace kickpath::importing
