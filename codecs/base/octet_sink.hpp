#pragma once

#include "codecs/base/octets.hpp"

#include <string>

namespace troupe::codecs {

/// Takes what is to leave: text that is composed for it, and octets that lie
/// elsewhere already.
class octet_sink {
public:
  /// To append to. What is appended leaves after all that came before it.
  virtual std::string& text() noexcept = 0;
  /// Borrowed until it has left.
  virtual void borrow(octets piece) = 0;

protected:
  ~octet_sink() = default;
};

/// One that copies all of it to a text.
class text_sink final : public octet_sink {
public:
  explicit text_sink(std::string& to) noexcept : text_(to) {
    // nop
  }

  std::string& text() noexcept override { return text_; }
  void borrow(octets piece) override { text_.append(as_text(piece)); }

private:
  std::string& text_;
};

} // namespace troupe::codecs
