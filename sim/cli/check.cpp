#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "scenario/load.hpp"

namespace kickpath::cli {

namespace {

int check(const std::vector<std::string>& paths) {
  config::Errors errors;
  for (const std::string& path : paths) scenario::check_file(path, errors);
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
