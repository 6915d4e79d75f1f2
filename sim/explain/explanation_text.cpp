#include <algorithm>
#include <fmt/format.h>

#include "explain/explanation.hpp"
#include "explain/part_table.hpp"
#include "results/columns.hpp"
#include "results/human.hpp"
#include "results/text.hpp"

namespace kickpath::explain {

using results::Unit;
using trace::Part;

namespace {

constexpr double least_shown = 0.0005;  // of a core's time: what would be 0.0 %

std::string header(const Explanation& explanation) {
  const results::RunIdentity& identity = explanation.identity;
  const std::vector<std::string> items{
      fmt::format("profile {}", identity.profile ? identity.profile->name : "-"),
      fmt::format("seed {}", identity.seed),
      fmt::format("{} {} of {:.6g} s", explanation.replicas,
                  explanation.replicas == 1 ? "replica" : "replicas", explanation.measured_s),
      fmt::format("throughput {}", explanation.ops_per_s
                                       ? results::human(explanation.ops_per_s->mean, Unit::per_second)
                                       : "-")};
  return results::fit(identity.scenario.name, results::text_columns) + "\n" +
         results::wrap("", items, 2, results::text_columns);
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string operation_table(const OperationSplit& split) {
  std::string text =
      fmt::format("\noperations of {}/{}: {}\n", split.of.vms, split.of.device, split.operations);
  if (!split.latency) return text + "  none came to its end\n";
  std::vector<std::vector<std::string>> rows{{"part", "share", "mean", ""}};
  for (const trace::PartInfo* info : by_size(split.parts))
    rows.push_back({std::string(info->name), percent(split.share(info->part)),
                    figure(split.parts[index_of(info->part)]), bar(split.share(info->part))});
  rows.push_back({"latency", "", figure(split.latency), ""});
  return text + trimmed_table(rows);
}

std::string core_name(const CoreSplit& core) {
  return core.host.empty() ? fmt::format("core {}", core.id.value)
                           : fmt::format("{} {}", core.host, core.id.value);
}

std::string core_lines(const std::vector<CoreSplit>& cores) {
  std::string text = "\n";
  for (const CoreSplit& core : cores) {
    std::vector<std::string> items;
    for (const trace::PartInfo* info : by_size(core.parts))
      if (core.share(info->part) >= least_shown)
        items.push_back(fmt::format("{} {}", info->name, percent(core.share(info->part))));
    text += results::wrap(fmt::format("{:<9} {:>7}", core_name(core), percent(1 - core.share(Part::idle))),
                          items, 20, results::text_columns);
  }
  return text;
}

std::string words(const std::string& sentence, std::size_t indent, std::string_view label) {
  std::string text, line(label);
  line.resize(std::max(line.size(), indent), ' ');
  std::size_t from = 0;
  while (from < sentence.size()) {
    const std::size_t to = std::min(sentence.find(' ', from), sentence.size());
    const std::string word = sentence.substr(from, to - from);
    if (results::width_of(line) + 1 + results::width_of(word) > results::text_columns) {
      text += line + "\n";
      line.assign(indent, ' ');
    }
    if (line.size() > indent) line += ' ';
    line += word;
    from = to + 1;
  }
  return text + line + "\n";
}

std::string command_of(const Advice& advice, const std::string& file) {
  std::string text = fmt::format("kickpath compare {}", file);
  for (const std::string& setting : advice.settings) text += fmt::format(" --set-b '{}'", setting);
  return text;
}

std::string advice_lines(const std::vector<Advice>& advice, const std::string& file) {
  if (advice.empty()) return "";
  std::string text = "\nWhat would change it (rules of thumb; the commands try them):\n";
  for (const Advice& one : advice) {
    text += words(fmt::format("{} {}: {}", trace::name_of(one.part), percent(one.share), one.text), 4, "  *");
    if (!one.settings.empty()) text += fmt::format("      {}\n", command_of(one, file));
  }
  return text;
}

}  // namespace

std::string to_text(const Explanation& explanation, const std::string& file) {
  std::string text = header(explanation);
  for (const OperationSplit& split : explanation.operations) text += operation_table(split);
  text += core_lines(explanation.cores);
  text += "\n" + words(explanation.bottleneck.sentence, 0, "");
  return text + advice_lines(explanation.advice, file);
}

}  // namespace kickpath::explain
