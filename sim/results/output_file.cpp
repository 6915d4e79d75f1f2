#include "results/output_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace kickpath::results {
namespace fs = std::filesystem;

OutputFile::OutputFile(const std::string& path) : shown_path_(path == "-" ? "stdout" : path) {
  if (path == "-") {
    fd_ = STDOUT_FILENO;
    return;
  }
  std::error_code ignored;
  target_ = fs::weakly_canonical(path, ignored);
  if (target_.empty()) target_ = path;
  const auto status = fs::status(target_, ignored);
  if (fs::is_directory(status)) fail("cannot open", EISDIR);
  const bool is_special = fs::exists(status) && !fs::is_regular_file(status);
  is_special ? open_in_place() : open_aside();
}

OutputFile::~OutputFile() {
  close();
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::open_aside() {
  const fs::path aside = fmt::format("{}.tmp.{}", target_.string(), ::getpid());
  fd_ = ::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd_ < 0) fail("cannot open", errno);
  owns_fd_ = true;
  temporary_ = aside;
  // A file that was private stays so.
  if (struct stat old{}; ::stat(target_.c_str(), &old) == 0) (void)::fchmod(fd_, old.st_mode & 07777);
}

void OutputFile::open_in_place() {
  fd_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd_ < 0) fail("cannot open", errno);
  owns_fd_ = true;
}

void OutputFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("cannot write", errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::commit() {
  if (temporary_.empty()) return close();
  if (::fsync(fd_) != 0) fail("cannot flush", errno);
  close();
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail("cannot replace", errno);
  temporary_.clear();
}

void OutputFile::close() {
  if (owns_fd_) ::close(fd_);
  owns_fd_ = false;
}

void OutputFile::fail(const char* what, int error) const {
  throw OutputError(fmt::format("{}: {}: {}", shown_path_, what, std::generic_category().message(error)));
}

void write_output(const std::string& path, std::string_view text) {
  OutputFile file(path);
  file.write(text);
  file.commit();
}

}  // namespace kickpath::results
