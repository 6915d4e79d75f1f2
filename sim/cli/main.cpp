#include <exception>
#include <fmt/format.h>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupt.hpp"
#include "tracefs/instance.hpp"
#include "vmm/system_call.hpp"

namespace {

using namespace kickpath::cli;

constexpr const char* footer = R"(Examples:
  kickpath run scenarios/published/doorbell-2009
  kickpath run a.yaml --set 'vms[0].placement.servers=same-core' --json -
  kickpath compare a.yaml --set-b 'vms[0].placement.servers=other-core'
  kickpath check scenarios/*.yaml
  kickpath validate validation/suites/kvm.yaml --predict-only
  kickpath list components

Exit codes: 0 done; 1 the run failed, an output could not be written or a bar was missed; 2 bad usage or bad input;
3 this machine cannot; 128+n on signal n.)";

int parse_and_act(int argc, char** argv) {
  CLI::App app{"Predicts what a KVM host does with its virtio notifications.", "kickpath"};
  app.set_version_flag("--version", "kickpath " KICKPATH_VERSION);
  app.footer(footer);
  app.require_subcommand(1);
  Action action;
  add_run(app, action);
  add_place(app, action);
  add_check(app, action);
  add_list(app, action);
  add_schema(app, action);
  add_measure(app, action);
  add_calibrate(app, action);
  add_compare(app, action);
  add_explain(app, action);
  add_sweep(app, action);
  add_capacity(app, action);
  add_validate(app, action);
  add_import(app, action);
  add_timeline(app, action);
  add_report(app, action);
  add_completion(app, action);
  add_man(app, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, std::cout, std::cerr) == 0 ? done : bad_input;
  }
  const int code = action();
  // What could not be printed was not done: a full disk behind stdout shows only here.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw std::runtime_error("stdout: cannot be written");
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  catch_signals();
  try {
    return parse_and_act(argc, argv);
  } catch (const Interrupted& interrupted) {
    fmt::print(stderr, "kickpath: interrupted; nothing was written\n");
    return signalled + interrupted.signal;
  } catch (const kickpath::vmm::MachineCannot& error) {
    fmt::print(stderr, "kickpath: this machine cannot: {}\n", error.what());
    return machine_cannot;
  } catch (const kickpath::tracefs::Missing& error) {
    fmt::print(stderr, "kickpath: this machine cannot: {}\n", error.what());
    return machine_cannot;
  } catch (const std::exception& error) {
    fmt::print(stderr, "kickpath: {}\n", error.what());
    return failed;
  }
}
