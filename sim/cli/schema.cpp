#include <fmt/format.h>
#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "measure/measurement.hpp"
#include "scenario/catalogue.hpp"

namespace kickpath::cli {

namespace {

/// The formats of files that are written as YAML, and of those that we write.
std::vector<scenario::SchemaEntry> all_schemas() {
  std::vector<scenario::SchemaEntry> entries = scenario::schemas();
  entries.push_back(
      {"measurement", std::string{measure::measurement_schema}, measure::measurement_schema_document});
  return entries;
}

}  // namespace

void add_schema(CLI::App& app, Action& action) {
  auto name = std::make_shared<std::string>();
  std::vector<std::string> names;
  for (const auto& entry : all_schemas()) names.push_back(entry.name);
  CLI::App* verb =
      app.add_subcommand("schema", "Print the JSON Schema (draft 7) of a file format, for editors");
  verb->add_option("NAME", *name, "file format")->required()->check(CLI::IsMember(names));
  verb->callback([name, &action] {
    action = [name] {
      for (const auto& entry : all_schemas())
        if (entry.name == *name) fmt::print("{}\n", entry.document().dump(2));
      return done;
    };
  });
}

}  // namespace kickpath::cli
