#pragma once
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "microbench/bench.hpp"

namespace kickpath::testing {

using Json = nlohmann::ordered_json;

struct Figure {
  double median = 0;
  std::int64_t n = 1000;
  bool is_quiet = true;
};

inline Json benchmark(std::string_view name, const Figure& figure) {
  const double ns = figure.median;
  return {{"name", name},
          {"unit", "ns"},
          {"n", figure.n},
          {"median", ns},
          {"p5", ns * 0.99},
          {"p90", ns * 1.01},
          {"p99", ns * 1.02},
          {"mean", ns},
          {"sd", ns * 0.01},
          {"batch", 1},
          {"quiet", figure.is_quiet},
          {"foreign_load", 0.01},
          {"steal", nullptr},
          {"measures", "a test"}};
}

/// A measurement as a host of that profile would give it; `noise` is multiplied to each median.
inline Json measurement_of(const cost::CostProfile& profile,
                           const std::function<double(std::string_view)>& noise = {}) {
  Json document{{"schema", "kickpath.measurement/1"},
                {"host",
                 {{"cpu", {{"model", "Test CPU"}, {"tsc_khz", 2000000}}},
                  {"kernel", "6.18.0"},
                  {"hz", 250},
                  {"kvm", {{"modules", {"kvm_amd"}}, {"parameters", {{"kvm.halt_poll_ns", "200000"}}}}},
                  {"clocksource", nullptr}}},
                {"versions", {{"kickpath", "0.1.0"}}},
                {"cores", {{"home", 0}, {"other", 1}, {"siblings", false}}},
                {"benchmarks", Json::array()},
                {"skipped", Json::array()},
                {"rejected", 0}};
  for (const microbench::Bench& bench : microbench::suite()) {
    if (bench.name.starts_with("trace.") || bench.name.starts_with("vmexit.")) continue;
    const double ns = to_nanoseconds(bench.run(profile));
    document["benchmarks"].push_back(benchmark(bench.name, {noise ? ns * noise(bench.name) : ns}));
  }
  // The states in which the preempting benchmarks count.
  for (const char* name : {"wake.epoll.same_core.preempted", "wake.epoll.busy_other_core.preempted",
                           "kick.wake.same_core.preempted"})
    document["benchmarks"].push_back(benchmark(name, {1}));
  document["benchmarks"].push_back(benchmark("interrupt.irqfd.blocked.same_core.sender", {1e6}));
  return document;
}

/// In the current folder; gone with the object.
class TestFile {
 public:
  TestFile(std::string name, const std::string& text) : path_(std::move(name)) {
    std::ofstream(path_) << text;
  }
  TestFile(std::string name, const Json& json) : TestFile(std::move(name), json.dump(2)) {}
  ~TestFile() { std::remove(path_.c_str()); }
  TestFile(const TestFile&) = delete;
  TestFile& operator=(const TestFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace kickpath::testing
