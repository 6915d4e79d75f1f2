#include <fmt/format.h>

#include "study/metric_labels.hpp"
#include "study/table_print.hpp"

// OpenMetrics 1.0: metric families with HELP and TYPE, their samples together, "# EOF" and a newline at the
// end.
namespace kickpath::study {

namespace {

class Writer {
 public:
  explicit Writer(const Table& table)
      : table_(table), labels_(label_names(table.paths, {"study", "objective", "constraint", "stat"})) {}

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

  void family(const char* name, const char* help) { text_ += gauge_head(name, help); }

  void sample(const char* name, const Row& row, const std::string& labels, double value) {
    text_ += fmt::format("{}{{study=\"{}\"{}", name, label_value(table_.study), labels);
    for (std::size_t i = 0; i < labels_.size(); ++i)
      if (const std::string at = coordinate(row, table_.paths[i]); !at.empty())
        text_ += fmt::format(",{}=\"{}\"", labels_[i], label_value(at));
    text_ += fmt::format("}} {}\n", value);
  }

  void objectives(const Row& row) {
    for (std::size_t i = 0; i < table_.objectives.size(); ++i) {
      const auto& estimate = row.objectives[i];
      if (!estimate) continue;
      const auto stat = [&](const char* name, double value) {
        sample("kickpath_objective", row,
               fmt::format(",objective=\"{}\",stat=\"{}\"", label_value(table_.objectives[i].name), name),
               value);
      };
      stat("mean", estimate->mean);
      if (estimate->ci95) stat("ci95_lo", estimate->ci95->lo), stat("ci95_hi", estimate->ci95->hi);
    }
  }

  void constraints(const Row& row) {
    for (std::size_t i = 0; i < table_.constraints.size(); ++i)
      if (row.verdicts[i] != Verdict::unknown)
        sample("kickpath_constraint_held", row,
               fmt::format(",constraint=\"{}\"", label_value(table_.constraints[i].text)),
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
