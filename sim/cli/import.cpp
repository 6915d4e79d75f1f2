#include "importing/import.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "importing/finding_text.hpp"
#include "results/output_file.hpp"
#include "scenario/load.hpp"

namespace kickpath::cli {

namespace {

namespace fs = std::filesystem;

struct ImportArguments {
  std::string path;
  std::string output = "-";
  std::string json;
  std::string profile;
  importing::ImportOptions options;
};

std::optional<std::string> read_all(const std::string& path, config::Errors& errors) {
  std::error_code ignored;
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  if (path != "-" && (!file || fs::is_directory(path, ignored))) {
    errors.add({std::make_shared<const std::string>(path), 0, 0}, "", "cannot be read");
    return std::nullopt;
  }
  std::istream& in = path == "-" ? std::cin : file;
  std::string text;
  for (char block[65536]; in.read(block, sizeof block) || in.gcount() > 0;) {
    text.append(block, static_cast<std::size_t>(in.gcount()));
    if (text.size() > importing::max_import_bytes) break;
  }
  return text;
}

/// As the scenario names it: relative to the scenario, or to here where that goes to stdout.
std::string named_profile(const ImportArguments& arguments, config::Errors& errors) {
  if (arguments.profile.empty()) return "";
  scenario::load_profile(arguments.profile, errors);
  const fs::path profile = arguments.profile;
  if (profile.is_absolute() || arguments.output == "-") return profile.string();
  return fs::absolute(profile)
      .lexically_normal()
      .lexically_relative(fs::absolute(arguments.output).lexically_normal().parent_path())
      .string();
}

int import_file(ImportArguments arguments) {
  if (arguments.output == "-" && arguments.json == "-") {
    fmt::print(stderr, "kickpath: --json - needs an --output FILE for the scenario\n");
    return bad_input;
  }
  config::Errors errors;
  arguments.options.profile = named_profile(arguments, errors);
  const auto text = read_all(arguments.path, errors);
  const std::string name = arguments.path == "-" ? "stdin" : arguments.path;
  std::optional<importing::Imported> imported;
  if (text) imported = importing::import_text(*text, name, arguments.options, errors);
  if (!errors.empty() || !imported) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  results::OutputFile output(arguments.output);
  std::optional<results::OutputFile> json;
  if (!arguments.json.empty()) json.emplace(arguments.json);
  output.write(imported->yaml);
  if (json) json->write(importing::to_json_text(name, imported->format, imported->name, imported->findings));
  output.commit();
  if (json) json->commit();
  fmt::print(stderr, "{}", importing::to_text(imported->findings));
  return done;
}

}  // namespace

void add_import(CLI::App& app, Action& action) {
  auto arguments = std::make_shared<ImportArguments>();
  CLI::App* verb = app.add_subcommand(
      "import", "Turn a libvirt domain XML or a QEMU command line into a scenario to start from");
  verb->add_option(
          "FILE", arguments->path,
          "domain XML, or text that holds a QEMU command line: script, ps, libvirt's log; - is stdin")
      ->required();
  verb->add_option("-o,--output", arguments->output, "write the scenario; - is stdout")
      ->capture_default_str();
  verb->add_option("--json", arguments->json, "write what was assumed, changed and lost; - is stdout");
  verb->add_option("--profile", arguments->profile,
                   "cost profile that the scenario names; without it, run it with --profile");
  verb->add_option("--cores", arguments->options.cores, "of the host; default: as many as the pinning needs")
      ->check(CLI::Range(1u, 1024u));
  verb->add_option("--workload", arguments->options.workload,
                   "device that the guest drives; default: the first disk, else the first network");
  verb->callback([arguments, &action] { action = [arguments] { return import_file(*arguments); }; });
}

}  // namespace kickpath::cli
