#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "suite/row_plan.hpp"
#include "suite/suite.hpp"
#include "variation/base_scenarios.hpp"

namespace kickpath::suite {

/// Rows from their plans. Each base is read once.
class RowMaker {
 public:
  explicit RowMaker(const std::filesystem::path& suite) : suite_(suite.string()), bases_(suite) {}

  /// Nothing after errors. A base that is bad by itself is told once, not once a row.
  std::optional<Row> make(const RowPlan& plan, config::Errors& errors);

 private:
  std::string suite_;
  variation::BaseScenarios bases_;
};

}  // namespace kickpath::suite
