#include <fmt/format.h>
#include <functional>

#include "capacity/capacity_print.hpp"
#include "study/metric_labels.hpp"

namespace kickpath::capacity {

namespace {

class Writer {
 public:
  explicit Writer(const Capacity& capacity)
      : capacity_(capacity),
        labels_(study::label_names(capacity.other_paths, {"study", "axis", "extent", "constraint", "stat"})) {
  }

  std::string all() {
    family("kickpath_capacity", "The largest value of the axis that holds every constraint.",
           [this](const RowAnswer& row) {
             if (row.capacity)
               sample("kickpath_capacity", row, fmt::format(",extent=\"{}\"", to_text(row.extent)),
                      value(*row.capacity));
           });
    family("kickpath_capacity_knee", "The value of the axis at which throughput stops to grow.",
           [this](const RowAnswer& row) {
             if (row.knee) sample("kickpath_capacity_knee", row, "", value(row.knee->position));
           });
    family("kickpath_capacity_headroom", "Share by which the load that was asked for may grow.",
           [this](const RowAnswer& row) {
             if (row.headroom && row.headroom->load)
               sample("kickpath_capacity_headroom", row, "", *row.headroom->load);
           });
    family("kickpath_capacity_margin", "Share of its bound that a constraint's figure is away from it.",
           [this](const RowAnswer& row) { margins(row); });
    family("kickpath_capacity_loads", "Loads that were tried, and the runs of them.",
           [this](const RowAnswer& row) { counts(row); });
    return text_ + "# EOF\n";
  }

 private:
  void family(const char* name, const char* help, const std::function<void(const RowAnswer&)>& write) {
    text_ += study::gauge_head(name, help);
    for (const RowAnswer& row : capacity_.rows) write(row);
  }

  double value(std::size_t position) const { return capacity_.axis.levels()[position].value; }

  void sample(const char* name, const RowAnswer& row, const std::string& labels, double value) {
    text_ += fmt::format("{}{{study=\"{}\",axis=\"{}\"{}", name, study::label_value(capacity_.study),
                         study::label_value(capacity_.axis.path()), labels);
    for (std::size_t i = 0; i < labels_.size(); ++i)
      for (const config::Entry& setting : row.settings)
        if (setting.key == capacity_.other_paths[i])
          text_ +=
              fmt::format(",{}=\"{}\"", labels_[i], study::label_value(study::value_text(*setting.value)));
    text_ += fmt::format("}} {}\n", value);
  }

  void margins(const RowAnswer& row) {
    if (!row.headroom) return;
    for (std::size_t i = 0; i < capacity_.constraints.size(); ++i)
      if (const auto& margin = row.headroom->margins[i])
        sample("kickpath_capacity_margin", row,
               fmt::format(",constraint=\"{}\"", study::label_value(capacity_.constraints[i].text)), *margin);
  }

  void counts(const RowAnswer& row) {
    std::size_t runs = 0;
    for (const auto& [position, load] : row.search.tried()) runs += load.observations.size();
    sample("kickpath_capacity_loads", row, ",stat=\"loads\"", static_cast<double>(row.search.tried().size()));
    sample("kickpath_capacity_loads", row, ",stat=\"runs\"", static_cast<double>(runs));
  }

  const Capacity& capacity_;
  std::vector<std::string> labels_;
  std::string text_;
};

}  // namespace

std::string to_open_metrics(const Capacity& capacity) { return Writer{capacity}.all(); }

}  // namespace kickpath::capacity
