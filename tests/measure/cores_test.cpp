#include "measure/cores.hpp"

#include <filesystem>
#include <fstream>
#include <vector>

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::measure;
namespace fs = std::filesystem;

namespace {

/// A host whose core 0 has `siblings`.
struct Host {
  explicit Host(const std::string& siblings) {
    std::string name = (fs::temp_directory_path() / "kickpath-cores-XXXXXX").string();
    root = ::mkdtemp(name.data());
    const fs::path folder = root / "sys/devices/system/cpu/cpu0/topology";
    fs::create_directories(folder);
    std::ofstream(folder / "thread_siblings_list") << siblings;
  }
  ~Host() { fs::remove_all(root); }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  fs::path root;
};

Cores choose(const std::vector<CoreId>& allowed, const std::string& siblings) {
  const Host host(siblings);
  return choose_cores(allowed, hostfacts::HostFiles(host.root));
}

}  // namespace

TEST_CASE("One core has no other") {
  const Cores cores = choose({{0}}, "0\n");
  CHECK(cores.home == CoreId{0});
  CHECK(!cores.other);
}

TEST_CASE("The other core is no sibling if it can be helped") {
  const Cores cores = choose({{0}, {1}, {2}, {3}}, "0-1\n");
  CHECK(cores.other == CoreId{2});
  CHECK(!cores.are_siblings);
}

TEST_CASE("A sibling is better than no other core, and is told") {
  const Cores cores = choose({{0}, {4}, {5}}, "0,4-5\n");
  CHECK(cores.other == CoreId{4});
  CHECK(cores.are_siblings);
}

TEST_CASE("Where the topology is unknown the second core will do") {
  const Cores cores = choose({{0}, {7}}, "?");
  CHECK(cores.other == CoreId{7});
  CHECK(!cores.are_siblings);
}
