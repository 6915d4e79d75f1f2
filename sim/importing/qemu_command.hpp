#pragma once
#include <optional>
#include <string>
#include <vector>

#include "importing/findings.hpp"
#include "importing/shell_words.hpp"

/// A QEMU command line within a text: a script, a page of documentation, `ps`, a log of libvirt.
namespace kickpath::importing {

struct QemuOption {
  std::string name{};  ///< without its dashes
  config::Place place{};
  std::optional<Word> value{};
};

struct QemuCommand {
  std::string binary{};
  config::Place place{};
  std::vector<QemuOption> options{};
};

/// The last one with any options; what stands before its binary (environment, sudo, columns of ps) does not
/// count. None is an error.
std::optional<QemuCommand> find_qemu_command(const std::string& text, const TextPlaces& places,
                                             Findings& findings, config::Errors& errors);

}  // namespace kickpath::importing
