#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "importing/text_places.hpp"

/// A command of a POSIX shell into its words. Quotes and backslashes are honoured, lines that end in a
/// backslash go on; nothing is expanded: `$x` stays as it is. A word that begins with `{"` is JSON as `ps`
/// prints it, without the quotes that a shell would need, and goes to its closing brace as it is.
namespace kickpath::importing {

struct Word {
  std::string text{};
  std::size_t offset = 0;         ///< where it begins
  std::vector<std::size_t> at{};  ///< offset of each character of the text
};

struct ShellCommand {
  std::vector<Word> words{};
  std::size_t end = 0;  ///< behind its last character
};

/// The command that begins at `begin`: up to the end of its line, `;`, `&`, `|` or a comment; redirections
/// are left out. Text with NUL bytes is /proc/PID/cmdline, whose words end in NUL. A quote or a brace that
/// never closes is an error.
ShellCommand read_command(std::string_view text, std::size_t begin, const TextPlaces& places,
                          config::Errors& errors);

}  // namespace kickpath::importing
