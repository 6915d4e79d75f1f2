#include "report/input.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <optional>

#include "config/fingerprint.hpp"
#include "report/demands.hpp"
#include "report/store_sweep.hpp"
#include "report/sweep_table.hpp"
#include "store/store.hpp"

namespace kickpath::report {

namespace {

constexpr std::string_view sqlite_magic{"SQLite format 3\0", 16};

/// At most one byte more than a text may have.
std::optional<std::string> read_bytes(const std::string& file) {
  std::error_code ignored;
  std::ifstream stream(file, std::ios::binary);
  if (!stream || std::filesystem::is_directory(file, ignored)) return std::nullopt;
  std::string text;
  for (char block[65536]; stream.read(block, sizeof block) || stream.gcount() > 0;) {
    text.append(block, static_cast<std::size_t>(stream.gcount()));
    if (text.starts_with(sqlite_magic) || text.size() > most_bytes) break;
  }
  return text;
}

std::vector<Input> read_stored(const std::string& file, const std::vector<study::Constraint>& slos,
                               config::Errors& errors) {
  try {
    auto sweeps = read_store(file, slos, errors);
    if (!sweeps.empty()) return {Input{file, Kind::store, "", nullptr, std::move(sweeps)}};
  } catch (const store::BadStore& bad) {
    std::string why = bad.what();
    if (why.starts_with(file + ": ")) why = why.substr(file.size() + 2);
    errors.add(whole(file), "", why);
  }
  return {};
}

std::optional<Input> input_of(const Json& document, const std::string& name, const std::string& hash,
                              config::Errors& errors) {
  const std::string schema = schema_of(document);
  const auto kind = kind_of(schema);
  config::Errors found;
  if (!kind)
    found.add(whole(name), "", refusal(schema));
  else
    check(document, *kind, name, found);
  errors.add(found);
  if (!found.empty()) return std::nullopt;
  if (*kind == Kind::sweep) return Input{name, *kind, hash, nullptr, {sweep_of(document, name)}};
  return Input{name, *kind, hash, document, {}};
}

std::vector<Input> read_documents(const std::string& text, const std::string& file, config::Errors& errors) {
  const auto document = parse_json(text, file, errors);
  if (!document) return {};
  const std::string hash = config::fnv1a(text);
  std::vector<Input> inputs;
  const auto take = [&](const Json& one, const std::string& name) {
    if (auto input = input_of(one, name, hash, errors)) inputs.push_back(*std::move(input));
  };
  if (!document->is_array() || document->empty()) {
    take(*document, file);
    return inputs;
  }
  for (std::size_t i = 0; i < document->size(); ++i) take((*document)[i], fmt::format("{}[{}]", file, i));
  return inputs.size() == document->size() ? inputs : std::vector<Input>{};
}

}  // namespace

std::vector<Input> read_inputs(const std::string& file, const std::vector<study::Constraint>& slos,
                               config::Errors& errors) {
  const auto text = read_bytes(file);
  if (!text)
    errors.add(whole(file), "", "cannot be read");
  else if (text->empty())
    errors.add(whole(file), "", "is empty");
  else if (text->starts_with(sqlite_magic))
    return read_stored(file, slos, errors);
  else if (text->size() > most_bytes)
    errors.add(whole(file), "", fmt::format("has more than {} MiB", most_bytes >> 20));
  else
    return read_documents(*text, file, errors);
  return {};
}

}  // namespace kickpath::report
