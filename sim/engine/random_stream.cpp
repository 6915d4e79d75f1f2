#include "random_stream.hpp"

#include <cmath>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>

#include "error.hpp"

namespace kickpath::engine {
namespace {

// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
std::uint64_t hash(std::string_view name) {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return h;
}

// splitmix64, https://prng.di.unimi.it/splitmix64.c: neighbouring seeds become unrelated ones.
std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

Duration scaled(Duration unit, double factor) {
  return Duration{std::llround(static_cast<double>(unit.count()) * factor)};
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view name)
    : engine_(mix(mix(seed) ^ hash(name))) {}

double RandomStream::uniform() { return static_cast<double>(bits() >> 11) * 0x1p-53; }

double RandomStream::normal() { return boost::random::normal_distribution<double>{}(engine_); }

Duration RandomStream::uniform(Duration lo, Duration hi) {
  check_invariant(lo <= hi, "a uniform law whose lower bound is above its upper bound");
  return Duration{boost::random::uniform_int_distribution<std::int64_t>{lo.count(), hi.count()}(engine_)};
}

Duration RandomStream::exponential(Duration mean) {
  check_invariant(mean >= Duration::zero(), "an exponential law whose mean is negative");
  return scaled(mean, boost::random::exponential_distribution<double>{1.0}(engine_));
}

Duration RandomStream::lognormal(Duration median, double sigma) {
  check_invariant(median >= Duration::zero() && sigma >= 0, "a lognormal law of negative median or sigma");
  return scaled(median, std::exp(sigma * normal()));
}

}  // namespace kickpath::engine
