#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <string>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "scenario/catalogue.hpp"

namespace kickpath::cli {

namespace {

void print_section(const scenario::CatalogueSection& section) {
  std::size_t width = 0;
  for (const auto& entry : section.entries) width = std::max(width, entry.name.size());
  fmt::print("{}: {}\n", section.name, section.title);
  for (const auto& entry : section.entries) fmt::print("  {:<{}}  {}\n", entry.name, width, entry.meaning);
}

int list(const std::string& name) {
  bool is_first = true;
  for (const auto& section : scenario::catalogue()) {
    if (!name.empty() && section.name != name) continue;
    if (!is_first) fmt::print("\n");
    is_first = false;
    print_section(section);
  }
  return done;
}

}  // namespace

void add_list(CLI::App& app, Action& action) {
  auto name = std::make_shared<std::string>();
  std::vector<std::string> names;
  for (const auto& section : scenario::catalogue()) names.push_back(section.name);
  CLI::App* verb =
      app.add_subcommand("list", "Show what there is: policies, kick paths, devices, cost components, ...");
  verb->add_option("NAME", *name, "one section; default: all")->check(CLI::IsMember(names));
  verb->callback([name, &action] { action = [name] { return list(*name); }; });
}

}  // namespace kickpath::cli
