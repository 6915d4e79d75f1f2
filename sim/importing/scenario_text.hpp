#pragma once
#include <string>
#include <vector>

#include "importing/placing.hpp"

namespace kickpath::importing {

/// What the command line adds to what the file says.
struct ImportOptions {
  std::string profile;      ///< as the scenario shall name it; empty: none
  std::uint32_t cores = 0;  ///< of the host; 0: see place_threads
  std::string workload;     ///< device that the guest drives; empty: the first disk, else the first network
};

/// The device that the guest drives. An error if there is none, or none of that name.
const ServedDevice* driven_device(const std::vector<ServedDevice>& devices, const ImportOptions& options,
                                  const Guest& guest, Findings& findings, config::Errors& errors);

/// The scenario, without comments but those which say what to fill in.
std::string scenario_text(const Guest& guest, const std::vector<ServedDevice>& devices,
                          const Placing& placing, const ServedDevice& driven, const ImportOptions& options);

}  // namespace kickpath::importing
