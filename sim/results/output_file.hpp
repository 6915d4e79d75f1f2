#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

/// Output that is there whole or not at all: written aside, flushed to disk, then renamed over the old file.
namespace kickpath::results {

/// Says path and reason: "out/r.json: cannot open: Permission denied".
struct OutputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class OutputFile {
 public:
  /// `-` is stdout. Opens at once, so a path that cannot be written is known before the run and not after it.
  /// The temporary is PATH.tmp.PID, in the same folder, because a rename cannot cross file systems. A
  /// symbolic link is followed; devices and pipes (`/dev/null`) are written in place.
  explicit OutputFile(const std::string& path);

  /// Without commit() the temporary goes and the old file stays.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view text);

  /// Makes what was written visible under the path; call once, last.
  void commit();

 private:
  void open_aside();
  void open_in_place();
  void close();
  [[noreturn]] void fail(const char* what, int error) const;

  std::string shown_path_;
  std::filesystem::path target_;
  std::filesystem::path temporary_;  ///< empty where there is none (any more)
  int fd_ = -1;
  bool owns_fd_ = false;
};

/// All of the above for a text that is ready.
void write_output(const std::string& path, std::string_view text);

}  // namespace kickpath::results
