// Whatever bytes come, the reader ends, and says something of a place within the file when it refuses.
#include <algorithm>
#include <random>

#include <catch2/catch.hpp>

#include "config/overrides.hpp"
#include "sample.hpp"

using namespace kickpath::config;
using namespace kickpath::config::sample;

namespace {

/// One random edit: a byte changed, taken out, put in, or a piece repeated elsewhere.
void edit(std::string& text, std::mt19937& random) {
  static const std::string telling = "[]{}:,-?&*!|>'\"%@`#~<\n\t =.0a\r\xC3";
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  const std::size_t at = below(text.size());
  const char byte = telling[below(telling.size())];
  switch (below(5)) {
    case 0:
      text[at] = byte;
      break;
    case 1:
      text.erase(at, 1 + below(8));
      break;
    case 2:
      text.insert(at, 1, byte);
      break;
    case 3:
      text.insert(at, text.substr(below(text.size()), below(20)));
      break;
    default:
      text[at] = static_cast<char>(random() & 0xFF);
      break;
  }
  if (text.empty()) text = "x";
}

std::string mutated(const std::string& text, std::mt19937& random) {
  std::string result = text;
  for (auto edits = 1 + random() % 6; edits > 0; --edits) edit(result, random);
  return result;
}

bool is_within(const Error& error, const std::string& text) {
  const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
  std::size_t begin = 0;
  for (int line = 1; line < error.line; ++line) begin = text.find('\n', begin) + 1;
  const std::size_t length = std::min(text.find('\n', begin), text.size()) - begin;
  return 1 <= error.line && error.line <= lines && 1 <= error.column &&
         static_cast<std::size_t>(error.column) <= length + 1;
}

}  // namespace

TEST_CASE("Random edits of a valid file read without error, or with errors inside the file") {
  std::mt19937 random{20261121};
  int good = 0, bad = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = mutated(valid_text, random);
    Errors errors;
    const auto value = read(parse_text(text, "t.yaml", errors).root, scenario_shape(), errors);
    (errors.empty() ? good : bad)++;
    INFO(text);
    if (errors.empty() != value.has_value() && errors.empty()) FAIL("refused in silence");
    for (const Error& error : errors.sorted()) {
      if (is_within(error, text) && !error.message.empty()) continue;
      FAIL_CHECK(format(error));
    }
  }
  // the edits do both: break the file, and leave it whole (comments, spaces)
  CHECK(good > 100);
  CHECK(bad > 1000);
}

TEST_CASE("Random edits of an override end with a tree") {
  std::mt19937 random{7};
  Errors none;
  const NodePtr root = parse_text(valid_text, "t.yaml", none).root;
  for (int i = 0; i < 20'000; ++i) {
    const std::string option = mutated("vms[0].workload.arrivals={exponential: 5 us}", random);
    Errors errors;
    const NodePtr result = with_override(root, option, errors);
    INFO(option);
    REQUIRE(result);
    if ((result == root) == errors.empty())
      FAIL_CHECK("a refusal changes nothing, and a change is no refusal");
  }
}
