#include "scenario/load.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/document.hpp"
#include "config/nearest.hpp"
#include "suite/row_maker.hpp"
#include "suite/suite_shape.hpp"
#include "variation/profile_choice.hpp"

namespace kickpath::suite {

namespace fs = std::filesystem;
using config::Spot;

namespace {

std::vector<std::string> groups_of(const std::vector<RowPlan>& rows) {
  std::vector<std::string> groups;
  for (const RowPlan& row : rows)
    if (!row.group.empty() && std::find(groups.begin(), groups.end(), row.group) == groups.end())
      groups.push_back(row.group);
  return groups;
}

void check_bars(const SuiteSpec& spec, const std::vector<RowPlan>& rows, const Spot& root) {
  const std::vector<std::string> groups = groups_of(rows);
  for (std::size_t i = 0; i < spec.bars.size(); ++i) {
    const std::string& group = spec.bars[i].group;
    if (group.empty() || std::find(groups.begin(), groups.end(), group) != groups.end()) continue;
    root.at("bars").at(i).at("group").error(
        fmt::format("no row is of group '{}'{}", group, config::suggestion(group, groups)));
  }
}

std::vector<Row> make_rows(const fs::path& path, const std::vector<RowPlan>& plans, config::Errors& errors) {
  RowMaker maker(path);
  std::vector<Row> rows;
  for (const RowPlan& plan : plans)
    if (auto row = maker.make(plan, errors)) rows.push_back(*std::move(row));
  return rows;
}

void load_profile(Suite& suite, const fs::path& path, const std::string& option, const Spot& root,
                  config::Errors& errors) {
  variation::ProfileChoice choice{option, suite.spec.profile, suite.spec.scenario, {}};
  if (!suite.rows.empty()) choice.bases = suite.rows.front().scenario.profile;
  if (suite.rows.empty() && option.empty() && !choice.own) return;  // and why is told already
  auto profile = variation::load_chosen_profile(path, choice, "the suite", root, errors);
  if (!profile) return;
  suite.profile = std::move(profile->value);
  suite.profile_hash = std::move(profile->hash);
}

std::optional<Suite> read_suite(const fs::path& path, const config::Document& document,
                                const std::string& profile, config::Errors& errors) {
  auto spec = config::read(document.root, suite_shape(), errors);
  if (!spec) return std::nullopt;
  config::Reading reading{errors};
  const Spot root{document.root, reading};
  const std::vector<RowPlan> plans = plan_rows(*spec, root);
  check_bars(*spec, plans, root);
  Suite suite{*std::move(spec), document.hash, {}, {}, {}};
  suite.rows = make_rows(path, plans, errors);
  load_profile(suite, path, profile, root, errors);
  return suite;
}

}  // namespace

std::optional<Suite> load_suite(const fs::path& path, const std::string& profile, config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::load_file(path, found);
  auto suite = read_suite(path, document, profile, found);
  errors.add(found);
  if (!found.empty()) return std::nullopt;
  return suite;
}

void check_suite(const fs::path& path, const config::NodePtr& root, config::Errors& errors) {
  read_suite(path, {path.string(), "", root}, "", errors);
}

}  // namespace kickpath::suite
