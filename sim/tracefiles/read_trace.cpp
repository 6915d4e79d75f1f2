#include "tracefiles/read_trace.hpp"

#include <fmt/format.h>

#include "config/excerpt.hpp"
#include "tracefiles/event_arguments.hpp"
#include "tracefiles/line_source.hpp"
#include "tracefiles/numbers.hpp"
#include "tracefiles/open_text.hpp"
#include "tracefiles/time_stamp.hpp"

namespace kickpath::tracefiles {

namespace {

constexpr std::size_t most_errors = 20;
constexpr std::string_view expected =
    "expected a line of perf script (comm pid [cpu] time: event: ...) or of tracefs (comm-pid [cpu] flags "
    "time: event: ...)";

class Reader {
 public:
  Reader(std::istream& in, const std::string& name, const TraceOptions& options, const EventSink& sink)
      : lines_(in), file_(std::make_shared<const std::string>(name)), times_(options.tsc), order_(sink) {
    facts_.name = name;
    if (!options.origin.empty()) origin_ = read_origin(options.origin);
  }

  TraceFacts read(config::Errors& errors);

 private:
  Instant read_origin(const std::string& text);
  void read_line(std::string_view line);
  void read_event(const LineHead& head, std::string_view line);
  void read_known(EventKind kind, const LineHead& head);
  void read_comment(std::string_view line);
  bool read_loss(std::string_view line);
  void add_gap(std::uint64_t lost);
  void finish();
  void error(std::string message, std::string_view at = {});

