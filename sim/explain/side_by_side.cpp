#include "explain/side_by_side.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>

#include "explain/part_table.hpp"
#include "results/columns.hpp"
#include "results/json.hpp"

namespace kickpath::explain {

namespace {

using Json = nlohmann::ordered_json;
using Total = std::function<Duration(const trace::OperationTime&)>;

struct Three {
  std::optional<Estimate> a, b, difference;
};

double per_operation(const trace::OperationTime& time, const Total& total) {
  return to_nanoseconds(total(time)) / static_cast<double>(time.operations);
}

/// Over the pairs in which both have operations, so that the means fit together.
Three three(std::span<const Replica> a, std::span<const Replica> b, std::size_t at, const Total& total) {
  std::vector<double> of_a, of_b, difference;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const trace::OperationTime& in_a = a[i].attribution.operations[at];
    const trace::OperationTime& in_b = b[i].attribution.operations[at];
    if (in_a.operations == 0 || in_b.operations == 0) continue;
    of_a.push_back(per_operation(in_a, total));
    of_b.push_back(per_operation(in_b, total));
    difference.push_back(of_a.back() - of_b.back());
  }
  return {results::summarize(of_a), results::summarize(of_b), results::summarize(difference)};
}

OperationDifference difference(std::span<const Replica> a, std::span<const Replica> b, std::size_t at) {
  OperationDifference all;
  all.a = a.front().attribution.operations[at].of;
  all.b = b.front().attribution.operations[at].of;
  const Three latency = three(a, b, at, [](const trace::OperationTime& time) { return time.latency; });
  all.latency_a = latency.a, all.latency_b = latency.b, all.latency_difference = latency.difference;
  for (std::size_t p = 0; p < trace::part_count; ++p) {
    const Three part = three(a, b, at, [p](const trace::OperationTime& time) { return time.split.by[p]; });
    all.parts_a[p] = part.a, all.parts_b[p] = part.b, all.differences[p] = part.difference;
  }
  return all;
}

std::string name_of(const trace::OperationClass& of) { return fmt::format("{}/{}", of.vms, of.device); }

std::string plain(const std::optional<Estimate>& estimate) {
  return estimate ? results::human(estimate->mean, results::Unit::nanoseconds) : "-";
}

bool is_there(const std::optional<Estimate>& estimate) { return estimate && estimate->mean != 0; }

std::string table_of(const OperationDifference& one) {
  const std::string title =
      one.a == one.b ? name_of(one.a) : fmt::format("{} in A, {} in B", name_of(one.a), name_of(one.b));
  std::string text = fmt::format("\nmean latency of {}, by parts\n", title);
  if (!one.latency_difference) return text + "  no operations came to their end on both sides\n";
  std::vector<std::vector<std::string>> rows{{"part", "A", "B", "A - B"}};
  std::vector<const trace::PartInfo*> order = by_size(one.differences);
  for (const trace::PartInfo& info : trace::parts)
    if (!is_there(one.differences[index_of(info.part)]) &&
        (is_there(one.parts_a[index_of(info.part)]) || is_there(one.parts_b[index_of(info.part)])))
      order.push_back(&info);
  for (const trace::PartInfo* info : order) {
    const std::size_t p = index_of(info->part);
    rows.push_back(
        {std::string(info->name), plain(one.parts_a[p]), plain(one.parts_b[p]), figure(one.differences[p])});
  }
  rows.push_back({"latency", plain(one.latency_a), plain(one.latency_b), figure(one.latency_difference)});
  return text + results::table(rows);
}

}  // namespace

std::vector<OperationDifference> differences(std::span<const Replica> a, std::span<const Replica> b) {
  std::vector<OperationDifference> all;
  const std::size_t classes =
      std::min(a.front().attribution.operations.size(), b.front().attribution.operations.size());
  for (std::size_t i = 0; i < classes; ++i) all.push_back(difference(a, b, i));
  return all;
}

std::string to_text(const std::vector<OperationDifference>& differences) {
  std::string text;
  for (const OperationDifference& one : differences) text += table_of(one);
  return text;
}

Json to_json(const std::vector<OperationDifference>& differences) {
  Json all = Json::array();
  for (const OperationDifference& one : differences) {
    Json parts = Json::object();
    for (const trace::PartInfo& info : trace::parts) {
      const std::size_t p = index_of(info.part);
      if (!is_there(one.parts_a[p]) && !is_there(one.parts_b[p])) continue;
      parts[std::string(info.name)] = {{"a", results::to_json(one.parts_a[p])},
                                       {"b", results::to_json(one.parts_b[p])},
                                       {"difference", results::to_json(one.differences[p])}};
    }
    all.push_back({{"a", name_of(one.a)},
                   {"b", name_of(one.b)},
                   {"latency_ns",
                    {{"a", results::to_json(one.latency_a)},
                     {"b", results::to_json(one.latency_b)},
                     {"difference", results::to_json(one.latency_difference)}}},
                   {"parts_ns", parts}});
  }
  return all;
}

}  // namespace kickpath::explain
