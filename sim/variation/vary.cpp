#include "variation/vary.hpp"

#include <memory>

#include "config/overrides.hpp"

namespace kickpath::variation {

namespace {

void add_errors(const config::Errors& found, const std::string& file, const TellElsewhere& tell_elsewhere,
                config::Errors& errors) {
  for (const config::Error& error : found.sorted()) {
    if (error.file == file)
      errors.add({std::make_shared<const std::string>(file), error.line, error.column}, error.path,
                 error.message);
    else
      tell_elsewhere(error);
  }
}

}  // namespace

std::optional<Variant> vary(const config::NodePtr& base, const Settings& settings, const std::string& file,
                            const TellElsewhere& tell_elsewhere, config::Errors& errors) {
  config::Errors found;
  config::NodePtr tree = base;
  for (const config::Entry& setting : settings) tree = config::with_override(tree, setting, found);
  auto loaded = scenario::read_scenario(tree, found);
  add_errors(found, file, tell_elsewhere, errors);
  if (!loaded) return std::nullopt;
  return Variant{*std::move(loaded), std::move(tree)};
}

}  // namespace kickpath::variation
