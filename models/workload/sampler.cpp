#include "workload/sampler.hpp"

#include <utility>

namespace kickpath::workload {

Duration sample(const Distribution& law, engine::RandomStream& stream) {
  switch (law.kind) {
    case Distribution::Kind::fixed:
      return law.a;
    case Distribution::Kind::exponential:
      return stream.exponential(law.a);
    case Distribution::Kind::lognormal:
      return stream.lognormal(law.a, law.sigma);
    case Distribution::Kind::uniform:
      return stream.uniform(law.a, law.b);
  }
  return law.a;
}

Sampler::Sampler(const Distribution& law, engine::RandomStream stream)
    : law_(law), stream_(std::move(stream)), is_fixed_(law.is_fixed()), fixed_(law.a) {}

}  // namespace kickpath::workload
