#pragma once
#include <memory>
#include <string>
#include <vector>

/// What is wrong with an input, told like a compiler.
namespace kickpath::config {

/// Where something was written. Lines and columns count from 1, columns in bytes; line 0 is the file as a
/// whole.
struct Place {
  std::shared_ptr<const std::string> file;
  int line = 0;
  int column = 0;
};

struct Error {
  std::string file;
  int line = 0, column = 0;
  std::string path;  ///< as in "vms[0].pin.vcpu[2]"; empty for the document itself
  std::string message;
  friend auto operator<=>(const Error&, const Error&) = default;
};

/// "scenarios/a.yaml:14:9: vms[0].pin.vcpu[2]: core 9 does not exist (host has 0-7)"
std::string format(const Error&);

/// All errors of one or several inputs.
class Errors {
 public:
  void add(const Place& place, std::string path, std::string message);
  void add(const Errors& others);

  bool empty() const { return errors_.empty(); }
  std::size_t size() const { return errors_.size(); }

  /// By file, line and column; what is said twice of one place (an alias read twice) is listed once for each
  /// path.
  std::vector<Error> sorted() const;

  /// One line for each error, each ended by a newline.
  std::string format() const;

 private:
  std::vector<Error> errors_;
};

}  // namespace kickpath::config
