#include "calibration/measurement_file.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/anything.hpp"
#include "config/document.hpp"

namespace kickpath::calibration {

using config::Shape;

namespace {

using Benchmark = MeasuredBenchmark;

/// A file as it stands; what is not kept is checked all the same.
struct Content {
  config::NodePtr host, versions, cores, skipped;
  std::vector<Benchmark> benchmarks;
  std::int64_t rejected = 0;
};

Shape<std::int64_t> count(std::int64_t least) {
  return config::integer<std::int64_t>(least, std::numeric_limits<std::int64_t>::max());
}

Shape<Benchmark> benchmark_shape() {
  const auto figure = config::number(0);
  return config::record<Benchmark>("a benchmark")
      .required("name", &Benchmark::name, config::identifier(), "family.what.where")
      .required("unit", &Benchmark::unit, config::text(), "ns, 1/s or 1")
      .required("n", &Benchmark::n, count(0), "samples")
      .optional("median", &Benchmark::median, figure, "of the samples")
      .optional("p5", &Benchmark::p5, figure, "quantile")
      .optional("p90", &Benchmark::p90, figure, "quantile")
      .optional("p99", &Benchmark::p99, figure, "quantile")
      .optional("mean", &Benchmark::mean, figure, "of the samples")
      .optional("mean99", &Benchmark::mean99, figure, "of the samples up to p99; older files have none")
      .optional("sd", &Benchmark::sd, figure, "of the samples")
      .required("batch", &Benchmark::batch, count(1), "operations behind each sample")
      .optional("quiet", &Benchmark::quiet, config::boolean(), "was the host quiet")
      .optional("foreign_load", &Benchmark::foreign_load, config::number(), "cores used by others")
      .optional("steal", &Benchmark::steal, config::number(), "share of CPU time")
      .required("measures", &Benchmark::measures, config::text(), "from which instant to which")
      .optional("note", &Benchmark::note, config::text(), "what a reader must know besides");
}

Shape<Content> content_shape() {
  return config::record<Content>("a measurement")
      .constant("schema", "kickpath.measurement/1", "format of this file")
      .required("host", &Content::host, config::anything(), "what the host is")
      .required("versions", &Content::versions, config::anything(), "of the programs that measured")
      .required("cores", &Content::cores, config::anything(), "where it was measured")
      .required("benchmarks", &Content::benchmarks, config::list_of(benchmark_shape()), "what was measured")
      .required("skipped", &Content::skipped, config::anything(), "what was not")
      .required("rejected", &Content::rejected, count(0), "runs thrown away");
}

// The shapes keep no places; the tree does.
void note_lines(const config::NodePtr& root, std::vector<Benchmark>& benchmarks) {
  const config::Node& list = *root->find("benchmarks")->value;
  for (std::size_t i = 0; i < benchmarks.size(); ++i) benchmarks[i].line = list.items[i]->place.line;
}

void check_names(const config::NodePtr& root, const std::vector<Benchmark>& benchmarks,
                 config::Errors& errors) {
  config::Reading reading{errors};
  const config::Spot list = config::Spot{root, reading}.at("benchmarks");
  for (auto it = benchmarks.begin(); it != benchmarks.end(); ++it) {
    const auto earlier =
        std::find_if(benchmarks.begin(), it, [&](const auto& b) { return b.name == it->name; });
    if (earlier == it) continue;
    list.at(static_cast<std::size_t>(it - benchmarks.begin()))
        .at("name")
        .error(fmt::format("'{}' is in line {} already; runs of a host are files of their own", it->name,
                           earlier->line));
  }
}

}  // namespace

const MeasuredBenchmark* MeasurementFile::find(std::string_view name) const {
  const auto found = std::ranges::find(benchmarks, name, &MeasuredBenchmark::name);
  return found == benchmarks.end() ? nullptr : &*found;
}

std::optional<MeasurementFile> load_measurement(const std::filesystem::path& path, config::Errors& errors) {
  config::Errors found;
  const config::NodePtr root = config::without_nulls(config::load_file(path, found).root);
  auto content = config::read(root, content_shape(), found);
  if (content && found.empty()) {
    note_lines(root, content->benchmarks);
    check_names(root, content->benchmarks, found);
  }
  errors.add(found);
  if (!content || !found.empty()) return std::nullopt;
  return MeasurementFile{path.string(), content->host, std::move(content->benchmarks)};
}

}  // namespace kickpath::calibration
