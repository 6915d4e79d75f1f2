#include <fmt/format.h>
#include <memory>
#include <optional>
#include <string>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "cli/request_options.hpp"
#include "cli/run_inputs.hpp"
#include "explain/advice.hpp"
#include "explain/bottleneck.hpp"
#include "results/json.hpp"
#include "results/output_file.hpp"
#include "scenario/load.hpp"

namespace kickpath::cli {

namespace {

struct ExplainOptions {
  RunRequest request;
  std::string json;
};

/// The scenario as it was explained, in words of `compare`.
std::string words_of(const RunRequest& request) {
  std::string words = request.paths.front();
  for (const std::string& setting : request.overrides) words += fmt::format(" --set '{}'", setting);
  if (!request.profile.empty()) words += fmt::format(" --profile {}", request.profile);
  if (request.seed) words += fmt::format(" --seed {}", *request.seed);
  return words;
}

bool can_be_loaded(const RunRequest& request, const std::vector<std::string>& settings) {
  std::vector<std::string> overrides = request.overrides;
  overrides.insert(overrides.end(), settings.begin(), settings.end());
  config::Errors errors;
  return scenario::load_scenario(request.paths.front(), overrides, errors).has_value() && errors.empty();
}

explain::Explanation explain_one(const RunInput& input, const RunRequest& request) {
  ProgressBar bar(input.spec.name);
  const std::vector<explain::Replica> replicas =
      explain::attribute(input.spec, input.profile, [&](double done) {
        check_interrupted();
        bar.show(done);
      });
  explain::Explanation explanation = explain::summarize(identity_of(input), replicas);
  explanation.bottleneck = explain::find_bottleneck(explanation);
  explanation.advice = explain::advise(
      explanation, input.spec.machine,
      [&](const std::vector<std::string>& settings) { return can_be_loaded(request, settings); });
  return explanation;
}

int explain_scenario(const ExplainOptions& options) {
  config::Errors errors;
  const std::vector<RunInput> inputs = load_inputs(options.request, errors);
  if (errors.empty() && inputs.size() != 1)
    errors.add({std::make_shared<const std::string>(options.request.paths.front()), 0, 0}, "",
               fmt::format("{} scenarios; one is explained at a time", inputs.size()));
  if (!errors.empty()) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  // Opened before the run: a path that cannot be written is known now.
  std::optional<results::OutputFile> json;
  if (!options.json.empty()) json.emplace(options.json);
  const explain::Explanation explanation = explain_one(inputs.front(), options.request);
  if (options.json != "-") fmt::print("{}", explain::to_text(explanation, words_of(options.request)));
  if (json) json->write(results::to_json_text(explain::to_json(explanation))), json->commit();
  return done;
}

}  // namespace

void add_explain(CLI::App& app, Action& action) {
  auto options = std::make_shared<ExplainOptions>();
  options->request.paths.resize(1);
  CLI::App* verb = app.add_subcommand(
      "explain", "Where the time of a scenario's operations and cores goes, and what would change it");
  verb->add_option("SCENARIO", options->request.paths.front(), "scenario file")->required();
  add_request_options(*verb, options->request);
  verb->add_option("--json", options->json,
                   "write the explanation as JSON; - is stdout, which then holds nothing else");
  verb->callback([options, &action] { action = [options] { return explain_scenario(*options); }; });
}

}  // namespace kickpath::cli
