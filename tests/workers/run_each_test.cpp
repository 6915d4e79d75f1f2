#include "workers/run_each.hpp"

#include <csignal>
#include <map>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <catch2/catch.hpp>

using namespace kickpath::workers;

namespace {

std::map<std::size_t, Ending> endings_of(const std::vector<Task>& tasks, unsigned jobs) {
  std::size_t next = 0;
  std::map<std::size_t, Ending> endings;
  EachOptions options{jobs};
  options.on_end = [&](std::size_t index, const Ending& ending) {
    CHECK(endings.emplace(index, ending).second);
  };
  run_each([&]() { return next < tasks.size() ? std::optional{tasks[next++]} : std::nullopt; }, options);
  return endings;
}

bool is_childless() { return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD; }

}  // namespace

TEST_CASE("A task that fails or dies ends nothing but itself") {
  const std::vector<Task> tasks{{"a", [] { return std::string{"one"}; }},
                                {"b", []() -> std::string { throw std::runtime_error("no such core"); }},
                                {"c", []() -> std::string { ::raise(SIGKILL), ::_exit(0); }},
                                {"d", []() -> std::string { ::_exit(3); }},
                                {"e", [] { return std::string{}; }}};
  for (const unsigned jobs : {1u, 3u}) {
    CHECK(endings_of(tasks, jobs) ==
          std::map<std::size_t, Ending>{
              {0, {Ending::Kind::done, "one"}},
              {1, {Ending::Kind::failed, "no such core"}},
              {2, {Ending::Kind::died, "killed by signal 9 (Killed)"}},
              {3, {Ending::Kind::died, "ended with exit code 3 and without a result"}},
              {4, {Ending::Kind::done, ""}}});
    CHECK(is_childless());
  }
}

TEST_CASE("A task is asked for only when a process is free") {
  std::size_t asked = 0, ended = 0;
  EachOptions options{2};
  options.on_end = [&](std::size_t, const Ending&) { ++ended; };
  const auto next = [&]() -> std::optional<Task> {
    CHECK(asked < ended + 4);  // two run, and two may have ended and not be told yet
    if (++asked > 10) return std::nullopt;
    return Task{"t", [] { return std::string{}; }};
  };
  run_each(next, options);
  CHECK(ended == 10);
  CHECK(asked == 11);  // no task is asked for after there was none
}

TEST_CASE("Who is told an ending can end it all") {
  struct Stop {};
  EachOptions options{2};
  options.on_end = [](std::size_t, const Ending&) { throw Stop{}; };
  std::size_t begun = 0;
  const auto next = [&]() -> std::optional<Task> {
    if (begun++ == 0) return Task{"ends", [] { return std::string{}; }};
    return Task{"sleeps", [] { return ::pause(), std::string{}; }};
  };
  CHECK_THROWS_AS(run_each(next, options), Stop);
  CHECK(is_childless());
}
