#pragma once
#include <span>
#include <string>

#include "explain/explanation.hpp"

/// Two scenarios on the same random numbers: what each part of an operation takes in one and in the other.
/// Their differences sum to the difference of the mean latencies.
namespace kickpath::explain {

struct OperationDifference {
  trace::OperationClass a, b;
  std::optional<Estimate> latency_a, latency_b, latency_difference;  ///< ns; A - B, over pairs of replicas
  PartEstimates parts_a, parts_b, differences;
};

/// The classes in their order, as many as both have.
std::vector<OperationDifference> differences(std::span<const Replica> a, std::span<const Replica> b);

std::string to_text(const std::vector<OperationDifference>& differences);
nlohmann::ordered_json to_json(const std::vector<OperationDifference>& differences);

}  // namespace kickpath::explain
