#include "cluster/shard_folder.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "results/output_file.hpp"
#include "store/json_lines.hpp"

namespace kickpath::cluster {

namespace fs = std::filesystem;

ShardFolder::ShardFolder(const std::string& store) : path_(fs::absolute(store + ".shards")) {
  fs::create_directories(path_);
}

void ShardFolder::write_todo(const std::vector<std::uint64_t>& runs) const {
  results::OutputFile file(todo().string());
  for (const std::uint64_t run : runs) file.write(fmt::format("{}\n", run));
  file.commit();
}

std::optional<std::string> ShardFolder::job() const {
  std::ifstream in(path_ / "job");
  std::string job;
  return in >> job ? std::optional{job} : std::nullopt;
}

void ShardFolder::remember_job(const std::string& job) const {
  results::write_output((path_ / "job").string(), job + "\n");
}

void ShardFolder::forget_job() const { fs::remove(path_ / "job"); }

std::vector<fs::path> ShardFolder::run_files() const {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path_))
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void ShardFolder::merge_into(store::RunSink& store) const {
  for (const fs::path& file : run_files())
    store::read_lines(file.string(), [&](const store::RunRecord& run) { store.put(run); });
  store.commit();
}

std::uint64_t ShardFolder::count_lines() const {
  std::uint64_t lines = 0;
  for (const fs::path& file : run_files()) {
    std::ifstream in(file, std::ios::binary);
    lines += static_cast<std::uint64_t>(std::count(std::istreambuf_iterator<char>(in), {}, '\n'));
  }
  return lines;
}

void ShardFolder::remove_runs() const {
  for (const fs::path& file : run_files()) fs::remove(file);
}

std::vector<std::uint64_t> shard_of(const fs::path& todo, std::uint32_t shard, std::uint32_t shards) {
  std::ifstream in(todo);
  if (!in) throw std::runtime_error(fmt::format("{}: cannot be read", todo.string()));
  std::vector<std::uint64_t> mine;
  std::uint64_t run = 0;
  for (std::uint64_t i = 0; in >> run; ++i)
    if (i % shards == shard - 1) mine.push_back(run);
  if (!in.eof()) throw std::runtime_error(fmt::format("{}: is no list of runs", todo.string()));
  return mine;
}

}  // namespace kickpath::cluster
