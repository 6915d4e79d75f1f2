#include <fmt/format.h>
#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "manual/completions.hpp"

namespace kickpath::cli {

void add_completion(CLI::App& app, Action& action) {
  auto shell = std::make_shared<std::string>();
  CLI::App* verb =
      app.add_subcommand("completion", "Print what teaches a shell to complete this command line");
  verb->add_option("SHELL", *shell, "as in: source <(kickpath completion bash)")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  verb->callback([shell, &app, &action] {
    action = [shell, &app] {
      const manual::CommandLine line = manual::describe(app);
      fmt::print("{}", *shell == "bash"  ? manual::bash_completion(line)
                       : *shell == "zsh" ? manual::zsh_completion(line)
                                         : manual::fish_completion(line));
      return done;
    };
  });
}

}  // namespace kickpath::cli
