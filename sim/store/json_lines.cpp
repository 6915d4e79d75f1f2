#include "store/json_lines.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "store/state_words.hpp"
#include "store/store.hpp"

namespace kickpath::store {

namespace {

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad())
    throw StoreFailed(fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  return text;
}

/// Throws nlohmann's exceptions.
RunRecord record_of(const std::string& line) {
  const auto json = nlohmann::json::parse(line);
  const auto state = state_of(json.at("state").get<std::string>());
  if (!state) throw std::out_of_range("state");
  const nlohmann::json& text = json.at("text");
  return {json.at("key"), json.at("settings"), json.at("seed"), json.at("replica"), *state, text};
}

}  // namespace

std::string to_line(const RunRecord& run) {
  const nlohmann::ordered_json line = {
      {"key", run.key},         {"settings", run.settings},    {"seed", run.seed},
      {"replica", run.replica}, {"state", word_of(run.state)}, {"text", run.text}};
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void read_lines(const std::string& path, const std::function<void(const RunRecord&)>& visit) {
  const std::string text = content_of(path);
  std::size_t number = 0;
  for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1) {
    ++number;
    RunRecord run;
    try {
      run = record_of(text.substr(at, end - at));
    } catch (const std::exception&) {
      throw BadStore(fmt::format("{}:{}: is no run", path, number));
    }
    visit(run);
  }
}

JsonLines::JsonLines(const std::string& path) : path_(path) {
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file_ < 0) fail("cannot be opened");
  const std::string text = content_of(path);
  const std::size_t last = text.rfind('\n');
  const std::size_t whole = last == std::string::npos ? 0 : last + 1;
  if (whole < text.size() && ::ftruncate(file_, static_cast<off_t>(whole)) != 0) fail("cannot be cut");
  read_lines(path, [this](const RunRecord& run) { states_[run.key] = run.state; });
}

JsonLines::~JsonLines() {
  if (file_ >= 0) ::close(file_);
}

void JsonLines::put(const RunRecord& run) { batch_ += to_line(run); }

void JsonLines::commit() {
  if (batch_.empty()) return;
  for (std::size_t at = 0; at < batch_.size();) {
    const ssize_t written = ::write(file_, batch_.data() + at, batch_.size() - at);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("cannot be written");
    at += static_cast<std::size_t>(written);
  }
  batch_.clear();
  if (::fdatasync(file_) != 0 && errno != EINVAL) fail("cannot be written");
}

void JsonLines::fail(const char* what) const {
  throw StoreFailed(fmt::format("{}: {}: {}", path_, what, std::strerror(errno)));
}

}  // namespace kickpath::store
