#include "results/output_file.hpp"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

namespace fs = std::filesystem;
using namespace kickpath::results;
using Catch::Contains;

namespace {

/// A folder of its own, gone with the test.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "kickpath-output-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return (path / name).string(); }
  auto entries() const { return std::distance(fs::directory_iterator(path), fs::directory_iterator()); }
};

std::string content(const std::string& path) {
  std::ifstream stream(path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Files may not grow beyond `bytes` while this lives: a disk that is full, without one.
struct FullDisk {
  explicit FullDisk(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before);
    handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{bytes, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  rlimit before{};
  void (*handler)(int) = nullptr;
};

}  // namespace

TEST_CASE("What was written is there after the commit, alone") {
  const Folder folder;
  write_output(folder.file("r.json"), "new");
  CHECK(content(folder.file("r.json")) == "new");
  CHECK(folder.entries() == 1);
}

TEST_CASE("Until the commit the old file is whole, after it the new one is") {
  const Folder folder;
  const std::string path = folder.file("r.json");
  write_output(path, "old");
  OutputFile file(path);
  file.write("new ");
  file.write("text");
  CHECK(content(path) == "old");
  CHECK(folder.entries() == 2);
  file.commit();
  CHECK(content(path) == "new text");
  CHECK(folder.entries() == 1);
}

TEST_CASE("A reader that opened the old file goes on reading it") {
  const Folder folder;
  const std::string path = folder.file("r.json");
  write_output(path, "old");
  std::ifstream reader(path);
  write_output(path, "new, and longer");
  CHECK(std::string(std::istreambuf_iterator<char>(reader), {}) == "old");
}

TEST_CASE("A run that stops before the commit leaves the old file and no other") {
  const Folder folder;
  const std::string path = folder.file("r.json");
  write_output(path, "old");
  { OutputFile(path).write("half of the n"); }
  CHECK(content(path) == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("A write that fails says path and reason and leaves the old file intact") {
  const Folder folder;
  const std::string path = folder.file("r.json");
  write_output(path, "old");
  {
    const FullDisk limit(1'000);
    CHECK_NOTHROW(OutputFile(path).write(std::string(1'000, 'x')));
    CHECK_THROWS_WITH(OutputFile(path).write(std::string(1'001, 'x')),
                      Contains(path) && Contains("File too large"));
  }
  CHECK(content(path) == "old");
  CHECK(folder.entries() == 1);
}

TEST_CASE("A path that cannot be written is refused at once") {
  const Folder folder;
  const std::string missing = folder.file("no/such/r.json");
  CHECK_THROWS_WITH(OutputFile(missing), Contains(missing) && Contains("No such file or directory"));
  CHECK_THROWS_WITH(OutputFile(folder.path.string()), Contains("Is a directory"));
}

TEST_CASE("Symbolic links and permissions outlive the replacement") {
  const Folder folder;
  write_output(folder.file("real.json"), "old");
  fs::permissions(folder.file("real.json"), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("real.json", folder.file("link.json"));
  write_output(folder.file("link.json"), "new");
  CHECK(fs::is_symlink(folder.file("link.json")));
  CHECK(content(folder.file("real.json")) == "new");
  CHECK(fs::status(folder.file("real.json")).permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("A device is written in place") {
  CHECK_NOTHROW(write_output("/dev/null", "gone"));
  CHECK(fs::is_character_file("/dev/null"));
  CHECK_THROWS_WITH(write_output("/dev/full", "x"),
                    Contains("/dev/full") && Contains("No space left on device"));
}

TEST_CASE("A dash is stdout") {
  const Folder folder;
  const std::string path = folder.file("stdout");
  const int saved = ::dup(STDOUT_FILENO);
  REQUIRE(std::freopen(path.c_str(), "w", stdout) != nullptr);
  write_output("-", "to a program");
  std::fflush(stdout);
  ::dup2(saved, STDOUT_FILENO);
  ::close(saved);
  CHECK(content(path) == "to a program");
}
