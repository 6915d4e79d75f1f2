#pragma once
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>

#include "tracefs/instance.hpp"

namespace kickpath::tracefs::testing {

/// A root with a tracefs whose instances have files as a kernel's have, as soon as they are made.
class FakeTracefs {
 public:
  FakeTracefs() : root_((std::filesystem::temp_directory_path() / "kickpath-trace-XXXXXX").string()) {
    if (mkdtemp(root_.data()) == nullptr) throw std::runtime_error("no scratch folder");
    std::filesystem::create_directories(tracing() / "instances");
  }
  ~FakeTracefs() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  FakeTracefs(const FakeTracefs&) = delete;
  FakeTracefs& operator=(const FakeTracefs&) = delete;

  std::filesystem::path root() const { return root_; }
  std::filesystem::path tracing() const { return std::filesystem::path(root_) / "sys/kernel/tracing"; }
  std::filesystem::path in(const std::string& instance, const std::string& file) const {
    return tracing() / "instances" / instance / file;
  }

  /// What a new instance holds.
  std::map<std::string, std::string> files{{"tracing_on", "1"},
                                           {"trace_clock", "[local] global mono x86-tsc"},
                                           {"tracing_cpumask", "3"},
                                           {"per_cpu/cpu0/buffer_size_kb", "1410"},
                                           {"per_cpu/cpu1/buffer_size_kb", "1410"},
                                           {"events/kvm/kvm_pio/enable", "0"},
                                           {"trace", ""}};

  Folders folders() const {
    return {[this](const std::filesystem::path& folder) {
              if (!std::filesystem::create_directory(folder)) return errno = EEXIST, false;
              for (const auto& [name, text] : files) {
                std::filesystem::create_directories((folder / name).parent_path());
                std::ofstream(folder / name) << text;
              }
              return true;
            },
            [](const std::filesystem::path& folder) { return std::filesystem::remove_all(folder) > 0; }};
  }

 private:
  std::string root_;
};

inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace kickpath::tracefs::testing
