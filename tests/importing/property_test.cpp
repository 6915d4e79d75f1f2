// Whatever bytes come, import ends with a scenario that the loader takes, or with errors.
#include <filesystem>
#include <random>

#include <catch2/catch.hpp>

#include "imported.hpp"
#include "importing/settings.hpp"
#include "importing/xml_reader.hpp"
#include "process/program.hpp"
#include "support/rounds.hpp"

using namespace kickpath;
using namespace kickpath::importing;
using namespace kickpath::importing::testing;

namespace {

constexpr int repetitions = kickpath::testing::rounds(400);

std::vector<std::string> samples() {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(IMPORTING_FOLDER "/samples"))
    texts.push_back(kickpath::testing::read_text(entry.path().string()));
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::string mutated(std::string text, std::mt19937& random) {
  static const std::string telling = "<>/='\"&;{}[],.:\\ \n\t-^0123456789offn\x01\xC3";
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : random() % n; };
  for (auto edits = 1 + random() % 4; edits > 0; --edits) {
    const std::size_t at = below(text.size());
    switch (below(6)) {
      case 0:
        if (!text.empty()) text[at] = telling[below(telling.size())];
        break;
      case 1:
        text.erase(at, 1 + below(12));
        break;
      case 2:
        text.insert(at, 1, telling[below(telling.size())]);
        break;
      case 3:
        text.insert(at, text.substr(below(text.size()), below(80)));
        break;
      case 4:
        text.insert(at, std::to_string(random()));
        break;
      default:
        if (below(4) == 0) text.resize(at);
        break;
    }
  }
  return text;
}

/// A scenario or errors, never both and never neither. The loader's own refusal means that a case was
/// forgotten.
void check_end(const std::string& text, int& good, int& bad) {
  const Trial trial = try_import(text);
  (trial.imported ? good : bad)++;
  INFO(text);
  CHECK(trial.imported.has_value() == trial.errors.empty());
  CHECK(trial.imported.has_value() == trial.spec.has_value());
  CHECK(trial.errors.find("no scenario can say this") == std::string::npos);
}

}  // namespace

TEST_CASE("Random edits of every sample give a scenario or errors") {
  std::mt19937 random{20261126};
  int good = 0, bad = 0;
  for (const std::string& text : samples())
    for (int i = 0; i < repetitions; ++i) check_end(mutated(text, random), good, bad);
  CHECK(good > repetitions);
  CHECK(bad > repetitions / 2);
}

TEST_CASE("Every sample cut anywhere gives a scenario or errors") {
  int good = 0, bad = 0;
  for (const std::string& text : samples())
    for (std::size_t end = 0; end < text.size();
         end += 1 + text.size() / static_cast<std::size_t>(repetitions / 2))
      check_end(text.substr(0, end), good, bad);
  CHECK(bad > 0);
}

TEST_CASE("Settings written with doubled commas are read back as they were") {
  std::mt19937 random{7};
  const std::string characters = ",=ab \\'\"{";
  for (int i = 0; i < 20 * repetitions; ++i) {
    std::string value, written;
    for (auto n = random() % 8; n > 0; --n) value += characters[random() % characters.size()];
    for (const char c : value) written += c == ',' ? ",," : std::string{c};
    config::Errors errors;
    const Word word{"driver=x,k=" + written + ",id=y", 0, {}};
    const Settings settings = Settings::parse(word, "driver", TextPlaces("f", ""), "-device", errors);
    INFO(word.text);
    CHECK(settings.said("k") == value);
    CHECK(settings.said("id") == "y");
  }
}

TEST_CASE("A word in single quotes is split off as it was") {
  std::mt19937 random{11};
  const std::string characters = " \t\n\\\"$;&|#<>{}ab=,";
  for (int i = 0; i < 20 * repetitions; ++i) {
    std::string value;
    for (auto n = random() % 10; n > 0; --n) value += characters[random() % characters.size()];
    const std::string text = "x '" + value + "' z";
    config::Errors errors;
    const auto words = read_command(text, 0, TextPlaces("f", text), errors).words;
    INFO(text);
    REQUIRE(words.size() == 3);
    CHECK(words[1].text == value);
    CHECK(errors.empty());
  }
}

TEST_CASE("Random bytes are refused") {
  std::mt19937 random{13};
  for (int i = 0; i < 10 * repetitions; ++i) {
    std::string text = i % 2 ? "<domain type='kvm'>" : "qemu-system-x86_64 -device ";
    for (auto n = random() % 60; n > 0; --n) text += static_cast<char>(random());
    CHECK(!try_import(text).imported);
  }
}
