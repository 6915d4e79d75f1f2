#include "config/distribution_shape.hpp"

#include "config/choices.hpp"
#include "config/collections.hpp"
#include "config/record.hpp"
#include "config/scalars.hpp"
#include "config/single_key.hpp"
#include "config/units.hpp"

namespace kickpath::config {

namespace {

using Kind = Distribution::Kind;

/// `inner` for the distributions of one kind, null for the others.
template <class From>
struct KindRule final : Rule<Distribution> {
  KindRule(Kind which, Shape<From> inner_shape, std::function<Distribution(const From&)> to_law,
           std::function<From(const Distribution&)> from_law)
      : kind(which), from(std::move(from_law)), inner(std::move(inner_shape)),
        law(inner.template mapped<Distribution>(std::move(to_law), from)) {}

  bool read(const Spot& spot, Distribution& out) const override { return law.read(spot, out); }
  json write(const Distribution& value) const override {
    return value.kind == kind ? inner.write(from(value)) : json(nullptr);
  }
  json schema() const override { return inner.schema(); }
  bool accepts(Node::Kind node_kind) const override { return inner.accepts(node_kind); }
  std::string wanted() const override { return inner.wanted(); }

  Kind kind;
  std::function<From(const Distribution&)> from;
  Shape<From> inner;
  Shape<Distribution> law;
};

template <class From>
Shape<Distribution> of_kind(Kind kind, const Shape<From>& inner, std::function<Distribution(const From&)> to,
                            std::function<From(const Distribution&)> from) {
  return Shape<Distribution>{std::make_shared<KindRule<From>>(kind, inner, std::move(to), std::move(from))};
}

struct LogNormal {
  Duration median{};
  double sigma = 0;
};

Shape<LogNormal> lognormal_shape() {
  return record<LogNormal>("a log-normal law")
      .required("median", &LogNormal::median, duration(), "half of the values are below")
      .required("sigma", &LogNormal::sigma, number(0, 10), "standard deviation of the logarithm");
}

Shape<std::vector<Duration>> range_shape() {
  return list_of(duration(), 2, 2).check([](const std::vector<Duration>& range, const Spot& spot) {
    if (range[1] < range[0]) spot.at(1).error("must be at least " + to_text(range[0]) + ", the lowest");
  });
}

Shape<Distribution> fixed_shape() {
  return of_kind<Duration>(Kind::fixed, duration(), Distribution::fixed,
                           [](const Distribution& d) { return d.a; });
}

Shape<Distribution> laws() {
  const auto exponential = of_kind<Duration>(Kind::exponential, duration(), Distribution::exponential,
                                             [](const Distribution& d) { return d.a; });
  const auto lognormal = of_kind<LogNormal>(
      Kind::lognormal, lognormal_shape(),
      [](const LogNormal& l) { return Distribution::lognormal(l.median, l.sigma); },
      [](const Distribution& d) {
        return LogNormal{d.a, d.sigma};
      });
  const auto uniform = of_kind<std::vector<Duration>>(
      Kind::uniform, range_shape(),
      [](const auto& range) { return Distribution::uniform(range[0], range[1]); },
      [](const Distribution& d) {
        return std::vector{d.a, d.b};
      });
  return single_key<Distribution>("a distribution, as in {exponential: 5 us}", {{"fixed", fixed_shape()},
                                                                                {"exponential", exponential},
                                                                                {"lognormal", lognormal},
                                                                                {"uniform", uniform}});
}

}  // namespace

Shape<Distribution> distribution() { return either(fixed_shape(), laws()); }

}  // namespace kickpath::config
