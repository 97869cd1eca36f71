#include "examples/troupe/command_line.hpp"

#include <CLI/CLI.hpp>
#include <map>
#include <string>

#include "examples/troupe/report.hpp"

namespace troupe::program {

namespace {

constexpr auto about
  = "An HTTP reverse proxy made of actors.\n\n"
    "Exit status: 0 all was well (also after SIGTERM), 1 it could not start "
    "or\n"
    "not go on, 2 the command line or the configuration has mistakes, 130 it\n"
    "was interrupted (SIGINT).";

void add_file(CLI::App& to, std::string& file) {
  to.add_option("-c,--config", file, "The configuration, in YAML")
    ->required()
    ->type_name("FILE");
}

void add_process(CLI::App& to, process_options& process) {
  using runtime::log::level;
  static const std::map<std::string, level> levels{
    {"trace", level::trace},     {"debug", level::debug}, {"info", level::info},
    {"warning", level::warning}, {"error", level::error}, {"off", level::off},
  };
  static const std::map<std::string, std::string> automatic{{"auto", "0"}};
  to.add_option("--loops", process.loops,
                "Event loops, a thread each, or auto: one for each processor")
    ->check(CLI::Range(0, 1024))
    ->transform(CLI::Transformer{automatic}.description(""))
    ->type_name("N");
  to.add_option("--log-level", process.log_level,
                "trace, debug, info, warning, error or off")
    ->transform(CLI::CheckedTransformer{levels}.description(""))
    ->type_name("LEVEL");
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

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0)
      return app.exit(e);
    complain(e.what());
    complain("'troupe --help' tells what there is");
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
