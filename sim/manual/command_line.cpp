#include "manual/command_line.hpp"

#include <sstream>

namespace kickpath::manual {

namespace {

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> words;
  std::istringstream in(list);
  for (std::string word; std::getline(in, word, ',');) words.push_back(word);
  return words;
}

/// CLI11 tells type and validators in one text: "TEXT:{sim,kvm}", "UINT:UINT in [1 - 4096]".
Value value_of(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return {};
  const std::string text = option.get_type_name();
  const std::size_t colon = text.find(':');
  Value value;
  value.type = text.substr(0, colon);
  value.preset = option.get_default_str();
  const std::string rule = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (!rule.empty() && rule.front() == '{' && rule.back() == '}')
    value.choices = split(rule.substr(1, rule.size() - 2));
  else if (const std::size_t bracket = rule.rfind('['); bracket != std::string::npos && rule.back() == ']')
    value.bounds = rule.substr(bracket + 1, rule.size() - bracket - 2);
  return value;
}

Argument argument_of(const CLI::Option& option) {
  Argument argument;
  for (const std::string& name : option.get_snames()) argument.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) argument.names.push_back("--" + name);
  if (argument.names.empty()) argument.names.push_back(option.get_name(true));
  argument.help = option.get_description();
  argument.value = value_of(option);
  argument.is_required = option.get_required();
  argument.is_repeatable = option.get_expected_max() > 1;
  return argument;
}

std::vector<Argument> arguments_of(const CLI::App& app, bool positionals) {
  std::vector<Argument> arguments;
  for (const CLI::Option* option : app.get_options({}))
    if (!option->get_group().empty() && option->get_positional() == positionals)
      arguments.push_back(argument_of(*option));
  return arguments;
}

}  // namespace

CommandLine describe(const CLI::App& app) {
  CommandLine line{app.get_name(), app.version(), app.get_description(), app.get_footer(), {}, {}};
  line.options = arguments_of(app, false);
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App* a) { return !a->get_group().empty(); }))
    line.verbs.push_back(
        {verb->get_name(), verb->get_description(), arguments_of(*verb, true), arguments_of(*verb, false)});
  return line;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return out + "'";
}

}  // namespace kickpath::manual
