#include "cluster/shard_folder.hpp"

#include <fstream>

#include <catch2/catch.hpp>

#include "cluster/command.hpp"
#include "process/program.hpp"
#include "store/json_lines.hpp"
#include "store/store.hpp"

using namespace kickpath;
using cluster::ShardFolder;
using kickpath::testing::Scratch;
using Indices = std::vector<std::uint64_t>;

namespace {

store::RunRecord run(const std::string& key) { return {key, "{}", 1, 0, store::State::done, "{}"}; }

void write(const std::filesystem::path& path, const std::string& text) { std::ofstream(path) << text; }

}  // namespace

TEST_CASE("Shards part the runs among them, each run to one") {
  const Scratch scratch;
  const ShardFolder folder(scratch.path("a.sqlite"));
  folder.write_todo({5, 6, 7, 9, 11});
  CHECK(cluster::shard_of(folder.todo(), 1, 2) == Indices{5, 7, 11});
  CHECK(cluster::shard_of(folder.todo(), 2, 2) == Indices{6, 9});
  CHECK(cluster::shard_of(folder.todo(), 7, 7).empty());
  CHECK_THROWS(cluster::shard_of(scratch.path("none"), 1, 1));
  CHECK_THROWS(cluster::shard_of(scratch.write("text", "1\nx\n"), 1, 1));
}

TEST_CASE("A job is remembered until it is forgotten") {
  const Scratch scratch;
  CHECK(!ShardFolder(scratch.path("a.sqlite")).job());
  ShardFolder(scratch.path("a.sqlite")).remember_job("17");
  CHECK(ShardFolder(scratch.path("a.sqlite")).job() == "17");
  ShardFolder(scratch.path("a.sqlite")).forget_job();
  CHECK(!ShardFolder(scratch.path("a.sqlite")).job());
}

TEST_CASE("A merge takes every run once, of all attempts, and drops a torn tail") {
  const Scratch scratch;
  const std::string path = scratch.path("a.sqlite");
  const ShardFolder folder(path);
  write(folder.path() / "shard-1.17.0.jsonl",
        to_line(run("a")) + to_line(run("b")) + to_line(run("c")).substr(0, 9));
  write(folder.path() / "shard-1.17.1.jsonl", to_line(run("a")) + to_line(run("d")));
  write(folder.path() / "shard-1.log", "nothing of it");
  CHECK(folder.count_lines() == 4);
  store::Store store(path);
  folder.merge_into(store);
  folder.merge_into(store);
  CHECK(store.states().size() == 3);
  CHECK(!store.find("c"));
  folder.remove_runs();
  CHECK(folder.count_lines() == 0);
}

TEST_CASE("A program that is not there, or fails, is told with what it said") {
  CHECK(cluster::output_of("echo", {"a b", "c"}) == "a b c");
  CHECK_THROWS_AS(cluster::output_of("no-such-program-1", {}), cluster::CommandMissing);
  try {
    cluster::output_of("sh", {"-c", "echo nothing; echo why >&2; exit 4"});
    FAIL("ended with 0");
  } catch (const cluster::CommandFailed& failed) {
    CHECK(std::string{failed.what()} == "sh ended with exit code 4: why");
  }
}
