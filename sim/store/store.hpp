#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/run_sink.hpp"

/// The runs of sweeps in one file (SQLite), which stays whole whenever its writer is killed.
namespace kickpath::store {

/// The file is no store, of another version, or corrupt: "a.sqlite: ...".
struct BadStore : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// It could not be opened, read or written (a full disk, say, or another process that writes it). What was
/// committed stays readable.
struct StoreFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Store final : public RunSink {
 public:
  /// Opens a store, or begins one where there is no file, or one whose writer was killed before it wrote
  /// anything. One process at a time. Throws BadStore and StoreFailed, as all members do.
  explicit Store(const std::string& path);
  ~Store() override;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  void put(const RunRecord& run) override;
  void commit() override;

  std::optional<RunRecord> find(std::string_view key);

  std::unordered_map<std::string, State> states() override;

  /// All runs in the order of their keys: what a store says, whatever the order in which it was written.
  void for_each(const std::function<void(const RunRecord&)>& visit);

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace kickpath::store
