"""What a client may not do with header compression, beyond the basic cases."""

from judge import (Case, acknowledgement, answers, encodes_first, goes_away, resets, response,
                   section_of, some_of)
from octets import *

HPACK = []
section = section_of(HPACK)


@section("RFC 7541 2.3", "tables")
def tables(ask):
    kept = literal(text(b"x-kept"), text(b"1"), INDEXED)
    def then(first, second, verdict):
        return [headers(1, ask.block() + first), response(), headers(3, second)], verdict
    wrong = goes_away(COMPRESSION_ERROR)
    return [
        Case("the first entry of an empty table",
             headers(1, indexed(2) + indexed(6) + indexed(4) + indexed(FIRST_DYNAMIC)), wrong),
        Case("a name of an empty table",
             headers(1, literal(FIRST_DYNAMIC, text(b"x"))), wrong),
        Case("an entry of an earlier request",
             *then(kept, ask.block() + indexed(FIRST_DYNAMIC + 1), answers(stream=3))),
        Case("one behind the last", *then(kept, ask.block() + indexed(FIRST_DYNAMIC + 3), wrong)),
        Case("an entry of this request",
             headers(1, ask.block() + kept + indexed(FIRST_DYNAMIC)), answers()),
        Case("a table that was emptied",
             *then(kept, table_size(0) + table_size(4096) + indexed(2) + indexed(6)
                   + indexed(FIRST_DYNAMIC), wrong)),
        Case("an entry larger than the table",
             *then(literal(text(b"x-huge"), text(b"x" * 5000), INDEXED),
                   indexed(2) + indexed(6) + indexed(FIRST_DYNAMIC), wrong)),
        Case("entries that push others out",
             *then(kept + literal(text(b"x-big"), text(b"x" * 4050), INDEXED),
                   indexed(2) + indexed(6) + indexed(FIRST_DYNAMIC + 1), wrong)),
        Case("a malformed request feeds the table all the same",
             [headers(1, block([("X-A", "b")]) + kept), some_of(RST_STREAM),
              headers(3, ask.block() + indexed(FIRST_DYNAMIC + 1))], answers(stream=3)),
    ]


@section("RFC 7541 5", "integers and strings")
def integers_and_strings(ask):
    def behind(octets):
        return headers(1, ask.block() + octets)
    def value(octets):
        return literal(CACHE_CONTROL, huffman(octets))
    wrong = goes_away(COMPRESSION_ERROR)
    bad = {
        "an index without end": b"\xff" + b"\x80" * 20 + b"\x01",
        "an index beyond 32 bits": b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
        "an index that breaks off": b"\xff",
        "an index that breaks off later": b"\xff\x80",
        "a name that breaks off": b"\x00\x05x-a",
        "a value that breaks off": b"\x00\x03x-a\x05b",
        "a value that is not there": b"\x00\x03x-a",
        "a length beyond 32 bits": b"\x00\x03x-a\x7f\xff\xff\xff\xff\xff\x7f",
        "a length beyond the block": b"\x00\x03x-a\x7f\x80\x80\x01b",
        "Huffman's code with an octet of padding": value(CUSTOM_KEY + b"\xff"),
        "Huffman's code that is nothing but padding": value(b"\xff\xff\xff\xff"),
        "Huffman's code that breaks off": value(b"\xff\xff"),
        "a name in Huffman's code padded with zero": literal(huffman(b"\x18"), text(b"v")),
        "the end of a string as a string": value(b"\xff\xff\xff\xff\xff"),
        "an indexed field of index 0 that is long": b"\xff\x80\x80\x80\x80\x80\x80\x80\x80\x01",
    }
    return [
        *[Case(what, behind(octets), wrong) for what, octets in bad.items()],
        Case("Huffman's code of nothing", behind(value(b"")), answers()),
        Case("an integer longer than it need be",
             behind(b"\x00\x03x-a\x7f\x80\x80\x00" + b"v" * 127), answers()),
    ]


@section("RFC 7541 6.3", "changes of size")
def changes_of_size(ask):
    wrong = goes_away(COMPRESSION_ERROR)
    whole = ask.block()
    return [
        Case("in the middle of a head", headers(1, whole[:3] + table_size(0) + whole[3:]), wrong),
        Case("one that is far too large", headers(1, table_size(2**31) + whole), wrong),
        Case("one beyond 32 bits", headers(1, b"\x3f\xff\xff\xff\xff\xff\x7f" + whole), wrong),
        Case("one that breaks off", headers(1, b"\x3f\xe1"), wrong),
        Case("one that is all there is", headers(1, table_size(0)), resets(PROTOCOL_ERROR)),
        Case("one at the beginning of trailers",
             ask.post() + headers(1, table_size(100) + block([("x-sum", "1")])), answers()),
    ]


@section("RFC 7541 4.2", "what we encode")
def what_we_encode(ask):
    return [
        Case("a table that the client closes",
             [settings((HEADER_TABLE_SIZE, 0)), acknowledgement(), ask.get()],
             encodes_first(table_size(0))),
        Case("a table that it closes and opens",
             [settings((HEADER_TABLE_SIZE, 0)) + settings((HEADER_TABLE_SIZE, 4096)),
              acknowledgement(2), ask.get()], encodes_first(table_size(0), table_size(4096))),
    ]
