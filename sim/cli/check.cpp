#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "config/nearest.hpp"
#include "scenario/catalogue.hpp"
#include "scenario/load.hpp"
#include "scenario/profile_shape.hpp"
#include "scenario/scenario_shape.hpp"

namespace kickpath::cli {

namespace {

/// Of which format is it? Then every mistake of that format.
void check_file(const std::string& path, config::Errors& errors) {
  config::Errors found;
  const std::string schema = scenario::schema_of(path, found);
  if (!found.empty()) {
    errors.add(found);
  } else if (schema == scenario::scenario_schema) {
    scenario::load_scenario(path, {}, errors);
  } else if (schema == scenario::profile_schema) {
    scenario::load_profile(path, errors);
  } else {
    std::vector<std::string> formats;
    for (const auto& entry : scenario::schemas()) formats.push_back(entry.format);
    errors.add({std::make_shared<const std::string>(path), 1, 1}, "schema",
               schema.empty()
                   ? fmt::format("key 'schema' is missing (one of {})", fmt::join(formats, ", "))
                   : fmt::format("unknown format '{}'{}", schema, config::suggestion(schema, formats)));
  }
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
  CLI::App* verb =
      app.add_subcommand("check", "Report every mistake of scenarios and profiles; silent if there is none");
  verb->add_option("FILE", *paths, "scenario or profile files")->required();
  verb->callback([paths, &action] { action = [paths] { return check(*paths); }; });
}

}  // namespace kickpath::cli
