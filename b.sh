set -e
cd /tmp/w7
C="${CXX:-g++} -std=c++20 -O1 -g $F -I/tmp/w7 -DBOOST_TEST_DYN_LINK -Wall -Wextra -Wno-missing-field-initializers"
mkdir -p /tmp/w7tls/o$S
for f in runtime/tls/*.cpp runtime/net/wire.cpp runtime/net/stream.cpp runtime/net/fd.cpp runtime/loop/event_loop.cpp runtime/time/*.cpp runtime/buffer/byte_queue.cpp runtime/config/file.cpp runtime/config/finding.cpp $T; do
 [ -e $f ] || continue
 o=/tmp/w7tls/o$S/$(echo $f | tr / _).o
 if [ ! -e $o ] || [ -n "$(find runtime tests/runtime/tls tests/support $f -newer $o -name '*.?pp' | head -1)" ]; then echo "$C -c $f -o $o"; fi
done | xargs -P2 -I{} sh -c "{}"
${CXX:-g++} $F -o /tmp/w7tls/t$S /tmp/w7tls/o$S/*.o -lboost_unit_test_framework -lssl -lcrypto -lfmt -lspdlog -lpthread
