#include "tracefiles/line_source.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace kickpath::tracefiles {

namespace {

constexpr int end_of_file = std::char_traits<char>::eof();

bool is_binary(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && c != '\t' && c != '\r' && c != '\x1b';  // ESC: logs of firmware draw with it
}

/// Files that people take for their text.
std::string conversion_of(std::string_view line) {
  if (line.starts_with("PERFILE2")) return "is a perf.data file: give the text of `perf script -i FILE`";
  if (line.find("tracing") < 8) return "is a trace-cmd file: give the text of `trace-cmd report -i FILE`";
  return "is binary: no text";
}

}  // namespace

bool LineSource::take_byte(int byte) {
  if (byte == end_of_file || byte == '\n') return false;
  line_ += static_cast<char>(byte);
  if (line_.size() <= longest_line) return true;
  problem_ = fmt::format("a line of more than {} bytes", longest_line);
  return false;
}

bool LineSource::is_text() {
  if (std::none_of(line_.begin(), line_.end(), is_binary)) return true;
  problem_ = conversion_of(line_);
  return false;
}

bool LineSource::next() {
  if (!problem_.empty() || number_ == std::numeric_limits<int>::max()) return false;
  line_.clear();
  std::streambuf& bytes = *in_.rdbuf();
  int byte = bytes.sbumpc();
  if (byte == end_of_file) return false;
  ++number_;
  while (take_byte(byte)) byte = bytes.sbumpc();
  is_torn_ = byte == end_of_file;
  if (!is_text()) return false;
  if (line_.ends_with('\r')) line_.pop_back();
  return problem_.empty();
}

}  // namespace kickpath::tracefiles
