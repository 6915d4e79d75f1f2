#include "workers/run_each.hpp"

#include <csignal>
#include <map>
#include <set>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using namespace kickpath::workers;

namespace {

std::map<std::size_t, Ending> endings_of(const std::vector<Task>& tasks, unsigned jobs,
                                         std::size_t per_process = 1) {
  std::size_t next = 0;
  std::map<std::size_t, Ending> endings;
  EachOptions options{jobs, per_process, tasks.size()};
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
  for (const auto& [jobs, per_process] :
       {std::pair{1u, 1u}, std::pair{3u, 1u}, std::pair{1u, 5u}, std::pair{2u, 2u}}) {
    CHECK(endings_of(tasks, jobs, per_process) ==
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

TEST_CASE("A process takes several tasks, fewer towards the end, and each ends by itself") {
  const Task tells_process{"t", [] { return std::to_string(::getpid()); }};
  std::map<std::string, std::size_t> tasks_of;
  for (const auto& [index, ending] : endings_of(std::vector<Task>(20, tells_process), 1, 8))
    ++tasks_of[ending.text];
  std::multiset<std::size_t> sizes;
  for (const auto& [process, count] : tasks_of) sizes.insert(count);
  // Half of what is left for the one job, at most 8: of 20 8, of 12 6, of 6 3, of 3 1, of 2 1, of 1 1.
  CHECK(sizes == std::multiset<std::size_t>{1, 1, 1, 3, 6, 8});
}

TEST_CASE("What a process had not begun when it died is begun in another, once") {
  std::vector<Task> tasks;
  for (int i = 0; i < 16; ++i)
    tasks.push_back({"t", [i] {
                       if (i == 2 || i == 3) ::raise(SIGKILL);
                       return std::to_string(i);
                     }});
  const auto endings = endings_of(tasks, 1, 8);
  REQUIRE(endings.size() == 16);
  for (std::size_t i = 0; i < 16; ++i) {
    const bool has_died = i == 2 || i == 3;
    CHECK(endings.at(i).kind == (has_died ? Ending::Kind::died : Ending::Kind::done));
    if (!has_died) CHECK(endings.at(i).text == std::to_string(i));
  }
  CHECK(is_childless());
}

TEST_CASE("Results larger than a pipe come back from one process, in whatever pieces") {
  std::vector<Task> tasks;
  for (std::size_t i = 0; i < 8; ++i)
    tasks.push_back({"t", [i] { return std::string(i * 100'000, static_cast<char>('a' + i)); }});
  const auto endings = endings_of(tasks, 2, 4);
  for (std::size_t i = 0; i < 8; ++i)
    CHECK(endings.at(i).text == std::string(i * 100'000, static_cast<char>('a' + i)));
}
