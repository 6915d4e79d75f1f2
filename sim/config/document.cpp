#include "config/document.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>

#include "config/fingerprint.hpp"
#include "config/text_scan.hpp"
#include "config/yaml_tree.hpp"

namespace kickpath::config {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string too_large() { return fmt::format("larger than {} KiB", max_bytes / 1024); }

/// At most one byte more than a text may have: a device or a pipe may have no end.
std::string read_bounded(std::istream& in) {
  std::string bytes(max_bytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

NodePtr parse_checked(std::string_view text, const Origin& origin, Errors& errors) {
  if (const auto flaw = find_flaw(text)) {
    errors.add({origin.file, flaw->line, flaw->column}, "", flaw->message);
    return nullptr;
  }
  NodePtr root = parse_yaml(text, origin, errors);
  if (root && root->kind != Node::Kind::null) return root;
  if (errors.empty()) errors.add({origin.file, 1, 1}, "", "file is empty");
  return nullptr;
}

Document failed(const std::string& name, const std::string& message, Errors& errors) {
  errors.add({std::make_shared<const std::string>(name), 0, 0}, "", message);
  return {name, "", nullptr};
}

}  // namespace

Document parse_text(std::string_view text, const std::string& name, Errors& errors) {
  if (text.size() > max_bytes) return failed(name, too_large(), errors);
  const std::string hash = fnv1a(text);
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  Errors found;
  NodePtr root = parse_checked(text, {std::make_shared<const std::string>(name)}, found);
  errors.add(found);
  return {name, hash, std::move(root)};
}

Document load_file(const std::filesystem::path& path, Errors& errors) {
  const std::string name = path.string();
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return failed(name, "is a directory", errors);
  std::ifstream in{path, std::ios::binary};
  if (!in) return failed(name, fmt::format("cannot be read: {}", std::strerror(errno)), errors);
  const std::string text = read_bounded(in);
  if (in.bad()) return failed(name, fmt::format("cannot be read: {}", std::strerror(errno)), errors);
  return parse_text(text, name, errors);
}

}  // namespace kickpath::config
