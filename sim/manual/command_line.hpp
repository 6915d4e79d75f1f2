#pragma once
#include <string>
#include <vector>

#include <CLI/App.hpp>

/// A command line as plain data: what `--help` shows, for those who print it otherwise.
namespace kickpath::manual {

/// What a value may be.
struct Value {
  std::string type;                  ///< TEXT, UINT, FLOAT, ENUM; empty: a flag, which takes none
  std::vector<std::string> choices;  ///< the only words that are taken; none: any
  std::string bounds;                ///< as in "1 - 4096"; empty: none
  std::string preset;                ///< what holds where it is left out; empty: nothing, or the help says it

  bool is_none() const { return type.empty(); }
  bool may_be_file() const { return type == "TEXT" && choices.empty(); }
};

/// An option ("-o", "--output"), or a positional, which has a name and no dashes.
struct Argument {
  std::vector<std::string> names;
  std::string help;
  Value value;
  bool is_required = false;
  bool is_repeatable = false;
};

struct Verb {
  std::string name, help;
  std::vector<Argument> positionals, options;
};

struct CommandLine {
  std::string name, version, help;
  std::string footer;  ///< paragraphs, of which one begins with "Examples:"
  std::vector<Argument> options;
  std::vector<Verb> verbs;
};

/// Without what is hidden (an empty group).
CommandLine describe(const CLI::App& app);

/// `text` between single quotes, for a POSIX shell.
std::string quoted(const std::string& text);

}  // namespace kickpath::manual
