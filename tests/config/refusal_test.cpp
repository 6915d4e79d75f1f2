// Input that nobody wrote on purpose: every refusal is quick, and none is a crash.
#include <ctime>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <random>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "config/document.hpp"

using namespace kickpath::config;

namespace {

constexpr std::size_t ten_megabytes = 10'000'000;

std::string errors_in(std::string_view text) {
  Errors errors;
  parse_text(text, "t.yaml", errors);
  return errors.format();
}

std::string repeated(const std::string& piece, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() + piece.size() <= bytes) text += piece;
  return text;
}

/// CPU time, because other processes may hold the cores.
template <class Action>
double seconds_of(Action action) {
  const std::clock_t begin = std::clock();
  action();
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// What is quadratic in a megabyte takes minutes; what is linear takes a tenth of this, on a slow machine or
// under AddressSanitizer, which makes allocation about ten times slower.
constexpr double limit_s = 10;

/// A file that is gone after the test.
struct TemporaryFile {
  explicit TemporaryFile(const std::string& text) { std::ofstream{path, std::ios::binary} << text; }
  ~TemporaryFile() { std::filesystem::remove(path); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("kickpath_config_" + std::to_string(getpid()) + ".yaml");
};

}  // namespace

TEST_CASE("Nothing, spaces and comments alone are an empty file") {
  CHECK(errors_in("") == "t.yaml:1:1: file is empty\n");
  CHECK(errors_in("\n  \n") == "t.yaml:1:1: file is empty\n");
  CHECK(errors_in("# only this\n") == "t.yaml:1:1: file is empty\n");
  CHECK(errors_in("---\n") == "t.yaml:1:1: file is empty\n");
}

TEST_CASE("Bytes that no text has are refused where they stand") {
  using namespace std::string_literals;
  CHECK(errors_in("a: 1\nb\0: 2"s) == "t.yaml:2:2: a NUL byte: this is no text\n");
  // yaml-cpp would take byte 4 for the end of the file and drop the rest in silence
  CHECK(errors_in("a: 1\n\x04: 2") == "t.yaml:2:1: control character 0x04: this is no YAML text\n");
  CHECK(errors_in("a: \xff") == "t.yaml:1:4: byte 0xff is not UTF-8\n");
  CHECK(errors_in("a: \xc3") == "t.yaml:1:4: byte 0xc3 is not UTF-8\n");
  CHECK(errors_in("a: \xc0\xaf") == "t.yaml:1:4: byte 0xc0 is not UTF-8\n");      // overlong '/'
  CHECK(errors_in("a: \xed\xa0\x80") == "t.yaml:1:4: byte 0xed is not UTF-8\n");  // a surrogate
  CHECK(errors_in("a: \xf4\x90\x80\x80") == "t.yaml:1:4: byte 0xf4 is not UTF-8\n");
  CHECK(errors_in("a: \xf4\x8f\xbf\xbf").empty());
  CHECK(errors_in("a: 1\rb: 2") == "t.yaml:1:5: a carriage return without a line feed\n");
}

TEST_CASE("Ten megabytes of garbage end soon") {
  std::mt19937 random{GENERATE(1u, 2u, 3u)};
  std::string garbage(ten_megabytes, '\0');
  for (char& c : garbage) c = static_cast<char>(random() & 0xFF);
  CHECK(seconds_of([&] { CHECK(errors_in(garbage) == "t.yaml: larger than 1024 KiB\n"); }) < limit_s);
  CHECK(seconds_of([&] { CHECK_FALSE(errors_in(std::string_view(garbage).substr(0, max_bytes)).empty()); }) <
        limit_s);
}

TEST_CASE("Any piece repeated up to the limit ends soon, without filling the stack") {
  const std::string piece = GENERATE(
      "[", "{", "[[[[\n", "a: {", "{a: ", "[a, ", "- ", "? ", ": ", "\n- ", "a: ", "'", "\"", "&a ", "*a ",
      "!a ", "%a b\n", "|\n", "#", ",", "[],", "a\n", "\t", "]", "}", "---\n", "...\n", "a: b\n", "\\", "@",
      "`", "- - - x\n", "{? ", "&a [", "? - ", "\n\n", " ", "a", "<<: ", "\xC3\xA9");
  CAPTURE(piece);
  const std::size_t bytes = GENERATE(max_bytes, ten_megabytes);
  const std::string text = repeated(piece, bytes);
  CHECK(seconds_of([&] { errors_in(text); }) < limit_s);
}

TEST_CASE("Ever deeper indentation is refused at the limit") {
  std::string text;
  for (std::size_t depth = 0; text.size() + depth + 3 <= max_bytes; ++depth)
    text += std::string(depth, ' ') + "a:\n";
  CHECK(seconds_of([&] {
          CHECK(errors_in(text).find("nested deeper than 64 levels") != std::string::npos);
        }) < limit_s);
}

TEST_CASE("Sixty-four levels are accepted, one more is not") {
  const auto nested = [](std::size_t levels) {
    return fmt::format("{:[<{}}x{:]<{}}", "", levels, "", levels);
  };
  CHECK(errors_in(nested(63)).empty());
  CHECK(errors_in(nested(64)).find("nested deeper than 64 levels") != std::string::npos);
}

TEST_CASE("An alias bomb goes off at the budget, not in memory") {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i)
    text += fmt::format(
        "a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n", i, i - 1);
  // a0 has 11 values, a1 111, a2 1111, a3 11111; a4 reaches 100,000 with its ninth alias
  CHECK(seconds_of([&] {
          CHECK(errors_in(text) ==
                "t.yaml:5:45: a4[7]: more than 100000 values (aliases counted as often as they are used)\n");
        }) < limit_s);
}

TEST_CASE("Aliases cannot build depth either") {
  std::string text = "- &a0 [x]\n";
  for (int i = 1; i < 100; ++i) text += "- &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  CHECK(errors_in(text).find("nested deeper than 64 levels") != std::string::npos);
}

TEST_CASE("A directory, a missing file, a file too large and an endless one are errors of the whole file") {
  const auto errors_of_file = [](const std::filesystem::path& path) {
    Errors errors;
    CHECK_FALSE(load_file(path, errors).root);
    return errors.format();
  };
  CHECK(errors_of_file("/") == "/: is a directory\n");
  CHECK(errors_of_file("/nowhere/a.yaml") == "/nowhere/a.yaml: cannot be read: No such file or directory\n");
  CHECK(errors_of_file("/dev/zero") == "/dev/zero: larger than 1024 KiB\n");
  const TemporaryFile large{std::string(max_bytes + 1, 'x')};
  CHECK(errors_of_file(large.path) == large.path.string() + ": larger than 1024 KiB\n");
}

TEST_CASE("A file of exactly the limit is read") {
  const TemporaryFile full{"a: " + std::string(max_bytes - 3, 'x')};
  Errors errors;
  REQUIRE(load_file(full.path, errors).root);
  CHECK(errors.empty());
}

TEST_CASE("An unreadable file says why") {
  if (geteuid() == 0) {
    WARN("skipped: root may read every file");
    return;
  }
  const TemporaryFile file{"a: 1\n"};
  std::filesystem::permissions(file.path, std::filesystem::perms::none);
  Errors errors;
  load_file(file.path, errors);
  CHECK(errors.format() == file.path.string() + ": cannot be read: Permission denied\n");
}
