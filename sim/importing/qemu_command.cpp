#include "importing/qemu_command.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "importing/scalar.hpp"

namespace kickpath::importing {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0'; }
bool ends_word(char c) { return is_blank(c) || c == '"' || c == '\'' || c == '\\'; }

std::size_t line_begin(std::string_view text, std::size_t at) {
  const std::size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

bool is_qemu(std::string_view name, bool is_first_of_line) {
  if (name == "qemu-kvm") return true;
  if (name == "kvm") return is_first_of_line;
  constexpr std::string_view system = "qemu-system-";
  if (!name.starts_with(system) || name.size() == system.size()) return false;
  return std::all_of(name.begin() + system.size(), name.end(),
                     [](char c) { return ('a' <= c && c <= 'z') || ('0' <= c && c <= '9') || c == '_'; });
}

/// Where the next word begins that is QEMU's binary, or npos. Lines of comment have none.
std::size_t next_binary(std::string_view text, std::size_t from) {
  while (from < text.size()) {
    while (from < text.size() && ends_word(text[from])) ++from;
    std::size_t end = from;
    while (end < text.size() && !ends_word(text[end])) ++end;
    const std::string_view word = text.substr(from, end - from);
    const std::size_t slash = word.rfind('/');
    const std::string_view before = text.substr(line_begin(text, from), from - line_begin(text, from));
    const std::size_t first = before.find_first_not_of(" \t$\"'");
    const bool is_comment = first != std::string_view::npos && before[first] == '#';
    const bool leads = first == std::string_view::npos || slash != std::string_view::npos;
    if (is_qemu(slash == std::string_view::npos ? word : word.substr(slash + 1), leads) && !is_comment)
      return from;
    from = end;
  }
  return std::string_view::npos;
}

/// Options that take no value: QEMU 9.0 qemu-options.hx, and some that were there before.
bool is_alone(const std::string& name) {
  static const char* const names[] = {"h",
                                      "help",
                                      "version",
                                      "S",
                                      "s",
                                      "snapshot",
                                      "nographic",
                                      "daemonize",
                                      "enable-kvm",
                                      "no-reboot",
                                      "no-shutdown",
                                      "usb",
                                      "nodefaults",
                                      "no-user-config",
                                      "no-acpi",
                                      "no-hpet",
                                      "full-screen",
                                      "win2k-hack",
                                      "portrait",
                                      "no-fd-bootchk",
                                      "singlestep",
                                      "preconfig",
                                      "curses",
                                      "only-migratable",
                                      "mem-prealloc",
                                      "no-quit",
                                      "no-frame",
                                      "alt-grab",
                                      "ctrl-grab",
                                      "localtime",
                                      "semihosting",
                                      "nodefconfig",
                                      "no-kvm",
                                      "no-kvm-irqchip",
                                      "no-kvm-pit",
                                      "xen-attach",
                                      "sdl",
                                      "tdf",
                                      "old-param",
                                      "rtc-td-hack",
                                      "show-cursor",
                                      "bt",
                                      "enable-sync-profile",
                                      "xen-domid-restrict",
                                      "enable-fips",
                                      "no-kvm-pit-reinjection"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

std::vector<QemuOption> pair(const std::vector<Word>& words, const TextPlaces& places,
                             config::Errors& errors) {
  std::vector<QemuOption> options;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& text = words[i].text;
    QemuOption option{"", places.at(words[i].offset), std::nullopt};
    if (!text.starts_with("-")) {
      option.value = words[i];  // an image: the first hard disk
    } else {
      option.name = text.substr(text.starts_with("--") ? 2 : 1);
      if (!is_alone(option.name)) {
        if (i + 1 < words.size())
          option.value = words[++i];
        else
          errors.add(option.place, "-" + shown(option.name), "needs a value");
      }
    }
    options.push_back(std::move(option));
  }
  return options;
}

bool has_options(const std::vector<Word>& words) {
  return std::any_of(words.begin(), words.end(), [](const Word& word) { return word.text.starts_with("-"); });
}

}  // namespace

std::optional<QemuCommand> find_qemu_command(const std::string& text, const TextPlaces& places,
                                             Findings& findings, config::Errors& errors) {
  std::optional<QemuCommand> found;
  for (std::size_t at = next_binary(text, 0); at != std::string::npos;) {
    // A quote before the binary is the word's
    const bool is_quoted = at > 0 && (text[at - 1] == '"' || text[at - 1] == '\'');
    config::Errors mistakes;
    const ShellCommand command = read_command(text, is_quoted ? at - 1 : at, places, mistakes);
    const std::size_t end = std::max(command.end, at + 1);
    if (has_options(command.words)) {
      if (found) findings.lost(found->place, "an earlier command line", "the last one of the file is taken");
      found = {command.words.front().text, places.at(at), pair(command.words, places, mistakes)};
      errors.add(mistakes);
    }
    at = next_binary(text, end);
  }
  if (!found)
    errors.add(
        places.at(0), "",
        "neither XML nor a QEMU command line: no word such as qemu-system-x86_64 with options behind it");
  return found;
}

}  // namespace kickpath::importing
