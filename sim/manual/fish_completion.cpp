#include <fmt/format.h>
#include <fmt/ranges.h>

#include "manual/completions.hpp"

namespace kickpath::manual {

namespace {

/// fish knows \' and \\ between single quotes.
std::string fish_quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string value_flags(const Value& value) {
  if (value.is_none()) return "";
  if (!value.choices.empty())
    return fmt::format(" -x -a {}", fish_quoted(fmt::format("{}", fmt::join(value.choices, " "))));
  return value.may_be_file() ? " -r -F" : " -x";
}

std::string option_line(const std::string& begin, const Argument& option) {
  std::string text = begin;
  for (const std::string& name : option.names)
    text += name.rfind("--", 0) == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
  return text + value_flags(option.value) + " -d " + fish_quoted(option.help) + "\n";
}

std::string positional_line(const std::string& begin, const Argument& positional) {
  if (positional.value.may_be_file()) return begin + " -F\n";
  return fmt::format("{} -a {} -d {}\n", begin,
                     fish_quoted(fmt::format("{}", fmt::join(positional.value.choices, " "))),
                     fish_quoted(positional.help));
}

}  // namespace

std::string fish_completion(const CommandLine& line) {
  const std::string program = "complete -c " + line.name;
  std::string text = fmt::format("# fish completion of {0}; written by `{0} completion fish`.\n{1} -f\n",
                                 line.name, program);
  for (const Argument& option : line.options)
    text += option_line(program + " -n __fish_use_subcommand", option);
  for (const Verb& verb : line.verbs) {
    text +=
        fmt::format("{} -n __fish_use_subcommand -a {} -d {}\n", program, verb.name, fish_quoted(verb.help));
    const std::string begin = fmt::format("{} -n '__fish_seen_subcommand_from {}'", program, verb.name);
    for (const Argument& positional : verb.positionals) text += positional_line(begin, positional);
    for (const Argument& option : verb.options) text += option_line(begin, option);
  }
  return text;
}

}  // namespace kickpath::manual
