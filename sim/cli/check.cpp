#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/formats.hpp"
#include "config/document.hpp"
#include "config/nearest.hpp"
#include "config/spot.hpp"

namespace kickpath::cli {

namespace {

std::vector<std::string> checkable_formats() {
  std::vector<std::string> names;
  for (const scenario::SchemaEntry& entry : formats())
    if (entry.check) names.push_back(entry.format);
  return names;
}

/// Finds out by its `schema` what a file is.
void check_by_schema(const std::filesystem::path& path, const config::NodePtr& root, config::Errors& errors) {
  config::Reading reading{errors};
  const config::Spot spot = config::Spot{root, reading}.at("schema");
  if (!spot.exists()) {
    spot.error(fmt::format("is missing (one of {})", fmt::join(checkable_formats(), ", ")));
    return;
  }
  const auto entry = std::find_if(formats().begin(), formats().end(), [&](const scenario::SchemaEntry& e) {
    return e.check && e.format == spot.node().text;
  });
  if (entry != formats().end()) return entry->check(path, root, errors);
  spot.error(fmt::format("unknown format {}{}", config::describe(spot.node()),
                         config::suggestion(spot.node().text, checkable_formats())));
}

void check_file(const std::filesystem::path& path, config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  if (document.root) check_by_schema(path, document.root, found);
  errors.add(found);
}

int check(const std::vector<std::string>& paths) {
  config::Errors errors;
  for (const std::string& path : paths) check_file(path, errors);
  if (errors.empty()) return done;
  fmt::print(stderr, "{}", errors.format());
  return bad_input;
}

}  // namespace

void add_check(CLI::App& app, Action& action) {
  auto paths = std::make_shared<std::vector<std::string>>();
  CLI::App* verb = app.add_subcommand(
      "check", "Report every mistake of scenarios, profiles, suites and studies; silent if there is none");
  verb->add_option("FILE", *paths, "scenario, profile, suite, study or measured files")->required();
  verb->callback([paths, &action] { action = [paths] { return check(*paths); }; });
}

}  // namespace kickpath::cli
