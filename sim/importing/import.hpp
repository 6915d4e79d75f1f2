#pragma once
#include <optional>
#include <string>

#include "importing/findings.hpp"
#include "importing/scenario_text.hpp"

namespace kickpath::importing {

struct Imported {
  std::string format;  ///< "libvirt" or "qemu"
  std::string yaml;    ///< kickpath.scenario/1, with its findings as comments; the loader takes it
  std::string name;    ///< of the scenario
  std::vector<Finding> findings;
};

constexpr std::size_t max_import_bytes = 4 << 20;

/// A domain XML if the text begins with `<`, else a QEMU command line within it. `name` is how errors call
/// the text; every mistake goes to `errors`.
std::optional<Imported> import_text(const std::string& text, const std::string& name,
                                    const ImportOptions& options, config::Errors& errors);

}  // namespace kickpath::importing
