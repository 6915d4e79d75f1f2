#include "suite/measured_file.hpp"

#include <fmt/format.h>
#include <set>

#include "config/document.hpp"
#include "results/json.hpp"
#include "suite/measured_shape.hpp"
#include "suite/words.hpp"

namespace kickpath::suite {

using config::Spot;

namespace {

/// Empty reasons are left out.
void drop_empty(nlohmann::ordered_json& row) {
  for (const char* key : {"skipped", "failed"})
    if (row[key].get<std::string>().empty()) row.erase(key);
}

void check_names(const Measured& measured, const Spot& root) {
  std::set<std::string> taken;
  for (std::size_t i = 0; i < measured.rows.size(); ++i)
    if (!taken.insert(measured.rows[i].name).second)
      root.at("rows").at(i).at("name").error(fmt::format("row '{}' is there already", measured.rows[i].name));
}

void check_suite_is(const Measured& measured, const SuiteSpec& spec, const Spot& root) {
  if (measured.suite.name != spec.name)
    root.at("suite").at("name").error(
        fmt::format("measured for suite '{}', not '{}'", measured.suite.name, spec.name));
  if (measured.world != spec.world)
    root.at("world").error(
        fmt::format("measured in world '{}', not '{}'", word(measured.world), word(spec.world)));
}

}  // namespace

std::string to_json_text(const Measured& measured) {
  nlohmann::ordered_json document = measured_shape().write(measured);
  for (nlohmann::ordered_json& row : document["rows"]) drop_empty(row);
  return results::to_json_text(document);
}

std::optional<Measured> load_measured(const std::filesystem::path& path, const Suite& suite,
                                      config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  auto measured = config::read(document.root, measured_shape(), found);
  if (measured) {
    config::Reading reading{found};
    const Spot root{document.root, reading};
    check_names(*measured, root);
    check_suite_is(*measured, suite.spec, root);
  }
  errors.add(found);
  if (!found.empty()) return std::nullopt;
  return measured;
}

void check_measured(const std::filesystem::path&, const config::NodePtr& root, config::Errors& errors) {
  const auto measured = config::read(root, measured_shape(), errors);
  config::Reading reading{errors};
  if (measured) check_names(*measured, Spot{root, reading});
}

}  // namespace kickpath::suite
