#include "cli/validate_published.hpp"

#include <fmt/format.h>
#include <optional>

#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "config/document.hpp"
#include "published/outcome_text.hpp"
#include "published/suite_shape.hpp"
#include "results/json.hpp"
#include "results/output_file.hpp"

namespace kickpath::cli {

bool is_published_suite(const std::string& path) {
  config::Errors ignored;
  const config::Document document = config::load_file(path, ignored);
  if (!document.root) return false;
  config::Reading reading{ignored};
  const config::Spot schema = config::Spot{document.root, reading}.at("schema");
  return schema.exists() && schema.node().text == published::suite_schema;
}

int validate_published(const std::string& path, unsigned jobs, const std::string& json) {
  config::Errors errors;
  const auto suite = published::load_suite(path, errors);
  if (!suite) {
    fmt::print(stderr, "{}", errors.format());
    return bad_input;
  }
  std::optional<results::OutputFile> output;
  if (!json.empty()) output.emplace(json);

  ProgressBar bar("predict");
  const auto predictions = published::predict(*suite, {jobs, [&](double done) {
                                                         check_interrupted();
                                                         bar.show(done);
                                                       }});
  const published::Outcome outcome = published::judge(*suite, predictions);
  if (json != "-") fmt::print("{}", published::to_text(outcome));
  if (output) output->write(results::to_json_text(published::to_json(outcome))), output->commit();
  return outcome.is_good() ? done : failed;
}

}  // namespace kickpath::cli
