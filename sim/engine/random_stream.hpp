#pragma once
#include <cstdint>
#include <string_view>

#include <boost/random/mersenne_twister.hpp>

#include "time/duration.hpp"

namespace kickpath::engine {

/// Random numbers with a name. A stream depends on the run's seed and its own name alone, so a model that is
/// added or created in another order leaves the numbers of the others as they were (common random numbers).
/// The engine and the distributions are Boost.Random's, whose algorithms are fixed, unlike those of the
/// standard library.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view name);

  std::uint64_t bits() { return engine_(); }
  double uniform();                                   ///< [0, 1), in steps of 2^-53
  double normal();                                    ///< mean 0, standard deviation 1
  Duration uniform(Duration lo, Duration hi);         ///< [lo, hi], every picosecond alike; lo <= hi
  Duration exponential(Duration mean);                ///< mean >= 0
  Duration lognormal(Duration median, double sigma);  ///< sigma: standard deviation of the logarithm; >= 0

 private:
  boost::random::mt19937_64 engine_;
};

}  // namespace kickpath::engine
