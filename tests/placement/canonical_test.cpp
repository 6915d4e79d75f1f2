#include "placement/canonical.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include <catch2/catch.hpp>

#include "host/topology.hpp"

using namespace kickpath;
using placement::all_canonical;
using placement::Block;
using placement::Blocks;
using placement::Cores;
using placement::CoreSymmetry;

namespace {

constexpr std::size_t no_limit = 1'000'000;

host::HostSpec flat(std::uint32_t cores) {
  host::HostSpec host;
  host.cores = cores;
  return host;
}

host::HostSpec host_of(std::uint32_t sockets, std::uint32_t cores, std::uint32_t threads,
                       std::vector<double> speed = {}) {
  host::HostSpec host;
  host.topology = host::TopologySpec{sockets, cores, threads, 0.625, std::move(speed), {}};
  host.cores = host.topology->logical_cores();
  return host;
}

/// Stirling's number of the second kind: ways to part n things into k sets.
std::size_t stirling(std::size_t n, std::size_t k) {
  if (k == 0) return n == 0;
  if (n == 0) return 0;
  return k * stirling(n - 1, k) + stirling(n - 1, k - 1);
}

std::size_t partitions_into_at_most(std::size_t n, std::size_t sets) {
  std::size_t sum = 0;
  for (std::size_t k = 0; k <= sets; ++k) sum += stirling(n, k);
  return sum;
}

/// Ways to write n as a sum of at most `parts` numbers, without order.
std::size_t sums(std::size_t n, std::size_t parts) {
  if (n == 0) return 1;
  if (parts == 0) return 0;
  return sums(n, parts - 1) + (n >= parts ? sums(n - parts, parts) : 0);
}

Blocks different_vms(std::uint32_t vms, std::uint32_t seats) {
  Blocks blocks;
  for (std::uint32_t i = 0; i < vms; ++i) blocks.push_back({i, seats});
  return blocks;
}

Blocks equal_vms(std::uint32_t vms, std::uint32_t seats) { return Blocks(vms, Block{0, seats}); }

std::size_t count(const Blocks& blocks, const CoreSymmetry& symmetry) {
  return all_canonical(blocks, symmetry, no_limit)->size();
}

double speed_of(const host::HostSpec& host, std::uint32_t core) {
  const host::Topology topology(*host.topology);
  const auto& speed = host.topology->speed;
  return speed.empty() ? 1 : speed[topology.physical_core_of(CoreId{core}) % speed.size()];
}

/// Every permutation of the cores that leaves all distances and speeds as they are, tried one by one.
std::vector<Cores> exchanges(const host::HostSpec& host) {
  const host::Topology topology(*host.topology);
  Cores to(host.cores);
  std::iota(to.begin(), to.end(), 0u);
  std::vector<Cores> good;
  do {
    bool keeps = true;
    for (std::uint32_t a = 0; a < host.cores && keeps; ++a) {
      keeps = speed_of(host, a) == speed_of(host, to[a]);
      for (std::uint32_t b = 0; b < a && keeps; ++b)
        keeps = topology.between(CoreId{a}, CoreId{b}) == topology.between(CoreId{to[a]}, CoreId{to[b]});
    }
    if (keeps) good.push_back(to);
  } while (std::next_permutation(to.begin(), to.end()));
  return good;
}

/// All lists of cores for equal VMs, each put into its class by trying every exchange of cores and VMs.
std::size_t classes_by_hand(std::uint32_t vms, std::uint32_t seats, const host::HostSpec& host) {
  std::set<std::vector<Cores>> classes;
  const std::vector<Cores> good = exchanges(host);
  std::size_t lists = 1;
  for (std::uint32_t i = 0; i < vms * seats; ++i) lists *= host.cores;
  for (std::size_t number = 0; number < lists; ++number) {
    std::vector<Cores> best;
    for (const Cores& to : good) {
      std::vector<Cores> changed;
      std::size_t rest = number;
      for (std::uint32_t vm = 0; vm < vms; ++vm) {
        changed.emplace_back();
        for (std::uint32_t s = 0; s < seats; ++s, rest /= host.cores)
          changed.back().push_back(to[rest % host.cores]);
      }
      std::sort(changed.begin(), changed.end());  // exchanges of VMs
      if (best.empty() || changed < best) best = changed;
    }
    classes.insert(best);
  }
  return classes.size();
}

}  // namespace

