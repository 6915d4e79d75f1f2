#include <charconv>
#include <fmt/format.h>
#include <utility>

#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "cli/sweep_options.hpp"
#include "cluster/shard_folder.hpp"
#include "store/json_lines.hpp"
#include "study/sweep.hpp"

namespace kickpath::cli {

namespace {

/// "3/100", or nothing.
std::optional<std::pair<std::uint32_t, std::uint32_t>> parse(const std::string& text) {
  std::uint32_t shard = 0, shards = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, shard);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '/') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, shards);
  if (second.ec != std::errc{} || second.ptr != end || shard < 1 || shard > shards) return std::nullopt;
  return std::pair{shard, shards};
}

}  // namespace

void add_shard_options(CLI::App& verb, ShardOptions& options) {
  // In no help: the job of --cluster calls it.
  verb.add_option("--shard", options.shard, "run shard I/N of --todo, into --lines")->group("");
  verb.add_option("--todo", options.todo, "indices of the runs of all shards")->group("");
  verb.add_option("--lines", options.lines, "file of runs as JSON Lines")->group("");
}

int sweep_shard(const study::Study& study, const ShardOptions& options, unsigned jobs) {
  const auto shard = parse(options.shard);
  if (!shard || options.todo.empty() || options.lines.empty()) {
    fmt::print(stderr, "kickpath: --shard I/N needs 1 <= I <= N, --todo and --lines\n");
    return bad_input;
  }
  study::SweepOptions sweeping{jobs};
  sweeping.only = cluster::shard_of(options.todo, shard->first, shard->second);
  sweeping.progress = [](const study::SweepCount&) { check_interrupted(); };
  const auto runs = read_runs(study);
  if (!runs) return bad_input;
  for (const std::uint64_t run : *sweeping.only) {
    if (run < runs->size()) continue;
    fmt::print(stderr, "kickpath: {}: run {} is none of the study\n", options.todo, run);
    return bad_input;
  }
  store::JsonLines lines(options.lines);
  const study::SweepCount count = study::sweep(study, *runs, lines, sweeping);
  fmt::print(stderr, "shard {}: {} runs, {} failed, {} killed or crashed\n", options.shard, count.wanted,
             count.failed, count.died);
  return done;
}

}  // namespace kickpath::cli
