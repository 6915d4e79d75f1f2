#include "cli/study_inputs.hpp"

#include <fmt/format.h>

#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"

namespace kickpath::cli {

namespace {

constexpr std::uint64_t most_runs = 10'000'000;

bool tell(const config::Errors& errors) {
  fmt::print(stderr, "{}", errors.format());
  return errors.empty();
}

}  // namespace

void add_study_options(CLI::App& verb, StudyRequest& request) {
  verb.add_option("STUDY", request.path, "study file (kickpath.study/1)")->required();
  verb.add_option("--profile", request.instead.profile, "cost profile, instead of the study's");
  verb.add_option("--replicas", request.instead.replicas, "runs of each point, instead of the study's")
      ->check(CLI::Range(1u, 10'000u));
  verb.add_option("--seed", request.instead.seed, "seed, instead of the study's")
      ->check(CLI::NonNegativeNumber);
  verb.add_flag("--yes", request.is_large, "run it even if it has more than ten million runs");
}

std::optional<study::Study> load_study(const StudyRequest& request) {
  config::Errors errors;
  auto study = study::load_study(request.path, request.instead, errors);
  if (!tell(errors)) return std::nullopt;
  if (study->runs() > most_runs && !request.is_large) {
    fmt::print(stderr,
               "{}: makes {} runs, {} points with {} replicas: more than {}; --yes runs them all the same\n",
               request.path, study->runs(), study->space.size(), study->replicas, most_runs);
    return std::nullopt;
  }
  return study;
}

std::optional<study::Runs> read_runs(const study::Study& study) {
  ProgressBar bar("points");
  config::Errors errors;
  auto runs = study::Runs::of(study, errors, [&](double done) {
    check_interrupted();
    bar.show(done);
  });
  if (!tell(errors)) return std::nullopt;
  return runs;
}

}  // namespace kickpath::cli
