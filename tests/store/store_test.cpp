#include "store/store.hpp"

#include <csignal>
#include <fstream>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <catch2/catch.hpp>

#include "process/program.hpp"

using namespace kickpath::store;
using kickpath::testing::read_text;
using kickpath::testing::Scratch;

namespace {

RunRecord run(const std::string& key, State state = State::done, const std::string& text = "{}") {
  return {key, "{\"vms[0].count\": 2}", 18'446'744'073'709'551'615u, 3, state, text};
}

std::vector<RunRecord> all(Store& store) {
  std::vector<RunRecord> runs;
  store.for_each([&](const RunRecord& record) { runs.push_back(record); });
  return runs;
}

void execute(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

std::string refusal(const std::string& path) {
  try {
    Store store(path);
  } catch (const BadStore& bad) {
    return bad.what();
  }
  return "";
}

/// In a process of its own, which SIGKILL ends at the end of `work`.
template <class F>
void killed_after(const F& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::raise(SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
}

}  // namespace

TEST_CASE("What is put is found again, in the order of the keys") {
  const Scratch scratch;
  const std::string path = scratch.path("a.sqlite");
  {
    Store store(path);
    store.put(run("b"));
    store.put(run("a", State::failed, "no such core"));
    store.commit();
  }
  Store store(path);
  CHECK(all(store) == std::vector<RunRecord>{run("a", State::failed, "no such core"), run("b")});
  CHECK(store.find("b") == run("b"));
  CHECK(!store.find("c"));
  CHECK(store.states() == std::unordered_map<std::string, State>{{"a", State::failed}, {"b", State::done}});
}

TEST_CASE("A run is never overwritten, but one that died") {
  const Scratch scratch;
  Store store(scratch.path("a.sqlite"));
  store.put(run("done", State::done, "1"));
  store.put(run("failed", State::failed, "1"));
  store.put(run("died", State::died, "1"));
  for (const char* key : {"done", "failed", "died"}) store.put(run(key, State::done, "2"));
  store.commit();
  CHECK(store.find("done")->text == "1");
  CHECK(store.find("failed")->text == "1");
  CHECK(store.find("died") == run("died", State::done, "2"));
}

TEST_CASE("A killed writer loses what it did not commit, and nothing else") {
  const Scratch scratch;
  const std::string path = scratch.path("a.sqlite");
  killed_after([&] {
    Store store(path);
    store.put(run("a"));
    store.commit();
    store.put(run("b"));
  });
  Store store(path);
  CHECK(all(store) == std::vector<RunRecord>{run("a")});
}

TEST_CASE("A file of 0 bytes, which a killed writer may leave, is an empty store") {
  const Scratch scratch;
  Store store(scratch.write("a.sqlite", ""));
  CHECK(all(store).empty());
}

TEST_CASE("One process at a time") {
  const Scratch scratch;
  Store store(scratch.path("a.sqlite"));
  store.put(run("a"));
  store.commit();
  try {
    Store other(scratch.path("a.sqlite"));
    FAIL("two writers");
  } catch (const StoreFailed& failed) {
    CHECK(std::string{failed.what()}.ends_with("another process uses the store"));
  }
}

TEST_CASE("What is no store is refused and left as it is") {
  const Scratch scratch;
  const std::string text(5'000, 'x');
  const std::string path = scratch.write("a.txt", text);
  CHECK(refusal(path).starts_with(path + ": is no store: "));
  CHECK(read_text(path) == text);
  const std::string other = scratch.path("other.sqlite");
  execute(other, "CREATE TABLE t(a); INSERT INTO t VALUES(1)");
  CHECK(refusal(other) == other + ": is no store but an SQLite database of something else");
}

TEST_CASE("A store of another version is refused") {
  const Scratch scratch;
  const std::string path = scratch.path("a.sqlite");
  { Store store(path); }
  execute(path, "PRAGMA user_version = 2");
  CHECK(refusal(path) == path + ": is a store of version 2, and this kickpath reads version 1");
}

TEST_CASE("A corrupt store is refused") {
  const Scratch scratch;
  const std::string path = scratch.path("a.sqlite");
  {
    Store store(path);
    for (int i = 0; i < 500; ++i)
      store.put(run("key" + std::to_string(i), State::done, std::string(1'000, 'x')));
    store.commit();
  }
  // Pages of 4 KiB: all but the first three, which hold the header and the roots, become nonsense.
  const std::size_t size = read_text(path).size();
  REQUIRE(size > 100'000);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(12'288);
  file << std::string(size - 12'288, '\x55');
  file.close();
  CHECK(refusal(path).starts_with(path + ": the store is corrupt: "));
}

TEST_CASE("When the disk is full the writer is told, and what was committed stays") {
  const Scratch scratch;
  const std::string path = scratch.path("a.sqlite");
  const pid_t child = ::fork();
  if (child == 0) {
    // A file of 200 KB and no more stands for the disk.
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{200'000, 200'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int committed = 0;
    try {
      Store store(path);
      for (;; ++committed) {
        store.put(run("key" + std::to_string(committed), State::done, std::string(10'000, 'x')));
        store.commit();
      }
    } catch (const StoreFailed&) {
      ::_exit(committed);
    }
    ::_exit(255);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFEXITED(status));
  const int committed = WEXITSTATUS(status);
  CHECK(committed > 5);
  CHECK(committed < 25);
  Store store(path);
  CHECK(store.states().size() == static_cast<std::size_t>(committed));
}

TEST_CASE("What was stored can be read where nothing can be written any more") {
  const Scratch scratch;
  const std::string path = scratch.path("a.sqlite");
  killed_after([&] {
    Store store(path);
    store.put(run("a"));
    store.commit();
  });
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{0, 0};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    Store store(path);
    ::_exit(store.find("a") == run("a") ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
}

TEST_CASE("A store that cannot be opened is told") {
  CHECK_THROWS_AS(Store("/no/such/folder/a.sqlite"), StoreFailed);
}
