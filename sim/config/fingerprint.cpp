#include "config/fingerprint.hpp"

#include <cstdint>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace kickpath::config {

namespace {

std::string in_quotes(const std::string& text) { return nlohmann::json(text).dump(); }

std::string scalar(const Node& node) {
  const bool is_typed = !node.quoted && looks_typed(node.text);
  return is_typed ? node.text : in_quotes(node.text);
}

}  // namespace

std::string fnv1a(std::string_view bytes) {
  // the constants of FNV-1a, 64 bits: RFC 9923 section 5
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

std::string fnv1a_128(std::string_view bytes) {
  // likewise for 128 bits; the prime is 2^88 + 2^8 + 0x3b
  __extension__ using Wide = unsigned __int128;
  constexpr Wide prime = (Wide{1} << 88) + 0x13b;
  Wide hash = (Wide{0x6c62272e07bb0142} << 64) + 0x62b821756295c58d;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * prime;
  return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(hash >> 64),
                     static_cast<std::uint64_t>(hash));
}

std::string canonical(const Node& node) {
  std::string text;
  switch (node.kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::scalar:
      return scalar(node);
    case Node::Kind::sequence:
      for (const NodePtr& item : node.items) text += (text.empty() ? "" : ", ") + canonical(*item);
      return "[" + text + "]";
    case Node::Kind::map:
      for (const Entry& entry : node.entries)
        text += (text.empty() ? "" : ", ") + in_quotes(entry.key) + ": " + canonical(*entry.value);
      return "{" + text + "}";
  }
  return text;
}

std::string fingerprint(const Node& node) { return fnv1a(canonical(node)); }

}  // namespace kickpath::config
