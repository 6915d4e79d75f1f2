#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "suite/measured.hpp"
#include "suite/suite.hpp"

namespace kickpath::suite {

std::string to_json_text(const Measured& measured);

/// Mistakes go to `errors`, one of them that the file is another suite's.
std::optional<Measured> load_measured(const std::filesystem::path& path, const Suite& suite,
                                      config::Errors& errors);

/// For `kickpath check`.
void check_measured(const std::filesystem::path& path, const config::NodePtr& root, config::Errors& errors);

}  // namespace kickpath::suite
