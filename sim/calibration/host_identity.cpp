#include "calibration/host_identity.hpp"

#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <string_view>
#include <vector>

namespace kickpath::calibration {

using config::Node;
using config::NodePtr;

namespace {

NodePtr at(NodePtr node, std::initializer_list<std::string_view> path) {
  for (const std::string_view key : path) {
    const config::Entry* entry = node == nullptr ? nullptr : node->find(key);
    node = entry == nullptr ? nullptr : entry->value;
  }
  return node;
}

struct Fact {
  std::string text;
  config::Place place;
};
using Facts = std::map<std::string, Fact>;

std::string text_of(const Node& node) {
  if (node.kind != Node::Kind::sequence) return node.text;
  std::vector<std::string> items;
  for (const NodePtr& item : node.items) items.push_back(item->text);
  return fmt::format("{}", fmt::join(items, " "));
}

void add(Facts& facts, const std::string& name, const NodePtr& node) {
  if (node != nullptr) facts[name] = {text_of(*node), node->place};
}

Facts facts_of(const MeasurementFile& file) {
  Facts facts;
  add(facts, "host.cpu.model", at(file.host, {"cpu", "model"}));
  add(facts, "host.kernel", at(file.host, {"kernel"}));
  add(facts, "host.hz", at(file.host, {"hz"}));
  add(facts, "host.kvm.modules", at(file.host, {"kvm", "modules"}));
  if (const NodePtr parameters = at(file.host, {"kvm", "parameters"}))
    for (const config::Entry& entry : parameters->entries)
      add(facts, "host.kvm.parameters." + entry.key, entry.value);
  return facts;
}

std::string shown(const Facts& facts, const std::string& name) {
  const auto fact = facts.find(name);
  return fact == facts.end() ? "unknown" : "'" + fact->second.text + "'";
}

void compare(const MeasurementFile& first, const MeasurementFile& second, config::Errors& errors) {
  const Facts of_first = facts_of(first);
  const Facts of_second = facts_of(second);
  Facts all = of_second;
  all.insert(of_first.begin(), of_first.end());
  for (const auto& [name, fact] : all) {
    const std::string a = shown(of_first, name);
    const std::string b = shown(of_second, name);
    if (a == b) continue;
    const bool is_there = of_second.contains(name);
    errors.add(is_there ? fact.place : second.host->place, name,
               fmt::format("is {}, but {} in {}: another host; only files of one host can be pooled", b, a,
                           first.path));
  }
}

template <class T>
std::optional<T> number_of(const NodePtr& node) {
  T value{};
  if (node == nullptr) return std::nullopt;
  const std::string& text = node->text;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

void check_same_host(std::span<const MeasurementFile> files, config::Errors& errors) {
  for (const MeasurementFile& file : files) compare(files.front(), file, errors);
}

std::string describe_host(const MeasurementFile& file) {
  std::vector<std::string> parts;
  const Facts facts = facts_of(file);
  for (const auto& [name, before] : {std::pair{"host.cpu.model", ""}, std::pair{"host.kernel", "Linux "},
                                     std::pair{"host.kvm.modules", ""}, std::pair{"host.hz", "HZ="}})
    if (const auto fact = facts.find(name); fact != facts.end()) parts.push_back(before + fact->second.text);
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::optional<std::int64_t> hz_of(const MeasurementFile& file) {
  return number_of<std::int64_t>(at(file.host, {"hz"}));
}

std::optional<Frequency> tsc_of(const MeasurementFile& file) {
  const auto khz = number_of<std::int64_t>(at(file.host, {"cpu", "tsc_khz"}));
  if (!khz || *khz <= 0) return std::nullopt;
  return Frequency{*khz * 1000};
}

std::optional<Duration> deep_idle_of(const MeasurementFile& file) {
  const MeasuredBenchmark* depth = file.find("idle.deep_after");
  if (depth == nullptr || depth->n == 0 || !depth->median) return std::nullopt;
  return Duration{std::llround(*depth->median * 1e3)};
}

}  // namespace kickpath::calibration
