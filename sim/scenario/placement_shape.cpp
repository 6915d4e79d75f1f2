#include "scenario/placement_shape.hpp"

#include "host/core_set.hpp"

namespace kickpath::scenario {

using config::Shape;
using config::Spot;
using vm::PlacementSpec;

namespace {

using Cores = std::vector<std::uint32_t>;

/// Where one kind of thread goes: a word, or a list of cores.
template <class Mode>
struct Seats {
  Mode mode{};
  Cores cores;
};

template <class Mode>
Shape<Seats<Mode>> seats_shape(std::vector<std::pair<std::string, Mode>> words) {
  const auto word = config::one_of<Mode>(std::move(words))
                        .template mapped<Seats<Mode>>(
                            [](const Mode& mode) {
                              return Seats<Mode>{mode, {}};
                            },
                            [](const Seats<Mode>& seats) { return seats.mode; });
  const auto list = cores_shape().template mapped<Seats<Mode>>(
      [](const Cores& cores) {
        return Seats<Mode>{Mode::cores, cores};
      },
      [](const Seats<Mode>& seats) { return seats.cores; });
  return config::either(word, list);
}

struct Placement {
  Seats<PlacementSpec::Vcpus> vcpus;
  Seats<PlacementSpec::Servers> servers;
};

PlacementSpec to_spec(const Placement& read) {
  return {read.vcpus.mode, read.servers.mode, read.vcpus.cores, read.servers.cores};
}

Placement from_spec(const PlacementSpec& spec) {
  return {{spec.vcpus, spec.vcpu_cores}, {spec.servers, spec.server_cores}};
}

void check_pinned(const Placement& placement, const Spot& spot) {
  const bool follows = placement.servers.mode == PlacementSpec::Servers::same_core ||
                       placement.servers.mode == PlacementSpec::Servers::other_core;
  if (follows && placement.vcpus.mode == PlacementSpec::Vcpus::any)
    spot.at("servers").error(
        "goes by the vcpu's core, and the vcpus are bound to none: vcpus spread, or a list of cores");
}

}  // namespace

Shape<Cores> cores_shape() {
  return config::list_of(config::integer<std::uint32_t>(0, host::max_cores - 1), 1);
}

Shape<PlacementSpec> placement_shape() {
  using Vcpus = PlacementSpec::Vcpus;
  using Servers = PlacementSpec::Servers;
  const Shape<Placement> shape =
      config::record<Placement>("a placement")
          .optional("vcpus", &Placement::vcpus,
                    seats_shape<Vcpus>({{"any", Vcpus::any}, {"spread", Vcpus::spread}}),
                    "any; spread (instance i of all vcpus on core i modulo cores); or a list of cores")
          .optional(
              "servers", &Placement::servers,
              seats_shape<Servers>({{"any", Servers::any},
                                    {"same-core", Servers::same_core},
                                    {"other-core", Servers::other_core}}),
              "any; same-core (as the queue's vcpu); other-core (the next core, modulo); or a list of cores")
          .check(check_pinned);
  return shape.mapped<PlacementSpec>(to_spec, from_spec);
}

}  // namespace kickpath::scenario
