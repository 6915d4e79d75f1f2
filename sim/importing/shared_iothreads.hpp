#pragma once
#include "importing/served_device.hpp"

namespace kickpath::importing {

/// Lists iothreads that serve nothing, and what a pool of them cannot say: sharing with another device, polls
/// that differ.
void list_iothreads(const Guest& guest, const std::vector<ServedDevice>& devices, Findings& findings);

}  // namespace kickpath::importing
