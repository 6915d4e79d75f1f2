#pragma once
#include <cstddef>
#include <istream>
#include <optional>
#include <string>

namespace kickpath::tracefiles {

constexpr std::size_t longest_line = 4096;  ///< a trace's and a log's are below 1 KiB

/// A text line by line; holds one of them.
class LineSource {
 public:
  explicit LineSource(std::istream& in) : in_(in) {}

  /// False at the end of the text, and where it stops being lines: see problem().
  bool next();

  const std::string& line() const { return line_; }  ///< without its end
  int number() const { return number_; }             ///< from 1
  bool is_torn() const { return is_torn_; }          ///< the text ends without a newline, within this line

  /// What is wrong with the line of that number: too long, binary.
  const std::string& problem() const { return problem_; }

 private:
  bool take_byte(int byte);
  bool is_text();

  std::istream& in_;
  std::string line_;
  std::string problem_;
  int number_ = 0;
  bool is_torn_ = false;
};

}  // namespace kickpath::tracefiles