TEST_CASE("Different threads on equal cores are parted into sets: Stirling's numbers") {
  // 2 VMs with a vcpu and a server: S(4,1) + S(4,2) = 1 + 7; on 4 cores Bell(4) = 15
  CHECK(count(different_vms(2, 2), {flat(2), {}}) == 8);
  CHECK(count(different_vms(2, 2), {flat(4), {}}) == 15);
  for (std::uint32_t cores = 1; cores <= 6; ++cores)
    for (std::uint32_t vms = 1; vms <= 3; ++vms) {
      INFO(cores << " cores, " << vms << " VMs");
      CHECK(count(different_vms(vms, 2), {flat(cores), {}}) == partitions_into_at_most(2 * vms, cores));
    }
}

TEST_CASE("Equal VMs of one thread on equal cores are sums without order") {
  CHECK(sums(4, 2) == 3);  // 4, 3 + 1, 2 + 2
  for (std::uint32_t cores = 1; cores <= 6; ++cores)
    for (std::uint32_t vms = 1; vms <= 9; ++vms) {
      INFO(cores << " cores, " << vms << " VMs");
      CHECK(count(equal_vms(vms, 1), {flat(cores), {}}) == sums(vms, cores));
    }
  CHECK(count(equal_vms(16, 1), {flat(16), {}}) == 231);  // partitions of 16 (OEIS A000041)
}

TEST_CASE("Equal VMs of two threads are as many as trying every exchange finds") {
  for (const auto& [vms, cores] : std::vector<std::pair<std::uint32_t, std::uint32_t>>{
           {1, 2}, {2, 2}, {4, 2}, {5, 2}, {2, 3}, {3, 3}, {4, 3}, {2, 4}, {3, 4}}) {
    INFO(vms << " VMs, " << cores << " cores");
    CHECK(count(equal_vms(vms, 2), {flat(cores), {}}) == classes_by_hand(vms, 2, host_of(1, cores, 1)));
  }
}

TEST_CASE("Of threads, cores of other speeds and sockets only equal ones are exchanged") {
  for (const host::HostSpec& host :
       {host_of(1, 2, 2), host_of(2, 2, 1), host_of(1, 4, 1, {1, 0.5}), host_of(2, 2, 1, {1, 0.5}),
        host_of(2, 2, 1, {1, 1, 0.5, 0.5}), host_of(1, 3, 1, {1, 0.5, 0.5})}) {
    INFO(host.topology->sockets << " sockets, " << host.topology->cores << " cores, "
                                << host.topology->threads << " threads");
    CHECK(count(equal_vms(3, 2), {host, {}}) == classes_by_hand(3, 2, host));
  }
  CHECK(count(equal_vms(2, 2), {host_of(2, 2, 2), {}}) == classes_by_hand(2, 2, host_of(2, 2, 2)));
}

TEST_CASE("A thread has a sibling, a core of its socket and a far one to differ from") {
  // two threads of one VM on 2 sockets of 2 cores of 2: together, siblings, near, far
  CHECK(*all_canonical(equal_vms(1, 2), {host_of(2, 2, 2), {}}, no_limit) ==
        std::vector<Cores>{{0, 0}, {0, 1}, {0, 2}, {0, 4}});
}

TEST_CASE("What is bound to a core for good makes it another one") {
  const CoreSymmetry marked(flat(3), {"hog", "", ""});
  // one thread: with the hog, or not
  CHECK(count(equal_vms(1, 1), marked) == 2);
  CHECK(count(equal_vms(1, 1), {flat(3), {"hog", "hog", "hog"}}) == 1);
  CHECK(count(equal_vms(1, 1), CoreSymmetry::none(flat(3))) == 3);
}

TEST_CASE("A canonical placement is its own") {
  const CoreSymmetry symmetry(flat(4), {});
  const Blocks blocks = equal_vms(4, 2);
  const auto all = all_canonical(blocks, symmetry, no_limit);
  for (const Cores& cores : *all) CHECK(canonical(cores, blocks, symmetry) == cores);
  CHECK(std::is_sorted(all->begin(), all->end()));
}

TEST_CASE("More than a limit is not counted to its end") {
  CHECK(all_canonical(different_vms(2, 2), {flat(4), {}}, 15));
  CHECK(!all_canonical(different_vms(2, 2), {flat(4), {}}, 14));
  CHECK(!all_canonical(equal_vms(64, 2), {flat(64), {}}, 10'000));
}
