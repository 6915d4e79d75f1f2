#pragma once
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "results/output_file.hpp"
#include "study/table.hpp"

namespace kickpath::cli {

struct OutputOptions {
  std::string json, csv, open_metrics;  ///< files, or "-"; empty: none
};

void add_output_options(CLI::App& verb, OutputOptions& options);

/// The files of a sweep's table. Opened before the first run: a path that cannot be written is known then.
class SweepOutputs {
 public:
  explicit SweepOutputs(const OutputOptions& options);

  /// On stdout too, unless one of the files is.
  void write(const study::Table& table);

 private:
  bool has_stdout_;
  std::optional<results::OutputFile> json_, csv_, open_metrics_;
};

}  // namespace kickpath::cli
