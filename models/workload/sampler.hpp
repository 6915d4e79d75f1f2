#pragma once
#include "engine/random_stream.hpp"
#include "time/distribution.hpp"

namespace kickpath::workload {

/// A duration drawn from `law`; a fixed one draws nothing from the stream.
Duration sample(const Distribution& law, engine::RandomStream& stream);

/// A law with its own stream. Fixed durations, the common case, cost one branch.
class Sampler {
 public:
  Sampler(const Distribution& law, engine::RandomStream stream);

  Duration operator()() { return is_fixed_ ? fixed_ : sample(law_, stream_); }

 private:
  Distribution law_;
  engine::RandomStream stream_;
  bool is_fixed_;
  Duration fixed_;
};

}  // namespace kickpath::workload
