#include "workers/run_tasks.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "workers/usable_cores.hpp"

using namespace kickpath::workers;

namespace {

Task says(const std::string& text) {
  return {text, [text] { return text; }};
}

Task sleeps(const std::string& name) {
  return {name, [] {
            ::pause();
            return std::string{};
          }};
}

std::string failure_of(const std::vector<Task>& tasks, unsigned jobs = 2) {
  try {
    run_tasks(tasks, {jobs});
  } catch (const TaskFailed& failed) {
    return failed.what();
  }
  return "";
}

/// No child is left, neither alive nor as a zombie.
bool is_childless() { return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

}  // namespace

TEST_CASE("Results come in the order of the tasks, whatever the number of jobs") {
  std::vector<Task> tasks;
  std::vector<std::string> expected;
  for (int i = 0; i < 20; ++i) {
    // The first ones take longest.
    tasks.push_back({std::to_string(i), [i] {
                       ::usleep(static_cast<useconds_t>(1'000 * (20 - i)));
                       return std::to_string(i * i);
                     }});
    expected.push_back(std::to_string(i * i));
  }
  for (const unsigned jobs : {1u, 2u, 7u, 100u}) {
    CHECK(run_tasks(tasks, {jobs}) == expected);
    CHECK(is_childless());
  }
}

TEST_CASE("No tasks are done at once") { CHECK(run_tasks({}, {2}).empty()); }

TEST_CASE("A result may be empty, hold any byte, and be larger than a pipe") {
  std::string bytes;
  for (int i = 0; i < 3'000'000; ++i) bytes += static_cast<char>(i * 7);
  const auto results = run_tasks({says(""), {"large", [&] { return bytes; }}}, {2});
  CHECK(results[0].empty());
  CHECK(results[1] == bytes);
}

TEST_CASE("Each task has a process of its own, and its changes stay there") {
  int counter = 0;
  const auto count = [&] { return std::to_string(++counter) + " in " + std::to_string(::getpid()); };
  const auto results = run_tasks({{"a", count}, {"b", count}}, {1});
  CHECK(counter == 0);
  CHECK(results[0].starts_with("1 in "));
  CHECK(results[1].starts_with("1 in "));
  CHECK(results[0] != results[1]);
}

TEST_CASE("At most so many tasks run at a time") {
  // Each task holds the lock of a job while it runs; with one job nobody ever finds it held.
  std::array<int, 2> pipe{};
  REQUIRE(::pipe2(pipe.data(), O_NONBLOCK) == 0);
  const auto note = [&] {
    char token = 'x';
    if (::write(pipe[1], &token, 1) != 1) return std::string{"full"};
    ::usleep(10'000);
    int held = 0;
    std::array<char, 16> tokens{};
    held = static_cast<int>(::read(pipe[0], tokens.data(), tokens.size()));
    return std::to_string(held);
  };
  for (const std::string& held : run_tasks({{"a", note}, {"b", note}, {"c", note}}, {1})) CHECK(held == "1");
  ::close(pipe[0]), ::close(pipe[1]);
}

TEST_CASE("What a task throws is told with its name, and ends the others") {
  const Task throws{"row b", []() -> std::string { throw std::runtime_error("no such core"); }};
  CHECK(failure_of({sleeps("row a"), throws, sleeps("row c")}) == "row b: no such core");
  CHECK(is_childless());
}

TEST_CASE("A crash is told with the task's name and the signal") {
  const Task crashes{"row b", [] {
                       ::raise(SIGKILL);
                       return std::string{};
                     }};
  CHECK(failure_of({sleeps("row a"), crashes}) == "row b: killed by signal 9 (Killed)");
  CHECK(is_childless());
}

TEST_CASE("A task that ends its process without a result is told, even with exit code 0") {
  for (const int code : {0, 3}) {
    const Task exits{"row", [code]() -> std::string { ::_exit(code); }};
    CHECK(failure_of({exits}) ==
          "row: ended with exit code " + std::to_string(code) + " and without a result");
  }
}

TEST_CASE("Who waits can end it all: no child is left") {
  struct Stop {};
  TaskOptions options{2};
  options.on_wait = [] { throw Stop{}; };
  const auto begun = std::chrono::steady_clock::now();
  CHECK_THROWS_AS(run_tasks({sleeps("a"), sleeps("b"), sleeps("c")}, options), Stop);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(10));
  CHECK(is_childless());
}

TEST_CASE("A task is told as done once, with its bytes") {
  std::set<std::pair<std::size_t, std::string>> done;
  TaskOptions options{3};
  options.on_done = [&](std::size_t index, const std::string& bytes) { done.emplace(index, bytes); };
  run_tasks({says("a"), says("b"), says("c"), says("d")}, options);
  CHECK(done == std::set<std::pair<std::size_t, std::string>>{{0, "a"}, {1, "b"}, {2, "c"}, {3, "d"}});
}

TEST_CASE("When the caller is killed, its tasks die too") {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const pid_t caller = ::fork();
  if (caller == 0) {
    ::close(pipe[0]);
    TaskOptions options{2};
    options.on_wait = [] { ::raise(SIGKILL); };
    run_tasks({sleeps("a"), sleeps("b")}, options);
    ::_exit(0);
  }
  ::close(pipe[1]);
  ::waitpid(caller, nullptr, 0);
  // The children hold the other end: it is closed when the last of them is gone.
  char nothing{};
  CHECK(::read(pipe[0], &nothing, 1) == 0);
  ::close(pipe[0]);
}

TEST_CASE("There is a core to run on") { CHECK(usable_cores() >= 1); }
