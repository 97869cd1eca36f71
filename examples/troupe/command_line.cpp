#include "examples/troupe/command_line.hpp"

#include "examples/troupe/report.hpp"

#include "runtime/config/suggest.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace troupe::program {

namespace {

constexpr auto about
  = "An HTTP reverse proxy made of actors.\n\n"
    "Exit status: 0 all was well (SIGTERM, too), 1 it could not start or not\n"
    "go on, 2 the command line or the configuration has mistakes, 130 it was\n"
    "interrupted (SIGINT).";

using runtime::log::level;

constexpr auto levels = std::array{
  std::pair{"trace", level::trace}, std::pair{"debug", level::debug},
  std::pair{"info", level::info},   std::pair{"warning", level::warning},
  std::pair{"error", level::error}, std::pair{"off", level::off},
};

void add_file(CLI::App& to, std::string& file) {
  to.add_option("-c,--config", file, "The configuration, in YAML")
    ->required()
    ->type_name("FILE");
}

// CLI11's own sentences for these list what each word is converted to.
std::string set_loops(const std::string& said, std::optional<unsigned>& to) {
  unsigned number = 0;
  auto* end = said.data() + said.size();
  auto [rest, error] = std::from_chars(said.data(), end, number);
  auto is_number = error == std::errc{} && rest == end && number <= 1024;
  if (said != "auto" && (!is_number || number == 0))
    return "should be auto, or a number from 1 to 1024, not '" + said + "'";
  to = number;
  return {};
}

std::string set_level(const std::string& said, std::optional<level>& to) {
  for (auto& [word, value] : levels) {
    if (said == word) {
      to = value;
      return {};
    }
  }
  return "should be trace, debug, info, warning, error or off, not '" + said
         + "'";
}

template <class T>
CLI::Option* add_checked(CLI::App& app, const std::string& name, T& to,
                         std::string (*set)(const std::string&, T&),
                         const std::string& about) {
  return app.add_option_function<std::string>(
    name,
    [=, &to](const std::string& said) {
      if (auto problem = set(said, to); !problem.empty())
        throw CLI::ValidationError(name, problem);
    },
    about);
}

void add_process(CLI::App& app, process_options& process) {
  add_checked(app, "--loops", process.loops, set_loops,
              "Event loops, a thread each, or auto: one for each processor")
    ->type_name("N");
  add_checked(app, "--log-level", process.log_level, set_level,
              "trace, debug, info, warning, error or off")
    ->type_name("LEVEL");
}

constexpr auto commands
  = std::to_array<std::string_view>({"run", "check", "proxy", "demo"});

bool is_command(std::string_view said) {
  return std::find(commands.begin(), commands.end(), said) != commands.end();
}

} // namespace

command read_command_line(int argc, char** argv) {
  CLI::App app{about, "troupe"};
  app.set_version_flag("--version", "troupe " TROUPE_VERSION);
  app.require_subcommand(1);

  run_command run;
  auto* run_app = app.add_subcommand("run", "Run what a file describes");
  add_file(*run_app, run.file);
  add_process(*run_app, run.process);

  check_command check;
  auto* check_app
    = app.add_subcommand("check", "Say whether a file will do; start nothing");
  add_file(*check_app, check.file);

  proxy_command proxy;
  auto* proxy_app
    = app.add_subcommand("proxy", "Run a proxy that needs no file");
  proxy_app
    ->add_option("--listen", proxy.listen,
                 "Where to listen: 127.0.0.1:8080, '[::1]:8080', '*:8080', "
                 "unix:/run/x.sock")
    ->required()
    ->type_name("ADDRESS");
  proxy_app
    ->add_option("--to", proxy.to,
                 "Where requests go: http://127.0.0.1:9000; several take turns")
    ->required()
    ->type_name("URL");
  proxy_app
    ->add_option("--host-policy", proxy.host_policy,
                 "What a backend finds in Host: keep, backend, or a name")
    ->capture_default_str()
    ->type_name("POLICY");
  add_process(*proxy_app, proxy.process);

  demo_command demo;
  auto* demo_app = app.add_subcommand(
    "demo", "Run a proxy in front of an origin of its own, and say what to "
            "try");
  demo_app->add_option("--listen", demo.listen, "Where to listen")
    ->capture_default_str()
    ->type_name("ADDRESS");
  add_process(*demo_app, demo.process);

  if (argc > 1 && argv[1][0] != '-' && !is_command(argv[1])) {
    // CLI11 would say that a subcommand is missing.
    complain(fmt::format("there is no command '{}'{}", argv[1],
                         runtime::config::did_you_mean(argv[1], commands)));
    return status::mistake;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0)
      return app.exit(e);
    complain(fmt::format("{}; 'troupe --help' tells what there is", e.what()));
    return status::mistake;
  }
  if (run_app->parsed())
    return run;
  if (check_app->parsed())
    return check;
  if (proxy_app->parsed())
    return proxy;
  return demo;
}

} // namespace troupe::program
