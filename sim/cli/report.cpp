#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "report/page.hpp"
#include "results/output_file.hpp"

namespace kickpath::cli {

namespace {

struct ReportOptions {
  std::vector<std::string> files;
  std::string output;
  std::string title;
  std::vector<std::string> slos;
};

std::vector<study::Constraint> parse_slos(const std::vector<std::string>& texts, config::Errors& errors) {
  std::vector<study::Constraint> slos;
  for (const std::string& text : texts) {
    auto slo = study::parse_constraint(text);
    if (slo)
      slos.push_back(*std::move(slo.value));
    else
      errors.add({std::make_shared<const std::string>("--slo"), 0, 0}, "", slo.problem);
  }
  return slos;
}

/// All files are read, and all their mistakes told.
std::vector<report::Input> read_inputs(const ReportOptions& options, config::Errors& errors) {
  const auto slos = parse_slos(options.slos, errors);
  std::vector<report::Input> inputs;
  bool has_store = false;
  for (const std::string& file : options.files)
    for (report::Input& input : report::read_inputs(file, slos, errors)) {
      has_store |= input.kind == report::Kind::store;
      inputs.push_back(std::move(input));
    }
  if (!slos.empty() && !has_store && errors.empty())
    errors.add({std::make_shared<const std::string>("--slo"), 0, 0}, "",
               "is judged of a store's replicas, and none of the files is a store");
  return inputs;
}

/// A page in the place of what it is made of would be the end of that.
bool would_overwrite(const ReportOptions& options) {
  std::error_code ignored;
  for (const std::string& file : options.files)
    if (std::filesystem::equivalent(file, options.output, ignored)) return true;
  return false;
}

int write_report(const ReportOptions& options) {
  if (would_overwrite(options)) {
    fmt::print(stderr, "kickpath: --output {} is one of the files that the page is to be made of\n",
               options.output);
    return bad_input;
  }
  const auto page = report::page_template();
  if (!page) {
    fmt::print(stderr, "kickpath: {}\n", page.problem);
    return machine_cannot;
  }
  config::Errors errors;
  const auto inputs = read_inputs(options, errors);
  if (!errors.empty()) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  const auto whole = report::fitting_page(*page, inputs, options.title, KICKPATH_VERSION);
  if (!whole) {
    fmt::print(stderr, "kickpath: the page would have more than {} bytes: give fewer files\n",
               report::most_page_bytes);
    return bad_input;
  }
  results::write_output(options.output, *whole);
  if (options.output != "-")
    fmt::print(stderr, "{}: {:.0f} kB; open it in a browser\n", options.output,
               static_cast<double>(whole->size()) / 1000);
  return done;
}

}  // namespace

void add_report(CLI::App& app, Action& action) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* verb = app.add_subcommand(
      "report", "Make one HTML page, which needs no network, of other commands' JSON and of stores");
  verb->add_option("FILE", options->files,
                   "JSON of run, sweep, capacity, validate, compare or explain, or a sweep's store (SQLite)")
      ->required();
  verb->add_option("-o,--output", options->output, "write the page; - is stdout")->required();
  verb->add_option("--title", options->title, "of the page; default: the name of what is in it");
  verb->add_option("--slo", options->slos,
                   "what must hold at a store's points, as 'latency_ns.p99 <= 200 us'; repeatable")
      ->allow_extra_args(false);
  verb->callback([options, &action] { action = [options] { return write_report(*options); }; });
}

}  // namespace kickpath::cli
