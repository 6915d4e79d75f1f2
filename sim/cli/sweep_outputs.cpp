#include "cli/sweep_outputs.hpp"

#include <fmt/format.h>

#include "results/json.hpp"
#include "study/table_print.hpp"

namespace kickpath::cli {

void add_output_options(CLI::App& verb, OutputOptions& options) {
  verb.add_option("--json", options.json,
                  "write the table as JSON; - is stdout, which then holds nothing else");
  verb.add_option("--csv", options.csv, "write the table as CSV; - is stdout");
  verb.add_option("--openmetrics", options.open_metrics, "write the table as OpenMetrics text; - is stdout");
}

SweepOutputs::SweepOutputs(const OutputOptions& options)
    : has_stdout_(options.json != "-" && options.csv != "-" && options.open_metrics != "-") {
  if (!options.json.empty()) json_.emplace(options.json);
  if (!options.csv.empty()) csv_.emplace(options.csv);
  if (!options.open_metrics.empty()) open_metrics_.emplace(options.open_metrics);
}

void SweepOutputs::write(const study::Table& table) {
  const auto put = [](std::optional<results::OutputFile>& file, const auto& text) {
    if (file) file->write(text()), file->commit();
  };
  if (has_stdout_) fmt::print("{}", study::to_text(table));
  put(json_, [&] { return results::to_json_text(study::to_json(table)); });
  put(csv_, [&] { return study::to_csv(table); });
  put(open_metrics_, [&] { return study::to_open_metrics(table); });
}

}  // namespace kickpath::cli
