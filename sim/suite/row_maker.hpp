#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "suite/row_plan.hpp"
#include "suite/suite.hpp"

namespace kickpath::suite {

/// Rows from their plans. Each base is read once.
class RowMaker {
 public:
  explicit RowMaker(std::filesystem::path suite) : suite_(std::move(suite)) {}

  /// Nothing after errors. A base that is bad by itself is told once, not once a row.
  std::optional<Row> make(const RowPlan& plan, config::Errors& errors);

 private:
  const config::NodePtr& base(const RowPlan& plan, config::Errors& errors);

  std::filesystem::path suite_;
  std::map<std::string, config::NodePtr> bases_;  ///< by path as written; nullptr: bad
};

}  // namespace kickpath::suite
