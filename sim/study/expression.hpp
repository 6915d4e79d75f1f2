#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/outcome.hpp"
#include "study/figures.hpp"

namespace kickpath::study {

/// Arithmetic over the metrics of a result: `latency_ns.p99`, `ops_per_s / (1 + dropped_per_s)`,
/// `max(0, 1e6 - ops_per_s)`. Numbers, + - * / ^, parentheses, and muParser's functions.
class Expression {
 public:
  /// What is wrong is told for people: "no metric is called 'ops' (known: ...)".
  static config::Outcome<Expression> parse(const std::string& text);

  /// Nothing where a metric of it is unknown, or the value is not finite (a division by 0).
  std::optional<double> value(const Figures& figures) const;

  const std::string& text() const { return text_; }

  /// Indices of the metric table, ascending.
  const std::vector<std::size_t>& metrics() const { return metrics_; }

 private:
  struct Compiled;

  std::string text_;
  std::vector<std::size_t> metrics_;
  std::shared_ptr<Compiled> compiled_;  ///< shared by copies; one thread
};

}  // namespace kickpath::study
