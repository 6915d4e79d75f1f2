#include "manual/man_page.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sstream>

namespace kickpath::manual {

namespace {

/// Text that troff prints as it is: no requests, no escapes, hyphens that can be copied.
std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out.empty() || (out.front() != '.' && out.front() != '\'') ? out : "\\&" + out;
}

std::string bold(const std::string& text) { return "\\fB" + plain(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + plain(text) + "\\fR"; }

/// More words than a heading holds are told below it.
bool is_short(const Value& value) { return !value.choices.empty() && value.choices.size() <= 6; }

std::string value_text(const Value& value) {
  return is_short(value) ? plain(fmt::format("{}", fmt::join(value.choices, "|"))) : italic(value.type);
}

std::string heading(const Argument& argument) {
  const bool is_positional = argument.names.front().front() != '-';
  if (is_positional) return italic(argument.names.front()) + (argument.is_repeatable ? " ..." : "");
  std::string text;
  for (const std::string& name : argument.names) text += (text.empty() ? "" : ", ") + bold(name);
  return argument.value.is_none() ? text : text + " " + value_text(argument.value);
}

std::string facts(const Argument& argument) {
  std::vector<std::string> facts;
  const bool is_in_heading = argument.names.front().front() == '-' && is_short(argument.value);
  if (!argument.value.choices.empty() && !is_in_heading)
    facts.push_back(fmt::format("one of {}", fmt::join(argument.value.choices, ", ")));
  if (!argument.value.bounds.empty()) facts.push_back(argument.value.bounds);
  if (!argument.value.preset.empty()) facts.push_back("default " + argument.value.preset);
  return facts.empty() ? "" : fmt::format(" ({})", fmt::join(facts, "; "));
}

void add_arguments(std::string& page, const std::vector<Argument>& arguments) {
  for (const Argument& argument : arguments)
    page += fmt::format(".TP\n{}\n{}\n", heading(argument), plain(argument.help + facts(argument)));
}

void add_verb(std::string& page, const CommandLine& line, const Verb& verb) {
  page += fmt::format(".SS {}\n{}.\n.PP\n{} {} [OPTIONS]", bold(verb.name), plain(verb.help), bold(line.name),
                      bold(verb.name));
  for (const Argument& argument : verb.positionals)
    page += argument.is_required ? " " + heading(argument) : " [" + heading(argument) + "]";
  page += "\n";
  add_arguments(page, verb.positionals);
  add_arguments(page, verb.options);
}

/// The footer's paragraphs become sections of their own: "Examples:" and "Exit codes: ...".
void add_footer(std::string& page, const std::string& footer) {
  std::istringstream in(footer);
  bool is_kept = false;  // as lines, not filled
  for (std::string text; std::getline(in, text);) {
    if (const bool begins = text.rfind("Examples:", 0) == 0; begins) {
      page += ".SH EXAMPLES\n.nf\n";
      is_kept = true;
      continue;
    }
    if (text.empty() && is_kept) page += ".fi\n", is_kept = false;
    if (text.rfind("Exit codes: ", 0) == 0) {
      page += ".SH EXIT STATUS\n";
      text = text.substr(12);
    }
    if (!text.empty()) page += plain(text) + "\n";
  }
  if (is_kept) page += ".fi\n";
}

constexpr const char* files = R"(.SH FILES
.TP
.I share/kickpath/scenarios
Scenarios, cost profiles and studies that come with it, beside
.I bin
of where it is installed; README.md there tells every key.
.TP
.I share/kickpath/validation
Suites and published figures for
.BR "kickpath validate" .
.TP
.I share/doc/kickpath
The documentation.
)";

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

std::string man_page(const CommandLine& line) {
  std::string page =
      fmt::format(".TH {} 1 \"\" \"{}\" \"User Commands\"\n.ad l\n", upper(line.name), line.version);
  std::string summary = line.help.substr(0, line.help.find_last_not_of('.') + 1);
  summary.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(summary.front())));
  page += fmt::format(".SH NAME\n{} \\- {}\n", line.name, plain(summary));
  page += fmt::format(".SH SYNOPSIS\n{} {} [OPTIONS] ...\n", bold(line.name), italic("VERB"));
  page += fmt::format(".SH DESCRIPTION\n{}\nEach verb below does one thing with it.\n", plain(line.help));
  page += ".SH OPTIONS\n";
  add_arguments(page, line.options);
  page += ".SH VERBS\n";
  for (const Verb& verb : line.verbs) add_verb(page, line, verb);
  add_footer(page, line.footer);
  return page + files;
}

}  // namespace kickpath::manual
