#pragma once
#include <string>

#include "suite/comparison.hpp"

namespace kickpath::suite {

/// Five repeats with this median as mean too.
inline results::Estimate measured_as(double median, double cv = 0.01) {
  return {median, median, std::nullopt, cv, 5};
}

/// A row by its throughput.
inline ComparedRow row_of(const std::string& name, double measured, double predicted, double half_width = 0,
                          const std::string& group = "", double cv = 0.01) {
  ComparedRow row;
  row.name = name;
  row.group = group;
  row.measured[Metric::throughput] = measured_as(measured, cv);
  row.predicted[Metric::throughput] = Predicted{predicted, half_width};
  return row;
}

}  // namespace kickpath::suite
