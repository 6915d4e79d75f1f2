#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/error.hpp"
#include "config/node.hpp"
#include "config/shapes.hpp"

/// A file of `kickpath measure`, read back (`kickpath.measurement/1`).
namespace kickpath::calibration {

/// One benchmark of it. What the file does not know is not there.
struct MeasuredBenchmark {
  std::string name;
  std::string unit;
  std::int64_t n = 0;
  std::optional<double> median, p5, p90, p99, mean, mean99, sd;
  std::int64_t batch = 1;
  std::optional<bool> quiet;
  std::optional<double> foreign_load, steal;
  std::string measures;
  std::string note;
  int line = 0;  ///< where it stands
};

struct MeasurementFile {
  std::string path;
  config::NodePtr host;
  std::vector<MeasuredBenchmark> benchmarks;

  const MeasuredBenchmark* find(std::string_view name) const;
};

std::optional<MeasurementFile> load_measurement(const std::filesystem::path& path, config::Errors& errors);

}  // namespace kickpath::calibration
