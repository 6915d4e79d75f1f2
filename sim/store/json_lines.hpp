#pragma once
#include <functional>
#include <string>
#include <unordered_map>

#include "store/run_sink.hpp"

/// Runs as JSON Lines: what a shard of a sweep appends to a file of its own, without a lock or shared memory,
/// so that any file system will do.
namespace kickpath::store {

/// One line, with its end.
std::string to_line(const RunRecord& run);

/// The runs of a file, in its order. A last line that is torn (its writer was killed) is none. Throws
/// BadStore
/// ("a.jsonl:3: is no run") for any other line that is none, and StoreFailed if the file cannot be read.
void read_lines(const std::string& path, const std::function<void(const RunRecord&)>& visit);

class JsonLines final : public RunSink {
 public:
  /// Opens a file to append, or makes one; a torn last line is cut off.
  explicit JsonLines(const std::string& path);
  ~JsonLines() override;
  JsonLines(const JsonLines&) = delete;
  JsonLines& operator=(const JsonLines&) = delete;

  std::unordered_map<std::string, State> states() override { return states_; }
  void put(const RunRecord& run) override;
  void commit() override;

 private:
  [[noreturn]] void fail(const char* what) const;

  std::string path_;
  int file_ = -1;
  std::string batch_;
  std::unordered_map<std::string, State> states_;
};

}  // namespace kickpath::store