  LineSource lines_;
  std::shared_ptr<const std::string> file_;
  TimeStamps times_;
  TimeOrder order_;
  TraceFacts facts_{};
  Instant origin_{};
  Instant last_{};
  bool has_events_ = false;
  config::Errors errors_;
};

void Reader::error(std::string message, std::string_view at) {
  const int column = at.data() ? static_cast<int>(at.data() - lines_.line().data()) + 1 : 1;
  errors_.add({file_, lines_.number(), column}, "", std::move(message));
}

/// It is the first date that is read: others count from its whole second, or from it.
Instant Reader::read_origin(const std::string& text) {
  const auto date = times_.read(text);
  if (!date) errors_.add({file_, 0, 0}, "", date.problem);
  return date ? *date : Instant{};
}

void Reader::add_gap(std::uint64_t lost) {
  ++facts_.gaps;
  facts_.lost += lost;
  TraceEvent gap;
  gap.date = last_;
  gap.lost_count = lost;
  order_.push(std::move(gap));
}

// Linux kernel/trace/trace.c: "##### CPU 1 buffer started ####" stands where a cpu's first event is, whose
// past is unknown.
void Reader::read_comment(std::string_view line) {
  const std::string_view tsc = "# tsc: ";
  if (line.starts_with(tsc)) {
    const auto hertz = leading_number<std::int64_t>(line.substr(tsc.size()));
    if (hertz && *hertz > 0) times_.suggest(Frequency{*hertz});
  }
  if (line.starts_with("##### CPU ") && line.find(" buffer started") != line.npos) add_gap(0);
  const std::string_view key = "entries-in-buffer/entries-written: ";
  const auto at = line.find(key);
  if (at == line.npos) return;
  const auto kept = leading_number<std::uint64_t>(line.substr(at + key.size()));
  const auto written = number_after<std::uint64_t>(line.substr(0, line.find('#', at)), "/");
  if (kept && written && *written > *kept) facts_.overwritten = *written - *kept;
}

// "CPU:1 [LOST 12 EVENTS]", or "[LOST EVENTS]" where the kernel does not know how many.
bool Reader::read_loss(std::string_view line) {
  if (!line.starts_with("CPU:") || !line.ends_with(" EVENTS]")) return false;
  const auto at = line.find("[LOST ");
  if (at == line.npos) return false;
  add_gap(leading_number<std::uint64_t>(line.substr(at + 6)).value_or(0));
  return true;
}

/// A frame of a recorded call chain: "        ffffffff81a2b3c4 schedule+0x24 ([kernel.kallsyms])".
bool is_stack_frame(std::string_view line) {
  if (line.find_first_of(spaces) != 0) return false;
  const std::string_view word = take_word(line);
  return word.size() >= 4 && to_number<std::uint64_t>(word, 16) && !line.empty();
}

void Reader::read_line(std::string_view line) {
  if (without_margin(line).empty()) return;
  if (line.starts_with('#')) return read_comment(line);
  if (read_loss(line)) return;
  if (const auto head = read_head(line)) return read_event(*head, line);
  if (facts_.format == TraceFormat::perf_script && is_stack_frame(line)) return;
  if (!facts_.format && line.starts_with("cpus=")) return;  // trace-cmd report's first line
  error(fmt::format("no line of a trace: {}", facts_.format ? config::quote(line) : std::string{expected}));
}

void Reader::read_event(const LineHead& head, std::string_view line) {
  if (!facts_.format) facts_.format = head.format;
  if (*facts_.format != head.format)
    return error(fmt::format("a line of {} in a text of {}: {}", name_of(head.format),
                             name_of(*facts_.format), config::quote(line)));
  const auto date = times_.read(head.time);
  if (!date) return error(date.problem, head.time);
  last_ = Instant{*date - origin_};
  has_events_ = true;
  if (head.event == "PERF_RECORD_LOST")
    return add_gap(number_after<std::uint64_t>(head.arguments, "lost ").value_or(0));
  if (const auto kind = event_kind_named(head.event)) return read_known(*kind, head);
  ++facts_.unknown;
}

void Reader::read_known(EventKind kind, const LineHead& head) {
  TraceEvent event;
  event.kind = kind;
  event.date = last_;
  event.cpu = head.cpu;
  event.thread = head.thread;
  event.comm = head.comm;
  event.is_in_interrupt = is_in_interrupt(head);
  if (!read_arguments(head.arguments, event))
    return error(
        fmt::format("{}: cannot make sense of {}", head.event, config::quote(without_margin(head.arguments))),
        head.event);
  ++facts_.events[index_of(kind)];
  if (!order_.push(std::move(event)))
    error(fmt::format("time goes back by more than {} us: sort the trace by time",
                      std::chrono::duration_cast<std::chrono::microseconds>(TimeOrder::window).count()),
          head.time);
}

TraceFacts Reader::read(config::Errors& errors) {
  while (errors_.size() < most_errors && lines_.next()) {
    facts_.is_torn = lines_.is_torn();
    if (!facts_.is_torn) read_line(lines_.line());
    if (!has_events_ && !errors_.empty()) break;  // all lines would have that error
  }
  facts_.lines = lines_.number();
  finish();
  errors.add(errors_);
  return facts_;
}

void Reader::finish() {
  order_.flush();
  if (!lines_.problem().empty()) error(lines_.problem());
  if (errors_.size() >= most_errors) error(fmt::format("{} errors: the rest is not read", errors_.size()));
  if (!errors_.empty() || facts_.format) return;
  const char* what = facts_.lines == 0 ? "is empty" : "holds no event";
  errors_.add({file_, 0, 0}, "", fmt::format("{}: {}", what, expected));
}

}  // namespace

TraceFacts read_trace(std::istream& in, const std::string& name, const TraceOptions& options,
                      const EventSink& sink, config::Errors& errors) {
  return Reader{in, name, options, sink}.read(errors);
}

TraceFacts read_trace_file(const std::filesystem::path& path, const TraceOptions& options,
                           const EventSink& sink, config::Errors& errors) {
  std::ifstream in;
  if (open_text(path, in, errors)) return read_trace(in, path.string(), options, sink, errors);
  return {.name = path.string()};
}

}  // namespace kickpath::tracefiles
