#include "suite/prediction.hpp"

#include <cmath>

#include <boost/math/distributions/students_t.hpp>
#include <nlohmann/json.hpp>

namespace kickpath::suite {

namespace {

using Json = nlohmann::json;

Json to_json(const std::vector<Sample>& samples) {
  Json list = Json::array();
  for (const Sample& sample : samples) {
    Json figures = Json::array();
    for (const auto& value : sample.values) figures.push_back(value ? Json(*value) : Json(nullptr));
    list.push_back(std::move(figures));
  }
  return list;
}

std::vector<Sample> from_json(const Json& list) {
  std::vector<Sample> samples;
  for (const Json& figures : list) {
    Sample& sample = samples.emplace_back();
    for (std::size_t i = 0; i < sample.values.size(); ++i)
      if (!figures.at(i).is_null()) sample.values[i] = figures.at(i).get<double>();
  }
  return samples;
}

/// How the mean of some runs, or one of them, varies.
struct Variance {
  double value = 0;
  double freedom = 0;  ///< degrees; 0: nobody knows the variance
};

struct Spread {
  double mean = 0;
  Variance of_one;
  std::size_t n = 0;
};

Spread spread_of(const std::vector<Sample>& samples, Metric metric) {
  Spread spread;
  double squares = 0;
  for (const Sample& sample : samples) {
    if (!sample[metric]) continue;
    ++spread.n;
    const double excess = *sample[metric] - spread.mean;
    spread.mean += excess / static_cast<double>(spread.n);
    squares += excess * (*sample[metric] - spread.mean);
  }
  if (spread.n < 2) return spread;
  const double freedom = static_cast<double>(spread.n - 1);
  spread.of_one = {squares / freedom, freedom};
  return spread;
}

double term(const Variance& variance) {
  return variance.freedom > 0 ? variance.value * variance.value / variance.freedom : 0;
}

std::optional<double> half_width(const Variance& costs, const Variance& chance) {
  if (costs.freedom == 0 && chance.freedom == 0) return std::nullopt;
  const double variance = costs.value + chance.value;
  if (variance <= 0) return 0;
  const boost::math::students_t student(variance * variance / (term(costs) + term(chance)));
  return boost::math::quantile(student, 0.975) * std::sqrt(variance);
}

}  // namespace

std::string to_bytes(const Samples& samples) {
  return Json{{"replicas", to_json(samples.replicas)}, {"draws", to_json(samples.draws)}}.dump();
}

Samples samples_from(const std::string& bytes) {
  const Json json = Json::parse(bytes);
  return {from_json(json.at("replicas")), from_json(json.at("draws"))};
}

Prediction predict(const Samples& samples) {
  Prediction prediction;
  for (const Metric metric : metrics) {
    const Spread replicas = spread_of(samples.replicas, metric);
    if (replicas.n == 0) continue;
    const Variance of_mean{replicas.of_one.value / static_cast<double>(replicas.n), replicas.of_one.freedom};
    prediction[metric] =
        Predicted{replicas.mean, half_width(spread_of(samples.draws, metric).of_one, of_mean)};
  }
  return prediction;
}

}  // namespace kickpath::suite
