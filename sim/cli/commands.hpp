#pragma once
#include <functional>

#include <CLI/CLI.hpp>

/// The sub-commands. Each adds itself to the command line, and sets `action` when it is chosen: what main()
/// then calls, and whose result is the exit code.
namespace kickpath::cli {

using Action = std::function<int()>;

void add_run(CLI::App& app, Action& action);
void add_place(CLI::App& app, Action& action);
void add_check(CLI::App& app, Action& action);
void add_list(CLI::App& app, Action& action);
void add_schema(CLI::App& app, Action& action);
void add_measure(CLI::App& app, Action& action);
void add_calibrate(CLI::App& app, Action& action);
void add_capacity(CLI::App& app, Action& action);
void add_compare(CLI::App& app, Action& action);
void add_explain(CLI::App& app, Action& action);
void add_sweep(CLI::App& app, Action& action);
void add_validate(CLI::App& app, Action& action);
void add_timeline(CLI::App& app, Action& action);
void add_import(CLI::App& app, Action& action);
void add_report(CLI::App& app, Action& action);
void add_completion(CLI::App& app, Action& action);
void add_man(CLI::App& app, Action& action);

}  // namespace kickpath::cli
