#include "tracefiles/vmexit_log.hpp"

#include <fmt/format.h>
#include <map>

#include "config/excerpt.hpp"
#include "tracefiles/line_source.hpp"
#include "tracefiles/numbers.hpp"
#include "tracefiles/open_text.hpp"

namespace kickpath::tracefiles {

namespace {

constexpr std::string_view expected = "no line 'NAME CYCLES' as x86/vmexit.c prints them";

using FileName = std::shared_ptr<const std::string>;

bool is_test_name(std::string_view word) {
  constexpr std::string_view of_names = "abcdefghijklmnopqrstuvwxyz0123456789_+-:";
  return !word.empty() && word[0] >= 'a' && word[0] <= 'z' && !word.ends_with(':') &&
         word.find_first_not_of(of_names) == word.npos;
}

/// "NAME CYCLES", or "  ipi NAME CYCLES" and "  eoi NAME CYCLES" for what a test measured within an
/// iteration.
std::optional<VmexitTest> read_test(std::string_view line) {
  std::string_view rest = line;
  const std::string_view first = take_word(rest);
  const bool is_part = line.starts_with("  ") && (first == "ipi" || first == "eoi");
  const std::string_view name = is_part ? take_word(rest) : first;
  const auto cycles = to_number<std::int64_t>(without_margin(rest));
  if (!cycles || !is_test_name(name)) return std::nullopt;
  return VmexitTest{is_part ? fmt::format("{} {}", first, name) : std::string{name}, {*cycles}};
}

class Reader {
 public:
  Reader(std::istream& in, const std::string& name)
      : lines_(in), file_(std::make_shared<const std::string>(name)) {}

  std::vector<VmexitTest> read(config::Errors& errors) {
    while (lines_.next())
      if (auto test = lines_.is_torn() ? std::nullopt : read_test(lines_.line()))
        add(std::move(*test), errors);
    if (!lines_.problem().empty())
      errors.add({file_, lines_.number(), 1}, "", fmt::format("{}: {}", lines_.problem(), expected));
    else if (lines_of_.empty())
      errors.add({file_, 0, 0}, "", std::string{expected});
    return std::move(tests_);
  }

 private:
  void add(VmexitTest test, config::Errors& errors) {
    test.line = lines_.number();
    const auto [first, is_new] = lines_of_.emplace(test.name, test.line);
    const config::Place place{file_, test.line, 1};
    if (!is_new)
      return errors.add(place, test.name, fmt::format("also in line {}: give one run's log", first->second));
    if (test.cycles.count <= 0)
      return errors.add(place, test.name,
                        fmt::format("{} cycles: the test's counter overflowed", test.cycles.count));
    tests_.push_back(std::move(test));
  }

  LineSource lines_;
  FileName file_;
  std::vector<VmexitTest> tests_{};
  std::map<std::string, int> lines_of_{};
};

}  // namespace

std::vector<VmexitTest> read_vmexit_log(std::istream& in, const std::string& name, config::Errors& errors) {
  return Reader{in, name}.read(errors);
}

std::vector<VmexitTest> read_vmexit_log_file(const std::filesystem::path& path, config::Errors& errors) {
  std::ifstream in;
  const std::string name = path.string();
  if (open_text(path, in, errors)) return read_vmexit_log(in, name, errors);
  return {};
}

double nanoseconds_of(const VmexitTest& test, Frequency tsc) {
  return to_nanoseconds(to_duration(test.cycles, tsc));
}

}  // namespace kickpath::tracefiles
