#include <fmt/format.h>
#include <fmt/ranges.h>

#include "manual/completions.hpp"

namespace kickpath::manual {

namespace {

/// For _arguments and _describe: what would end an explanation or a message there.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string value_spec(const Argument& argument, const std::string& message) {
  const Value& value = argument.value;
  if (value.is_none()) return "";
  const std::string action = !value.choices.empty() ? fmt::format("({})", fmt::join(value.choices, " "))
                             : value.may_be_file()  ? "_files"
                                                    : " ";
  return fmt::format(":{}:{}", escaped(message), action);
}

/// One spec for each name: an option that was given excludes its other names.
std::string option_specs(const Argument& option) {
  std::string text;
  for (const std::string& name : option.names) {
    const std::string before = option.is_repeatable ? "*" : fmt::format("({})", fmt::join(option.names, " "));
    text +=
        fmt::format("        {} \\\n", quoted(fmt::format("{}{}[{}]{}", before, name, escaped(option.help),
                                                          value_spec(option, option.value.type))));
  }
  return text;
}

std::string positional_spec(const Argument& positional) {
  return fmt::format("        {} \\\n",
                     quoted((positional.is_repeatable ? "*" : "") +
                            (positional.is_required || positional.is_repeatable
                                 ? value_spec(positional, positional.names.front())
                                 : ":" + value_spec(positional, positional.names.front()))));
}

std::string verb_case(const Verb& verb) {
  std::string text = fmt::format("    {})\n      _arguments \\\n", verb.name);
  for (const Argument& option : verb.options) text += option_specs(option);
  for (const Argument& positional : verb.positionals) text += positional_spec(positional);
  text.erase(text.size() - 3);  // " \" and newline of the last
  return text + "\n      ;;\n";
}

}  // namespace

std::string zsh_completion(const CommandLine& line) {
  std::string text = fmt::format(
      "#compdef {0}\n# zsh completion of {0}; written by `{0} completion zsh`.\n_{0}() {{\n", line.name);
  text += "  local context state state_descr line\n  typeset -A opt_args\n  local -a verbs=(\n";
  for (const Verb& verb : line.verbs)
    text += "    " + quoted(escaped(verb.name) + ":" + escaped(verb.help)) + "\n";
  text += "  )\n  _arguments -C \\\n";
  for (const Argument& option : line.options) text += option_specs(option);
  text += "    '1:verb:->verb' \\\n    '*::argument:->arguments' && return\n";
  text +=
      "  if [[ $state == verb ]]; then\n    _describe verb verbs\n    return\n  fi\n  case $words[1] in\n";
  for (const Verb& verb : line.verbs) text += verb_case(verb);
  return text + fmt::format("  esac\n}}\n_{} \"$@\"\n", line.name);
}

}  // namespace kickpath::manual
