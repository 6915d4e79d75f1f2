#include "scenario/topology_shape.hpp"

#include <fmt/format.h>

#include "host/core_set.hpp"

namespace kickpath::scenario {

using config::Spot;
using host::TopologySpec;

namespace {

constexpr double slowest = 0.01;
constexpr double fastest = 100;

void check_topology(const TopologySpec& spec, const Spot& spot) {
  const std::uint64_t all = std::uint64_t{spec.sockets} * spec.cores * spec.threads;
  if (all > host::max_cores)
    spot.error(fmt::format("{} logical CPUs; at most {} are modelled", all, host::max_cores));
  if (spot.at("smt_speed").exists() && spec.threads == 1)
    spot.at("smt_speed").error("is of two threads of a core: needs threads: 2");
  if (spec.speed.size() > std::size_t{spec.sockets} * spec.cores)
    spot.at("speed").error(
        fmt::format("{} speeds for {} cores", spec.speed.size(), spec.sockets * spec.cores));
  if (spec.turbo.size() > spec.cores)
    spot.at("turbo").error(fmt::format("{} factors for the {} cores of a socket", spec.turbo.size(), spec.cores));
}

}  // namespace

config::Shape<TopologySpec> topology_shape() {
  const auto count = config::integer<std::uint32_t>(1, host::max_cores);
  const auto speeds = config::list_of(config::number(slowest, fastest), 1);
  return config::record<TopologySpec>("sockets, cores and threads")
      .optional("sockets", &TopologySpec::sockets, count, "each with a last-level cache of its own")
      .required("cores", &TopologySpec::cores, count, "of a socket")
      .optional("threads", &TopologySpec::threads, config::integer<std::uint32_t>(1, 2),
                "of a core; 2: SMT siblings, numbered behind all first threads")
      .optional("smt_speed", &TopologySpec::smt_speed, config::number(slowest, 1),
                "of a thread while its sibling runs; alone it is 1")
      .optional("speed", &TopologySpec::speed, speeds,
                "of core i modulo length, relative to the profile's core; default: 1")
      .optional("turbo", &TopologySpec::turbo, speeds,
                "factor while n cores of the socket run: the n-th, the last for more; default: 1")
      .check(check_topology);
}

}  // namespace kickpath::scenario
