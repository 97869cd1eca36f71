"""A program that allows its clients less than the defaults do."""

from frame_cases import without_end
from judge import Case, answers, gives_back, goes_away, resets, section_of, some_of
from octets import *

TIGHT = []
section = section_of(TIGHT)
TIGHT_OPTIONS = {"window": 65535, "connection_window": 65535, "table": "1KiB",
                 "websocket": False}
TIGHT_START = table_size(1024)


@section("5.2", "flow control")
def flow_control(ask):
    bad = headers(1, ask.begins + block(ask.fields(path=None)), END_HEADERS)
    padding = data(1, padded(b"", 255), PADDED)
    return [
        Case("a client that sends more than the window of all",
             [ask.post(path="/stuck"), without_end(1)], goes_away(FLOW_CONTROL_ERROR)),
        Case("padding is given back to all", ask.post() + padding * 250, gives_back(30_000)),
        Case("padding is given back to a stream", ask.post() + padding * 250,
             gives_back(30_000, stream=1)),
        Case("what comes for a stream that we reset is given back",
             [bad, some_of(RST_STREAM), data(1, bytes(MAX_FRAME)) * 3], gives_back(30_000)),
    ]


@section("RFC 7541 4.2", "the table's size")
def table(ask):
    return [
        Case("a client that does not follow", Ask(ask.scheme).get(),
             goes_away(COMPRESSION_ERROR)),
        Case("a client that follows", ask.get(), answers()),
        Case("a client that follows not far enough",
             headers(1, table_size(1025) + Ask(ask.scheme).block()), goes_away(COMPRESSION_ERROR)),
    ]


@section("RFC 8441 3", "websockets")
def websockets(ask):
    fields = [*ask.fields(method="CONNECT"), (":protocol", "websocket")]
    return [Case("asked for where they are not offered",
                 headers(1, ask.begins + block(fields), END_HEADERS),
                 resets(PROTOCOL_ERROR))]
