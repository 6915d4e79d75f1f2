#include "importing/naming.hpp"

namespace kickpath::importing {

namespace {

constexpr std::size_t longest = 60;

bool is_letter(char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); }
bool may_follow(char c) { return is_letter(c) || ('0' <= c && c <= '9') || c == '_' || c == '.' || c == '-'; }

}  // namespace

std::string identifier_of(const std::string& wanted, const std::string& otherwise) {
  std::string name;
  for (const char c : wanted.substr(0, longest)) name += may_follow(c) ? c : '-';
  if (name.empty() || name.find_first_not_of("-._") == std::string::npos) return otherwise;
  return is_letter(name.front()) ? name : otherwise + "-" + name;
}

std::string Naming::give(const std::string& wanted, const std::string& otherwise) {
  const std::string base = identifier_of(wanted, otherwise);
  std::string name = base;
  for (int n = 2; !given_.insert(name).second; ++n) name = base + "-" + std::to_string(n);
  return name;
}

}  // namespace kickpath::importing
