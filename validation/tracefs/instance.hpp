#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// A trace of this kernel, recorded in a tracefs instance: buffers, events and clock of our own, beside
/// whatever others trace (Linux Documentation/trace/ftrace.rst, "Instances").
namespace kickpath::tracefs {

/// This machine lacks what a trace needs, in words for a user: exit code 3.
struct Missing : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// How an instance comes and goes. The kernel fills the folder and empties it; a test does so by itself.
struct Folders {
  std::function<bool(const std::filesystem::path&)> make;    ///< false, with errno
  std::function<bool(const std::filesystem::path&)> remove;  ///< false, with errno
};
Folders kernel_folders();

/// Where this host has tracefs mounted. Throws Missing: where it is not, mounting it is the user's business.
std::filesystem::path mount_point(const std::filesystem::path& root = "/");

/// Nothing is recorded before on(). Gone with this object, however that goes.
class Instance {
 public:
  /// Below a mount of tracefs. Throws Missing.
  Instance(const std::filesystem::path& tracing, const std::string& name, Folders folders = kernel_folders());
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  /// The first of `wanted` that this kernel has. Throws Missing where it has none.
  std::string choose_clock(const std::vector<std::string>& wanted);
  /// Only what these cpus do, with so much memory for each.
  void record_cpus(const std::vector<unsigned>& cpus, std::uint64_t kib_each);
  /// From now on each costs its cpu time, recorded or not. False if this kernel has none of that name.
  bool enable(std::string_view system, std::string_view event);

  void on() { set("tracing_on", "1"); }
  void off() { set("tracing_on", "0"); }

  /// What was recorded, as text; may be read again and again while it is off.
  std::filesystem::path text() const { return folder_ / "trace"; }

 private:
  void set(const std::filesystem::path& file, std::string_view value) const;

  std::filesystem::path folder_;
  Folders folders_;
};

}  // namespace kickpath::tracefs
