#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "manual/man_page.hpp"

namespace kickpath::cli {

void add_man(CLI::App& app, Action& action) {
  CLI::App* verb = app.add_subcommand("man", "Print the man page, as in: kickpath man | man -l -");
  verb->callback([&app, &action] {
    action = [&app] {
      fmt::print("{}", manual::man_page(manual::describe(app)));
      return done;
    };
  });
}

}  // namespace kickpath::cli
