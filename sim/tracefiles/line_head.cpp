#include "tracefiles/line_head.hpp"

#include "tracefiles/numbers.hpp"

namespace kickpath::tracefiles {

namespace {

/// "mv-10691", " CPU 0/KVM-123", "<idle>-0"; with the option record-tgid "(  123)" follows.
bool read_hanging_pid(std::string_view task, LineHead& head) {
  if (task.ends_with(')')) task = without_margin(task.substr(0, task.rfind('(')));
  const auto dash = task.rfind('-');
  if (dash == task.npos || dash == 0) return false;
  const auto pid = to_number<std::int32_t>(task.substr(dash + 1));
  if (!pid) return false;
  head.format = TraceFormat::tracefs;
  head.comm = task.substr(0, dash);
  head.thread = ThreadId{*pid};
  return true;
}

/// "mv 10633", "CPU 0/KVM 120/123"; perf prints -1 where it does not know.
bool read_separate_pid(std::string_view task, LineHead& head) {
  const auto space = task.find_last_of(spaces);
  if (space == task.npos) return false;
  const std::string_view word = task.substr(space + 1);
  const auto slash = word.find('/');
  const auto tid = to_number<std::int32_t>(slash == word.npos ? word : word.substr(slash + 1));
  if (!tid || (slash != word.npos && !to_number<std::int32_t>(word.substr(0, slash)))) return false;
  head.format = TraceFormat::perf_script;
  head.comm = without_margin(task.substr(0, space));
  head.thread = ThreadId{*tid};
  return true;
}

bool read_task(std::string_view task, LineHead& head) {
  return read_separate_pid(task, head) || read_hanging_pid(task, head);
}

/// Whoever has no colon behind its name (functions, markers of others) is an event that nobody knows.
void read_event(std::string_view text, LineHead& head) {
  std::string_view word = take_word(text);
  head.arguments = text;
  if (word.ends_with(':')) word.remove_suffix(1);
  head.event = word.substr(word.rfind(':') + 1);
}

bool read_behind_cpu(std::string_view text, LineHead& head) {
  std::string_view word = take_word(text);
  if (!word.ends_with(':') && head.format == TraceFormat::tracefs) {
    head.flags = word;
    word = take_word(text);
  }
  if (!word.ends_with(':')) return false;
  head.time = word.substr(0, word.size() - 1);
  read_event(text, head);
  return !head.time.empty();
}

std::optional<LineHead> read_around(std::string_view line, std::size_t open) {
  const auto close = line.find("] ", open);
  if (close == line.npos) return std::nullopt;
  LineHead head;
  const auto cpu = to_number<Cpu>(line.substr(open + 1, close - open - 1));
  if (!cpu || *cpu < 0) return std::nullopt;
  head.cpu = *cpu;
  if (!read_task(without_margin(line.substr(0, open)), head)) return std::nullopt;
  if (!read_behind_cpu(line.substr(close + 2), head)) return std::nullopt;
  return head;
}

}  // namespace

std::optional<LineHead> read_head(std::string_view line) {
  // A task's name may hold brackets, and has at most 15 bytes (TASK_COMM_LEN); the margin is for pids and
  // padding.
  constexpr std::size_t furthest = 80;
  for (auto open = line.find('['); open < furthest; open = line.find('[', open + 1))
    if (auto head = read_around(line, open)) return head;
  return std::nullopt;
}

bool is_in_interrupt(const LineHead& head) {
  constexpr std::size_t context = 2;
  return head.flags.size() > context &&
         std::string_view{"hHsZz"}.find(head.flags[context]) != head.flags.npos;
}

}  // namespace kickpath::tracefiles
