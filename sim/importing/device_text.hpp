#pragma once
#include <string>

#include "importing/served_device.hpp"

namespace kickpath::importing {

/// An entry of `devices`, indented as it stands in a scenario.
std::string device_text(const ServedDevice& device);

/// How the iothread of this name is called in a scenario.
std::string iothread_name(const Iothread& iothread);

}  // namespace kickpath::importing
