#include <fmt/format.h>
#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/formats.hpp"
#include "config/definitions.hpp"

namespace kickpath::cli {

void add_schema(CLI::App& app, Action& action) {
  auto name = std::make_shared<std::string>();
  std::vector<std::string> names;
  for (const auto& entry : formats()) names.push_back(entry.name);
  CLI::App* verb =
      app.add_subcommand("schema", "Print the JSON Schema (draft 7) of a file format, for editors");
  verb->add_option("NAME", *name, "file format")->required()->check(CLI::IsMember(names));
  verb->callback([name, &action] {
    action = [name] {
      for (const auto& entry : formats())
        if (entry.name == *name) fmt::print("{}\n", config::with_definitions(entry.document()).dump(2));
      return done;
    };
  });
}

}  // namespace kickpath::cli
