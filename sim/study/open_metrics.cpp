#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "study/table_print.hpp"

// OpenMetrics 1.0 (https://github.com/OpenObservability/OpenMetrics, specification/OpenMetrics.md): metric
// families with HELP and TYPE, their samples together, label values escaped, "# EOF" and a newline at the
// end.
namespace kickpath::study {

namespace {

std::string escaped(const std::string& value) {
  std::string text;
  for (const char c : value)
    text += c == '\\' ? "\\\\" : c == '"' ? "\\\"" : c == '\n' ? "\\n" : std::string(1, c);
  return text;
}

/// [a-zA-Z_][a-zA-Z0-9_]*, which none but the format's own labels may begin with "__".
std::string label_name(const std::string& path) {
  std::string name;
  for (const char c : path) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (is_plain || (!name.empty() && name.back() != '_')) name += is_plain ? c : '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) name.insert(0, "p_");
  return name;
}

/// A label for each path; those that would be the same, or the format's own, get a number.
std::vector<std::string> label_names(const std::vector<std::string>& paths) {
  std::vector<std::string> names{"study", "objective", "constraint", "stat"};
  const std::size_t own = names.size();
  for (const std::string& path : paths) {
    const std::string base = label_name(path);
    std::string name = base;
    for (int i = 2; std::find(names.begin(), names.end(), name) != names.end(); ++i)
      name = fmt::format("{}_{}", base, i);
    names.push_back(name);
  }
  return {names.begin() + static_cast<std::ptrdiff_t>(own), names.end()};
}

class Writer {
 public:
  explicit Writer(const Table& table) : table_(table), labels_(label_names(table.paths)) {}

  std::string all() {
    family("kickpath_objective", "An objective of a study at one of its points, over the replicas.");
    each_row([this](const Row& row) { objectives(row); });
    if (!table_.constraints.empty()) {
      family("kickpath_constraint_held", "1: the whole 95 % interval is within the bound; 0: it is not.");
      each_row([this](const Row& row) { constraints(row); });
    }
    family("kickpath_replicas", "Runs of a point, done and failed.");
    each_row([this](const Row& row) { replicas(row); });
    family("kickpath_best", "1: the best point by the first objective, of those that hold every constraint.");
    for (std::size_t i = 0; i < table_.rows.size(); ++i)
      sample("kickpath_best", table_.rows[i], "", table_.best == i ? 1 : 0);
    return text_ + "# EOF\n";
  }

 private:
  template <class F>
  void each_row(const F& write) {
    for (const Row& row : table_.rows) write(row);
  }

  void family(const char* name, const char* help) {
    text_ += fmt::format("# TYPE {0} gauge\n# HELP {0} {1}\n", name, help);
  }

  void sample(const char* name, const Row& row, const std::string& labels, double value) {
    text_ += fmt::format("{}{{study=\"{}\"{}", name, escaped(table_.study), labels);
    for (std::size_t i = 0; i < labels_.size(); ++i)
      if (const std::string at = coordinate(row, table_.paths[i]); !at.empty())
        text_ += fmt::format(",{}=\"{}\"", labels_[i], escaped(at));
    text_ += fmt::format("}} {}\n", value);
  }

  void objectives(const Row& row) {
    for (std::size_t i = 0; i < table_.objectives.size(); ++i) {
      const auto& estimate = row.objectives[i];
      if (!estimate) continue;
      const auto stat = [&](const char* name, double value) {
        sample("kickpath_objective", row,
               fmt::format(",objective=\"{}\",stat=\"{}\"", escaped(table_.objectives[i].name), name), value);
      };
      stat("mean", estimate->mean);
      if (estimate->ci95) stat("ci95_lo", estimate->ci95->lo), stat("ci95_hi", estimate->ci95->hi);
    }
  }

  void constraints(const Row& row) {
    for (std::size_t i = 0; i < table_.constraints.size(); ++i)
      if (row.verdicts[i] != Verdict::unknown)
        sample("kickpath_constraint_held", row,
               fmt::format(",constraint=\"{}\"", escaped(table_.constraints[i].text)),
               row.verdicts[i] == Verdict::held ? 1 : 0);
  }

  void replicas(const Row& row) {
    sample("kickpath_replicas", row, ",stat=\"done\"", row.done);
    sample("kickpath_replicas", row, ",stat=\"failed\"", row.failed);
  }

  const Table& table_;
  std::vector<std::string> labels_;
  std::string text_;
};

}  // namespace

std::string to_open_metrics(const Table& table) { return Writer{table}.all(); }

}  // namespace kickpath::study
