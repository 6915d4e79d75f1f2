#include <fmt/format.h>
#include <fmt/ranges.h>

#include "manual/completions.hpp"

namespace kickpath::manual {

namespace {

// What stands before the cases. bash makes a word of each '=', so "--world=s" is three.
constexpr const char* head = R"(# bash completion of NAME; written by `NAME completion bash`.
_NAME_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }
_NAME_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
_NAME() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} verb='' i
  if [[ $cur == = ]]; then
    cur=''
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ ${COMP_WORDS[i]} != -* ]]; then
      verb=${COMP_WORDS[i]}
      break
    fi
  done
  COMPREPLY=()
)";

constexpr const char* tail = R"(}
complete -F _NAME NAME
)";

std::string named(std::string text, const std::string& name) {
  for (std::size_t at = 0; (at = text.find("NAME", at)) != std::string::npos; at += name.size())
    text.replace(at, 4, name);
  return text;
}

std::string names_of(const std::vector<Argument>& options) {
  std::string names;
  for (const Argument& option : options)
    for (const std::string& name : option.names) names += (names.empty() ? "" : " ") + name;
  return names;
}

std::string action(const CommandLine& line, const Value& value) {
  if (!value.choices.empty()) return fmt::format("_{}_words '{}'", line.name, fmt::join(value.choices, " "));
  return value.may_be_file() ? fmt::format("_{}_files", line.name) : "return";
}

/// What may stand where no option's value is wanted.
std::string positional_action(const CommandLine& line, const Verb& verb) {
  for (const Argument& positional : verb.positionals)
    if (!positional.value.choices.empty() || positional.value.may_be_file())
      return action(line, positional.value);
  return "return";
}

std::string verb_case(const CommandLine& line, const Verb& verb) {
  std::string text = fmt::format("    {})\n      case $prev in\n", verb.name);
  for (const Argument& option : verb.options)
    if (!option.value.is_none())
      text += fmt::format("        {}) {}; return ;;\n", fmt::join(option.names, " | "),
                          action(line, option.value));
  text += "      esac\n";
  text += fmt::format("      if [[ $cur == -* ]]; then\n        _{}_words '{}'\n      else\n        {}\n",
                      line.name, names_of(verb.options), positional_action(line, verb));
  return text + "      fi\n      ;;\n";
}

}  // namespace

std::string bash_completion(const CommandLine& line) {
  std::string text = named(head, line.name) + "  case $verb in\n";
  std::string verbs;
  for (const Verb& verb : line.verbs) verbs += verb.name + " ";
  text += fmt::format("    '') _{}_words '{}{}' ;;\n", line.name, verbs, names_of(line.options));
  for (const Verb& verb : line.verbs) text += verb_case(line, verb);
  return text + "  esac\n" + named(tail, line.name);
}

}  // namespace kickpath::manual
