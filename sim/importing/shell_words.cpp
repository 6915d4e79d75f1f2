#include "importing/shell_words.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kickpath::importing {

namespace {

class Splitter {
 public:
  Splitter(std::string_view text, std::size_t begin, const TextPlaces& places, config::Errors& errors)
      : text_(text), at_(begin), places_(places), errors_(errors) {}

  ShellCommand split() {
    while (at_ < text_.size() && step()) {
    }
    end_word();
    return {std::move(words_), at_};
  }

 private:
  /// One character or quoted piece; false at the command's end.
  bool step() {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\r') return skip(1), end_word(), true;
    if (c == '\n' || c == ';' || c == '&' || c == '|') return false;
    if (c == '#' && !is_open_) return false;
    if (c == '\\') return backslash(), true;
    if (c == '\'') return quoted('\'');
    if (c == '"') return quoted('"');
    if (c == '<' || c == '>') return redirect(), true;
    if (c == '{' && !is_open_ && next_is('"')) return json();
    return take(at_), skip(1), true;
  }

  bool next_is(char c) const { return at_ + 1 < text_.size() && text_[at_ + 1] == c; }
  void skip(std::size_t n) { at_ = std::min(at_ + n, text_.size()); }

  void open() {
    if (is_open_) return;
    is_open_ = true;
    word_ = Word{"", at_, {}};
  }

  void take(std::size_t at) {
    open();
    word_.text += text_[at];
    word_.at.push_back(at);
  }

  void end_word() {
    if (is_open_ && !is_redirection_) words_.push_back(std::move(word_));
    if (is_open_) is_redirection_ = false;
    is_open_ = false;
  }

  // Before a line's end it joins the lines; before anything else it takes that as it is.
  void backslash() {
    if (next_is('\n')) return skip(2);
    if (next_is('\r') && at_ + 2 < text_.size() && text_[at_ + 2] == '\n') return skip(3);
    if (at_ + 1 < text_.size()) take(at_ + 1);
    skip(2);
  }

  bool quoted(char quote) {
    const std::size_t begin = at_;
    open();
    for (skip(1); at_ < text_.size() && text_[at_] != quote; skip(1)) {
      const bool is_escape = quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size();
      if (is_escape && text_[at_ + 1] == '\n') {
        skip(1);
        continue;
      }
      if (is_escape && std::string_view{"\"\\$`"}.find(text_[at_ + 1]) != std::string_view::npos) skip(1);
      take(at_);
    }
    if (at_ == text_.size()) return fail(begin, fmt::format("a {} that is not closed", quote));
    return skip(1), true;
  }

  bool json() {
    const std::size_t begin = at_;
    int depth = 0;
    bool is_text = false;
    for (; at_ < text_.size(); skip(1)) {
      const char c = text_[at_];
      take(at_);
      if (is_text && c == '\\' && at_ + 1 < text_.size()) {
        skip(1);
        take(at_);
      } else if (c == '"') {
        is_text = !is_text;
      } else if (!is_text) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0) return skip(1), true;
      }
    }
    return fail(begin, "a { that is not closed");
  }

  // "2>&1", "> file": the number before and the word behind belong to it.
  void redirect() {
    if (is_open_ &&
        std::all_of(word_.text.begin(), word_.text.end(), [](char c) { return '0' <= c && c <= '9'; }))
      is_open_ = false;
    end_word();
    while (at_ < text_.size() && (text_[at_] == '<' || text_[at_] == '>' || text_[at_] == '&')) skip(1);
    is_redirection_ = true;
  }

  bool fail(std::size_t at, std::string message) {
    errors_.add(places_.at(at), "", std::move(message));
    return false;
  }

  std::string_view text_;
  std::size_t at_;
  const TextPlaces& places_;
  config::Errors& errors_;
  std::vector<Word> words_;
  Word word_;
  bool is_open_ = false;
  bool is_redirection_ = false;  ///< the next word is a file
};

ShellCommand split_at_nul(std::string_view text, std::size_t begin) {
  ShellCommand command;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\0', begin), text.size());
    Word word{std::string{text.substr(begin, end - begin)}, begin, {}};
    for (std::size_t i = begin; i < end; ++i) word.at.push_back(i);
    command.words.push_back(std::move(word));
    begin = end + 1;
  }
  command.end = text.size();
  return command;
}

}  // namespace

ShellCommand read_command(std::string_view text, std::size_t begin, const TextPlaces& places,
                          config::Errors& errors) {
  if (text.find('\0') != std::string_view::npos) return split_at_nul(text, begin);
  return Splitter(text, begin, places, errors).split();
}

}  // namespace kickpath::importing
