#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "study/runs.hpp"

/// What the verbs over a study have in common.
namespace kickpath::cli {

struct StudyRequest {
  std::string path;
  study::Instead instead;
  bool is_large = false;  ///< more runs than anyone asks for by accident
};

void add_study_options(CLI::App& verb, StudyRequest& request);

/// Nothing after messages on stderr: a mistake, or more than ten million runs without --yes.
std::optional<study::Study> load_study(const StudyRequest& request);

/// Every point read, with a progress bar; nothing after messages on stderr.
std::optional<study::Runs> read_runs(const study::Study& study);

}  // namespace kickpath::cli
