#include "examples/troupe/command_line.hpp"

#include <variant>

namespace {

int perform(int status) {
  return status;
}

} // namespace

int main(int argc, char** argv) {
  using namespace troupe::program;
  return std::visit([](const auto& what) { return perform(what); },
                    read_command_line(argc, argv));
}
