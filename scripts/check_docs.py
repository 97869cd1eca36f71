#!/usr/bin/env python3
"""Checks that the documentation says what the sources say.

Links: what a relative link of README.md, docs/ and */README.md names is there.
Errors: docs/reference/errors.md has a row for each enumerator, below a comment
"<!-- rows: proxy_errc -->" or "errc", and agrees with failure.cpp and errc.cpp.
Snippets: the block below "<!-- from examples/reverse_proxy.cpp -->" is that
file; "<!-- from examples/reverse_proxy.cpp [options] -->" is what stands there
between two lines "// [options]". Indentation of the whole does not count."""
import pathlib
import re
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
ERRORS = "docs/reference/errors.md"
FENCE = re.compile(r"^( *)```.*?^\1```[^\S\n]*$\n?", re.M | re.S)
LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
SNIPPET = re.compile(r"<!-- from (\S+)(?: \[(\w+)\])? -->\s*\n"
                     r"( *)```\w*\n(.*?)^\3```", re.M | re.S)


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def anchors(markdown: str) -> set:
    """What GitHub makes of headings."""
    titles = re.findall(r"^#+ +(.+?) *#*$", FENCE.sub("", markdown), re.M)
    return {re.sub(r"[^\w\- ]", "", x.lower()).replace(" ", "-") for x in titles}


def bad_links(page: str, markdown: str):
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("\n", markdown))
    for target in LINK.findall(prose):
        if re.match(r"[a-z][a-z+.-]*:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (ROOT / page).parent / path if path else ROOT / page
        if not there.exists():
            yield f"{page}: {target}: no such file"
        elif anchor and there.suffix == ".md" and anchor not in anchors(
                there.read_text(encoding="utf-8")):
            yield f"{page}: {target}: no such heading"


def bad_snippets(page: str, markdown: str):
    found = SNIPPET.findall(markdown)
    if len(found) != markdown.count("<!-- from "):
        yield f"{page}: a snippet's comment stands above no block"
    for path, region, _, block in found:
        where = f"{path} [{region}]" if region else path
        if not (ROOT / path).is_file():
            yield f"{page}: {where}: no such file"
            continue
        source = text_of(path)
        if region:
            parts = re.split(rf"^ *// \[{region}\]\n", source, flags=re.M)
            if len(parts) != 3:
                yield f"{page}: {where}: no such region"
                continue
            source = parts[1]
        if textwrap.dedent(block).strip() != textwrap.dedent(source).strip():
            yield f"{page}: the snippet differs from {where}"


def proxy_errors() -> dict:
    """Each enumerator with the cells that its row has to show."""
    names = enumerators("actors/base/failure.hpp", "proxy_errc")
    rows = re.findall(r"row\{(\w+), \"(\w*)\", (\d+), fault::(\w+),\s*"
                      r"retry::(\w+),\s*\"(\w*)\"\}",
                      text_of("actors/base/failure.cpp"))
    cells = {name: [f"`{word}`", status, whose, again, f"`{rfc}`" if rfc else ""]
             for name, word, status, whose, again, rfc in rows}
    return {name: cells.get(name, ["no row in failure.cpp"]) for name in names}


def codec_errors() -> dict:
    status, waiting = {}, []
    source = text_of("codecs/http1/errc.cpp").split("status_for(")[1]
    for name, number in re.findall(r"errc::(\w+):|return (\d+);", source):
        waiting.append(name)
        if number:
            status.update(dict.fromkeys(waiting, number))
            waiting = []
    return {name: [f"`{name}`", status.get(name, "400")]
            for name in enumerators("codecs/http1/errc.hpp", "errc")}


def enumerators(path: str, enum: str) -> list:
    body = re.search(rf"enum class {enum}\b[^{{]*{{(.*?)}};", text_of(path), re.S)
    return re.findall(r"\w+", re.sub(r"//[^\n]*|= *\d+", "", body[1]))


def bad_rows(enum: str, expected: dict):
    table = re.search(rf"<!-- rows: {enum} -->\s*\n((?:\|.*\n)+)", text_of(ERRORS))
    lines = table[1].splitlines()[2:] if table else []
    rows = [[x.strip() for x in line.strip("|").split("|")] for line in lines]
    words = [row[0].strip("`") for row in rows]
    yield from (f"{ERRORS}: no row for {x}" for x in expected if x not in words)
    for word, row in zip(words, rows):
        if word not in expected or words.count(word) > 1:
            yield f"{ERRORS}: {word}: not an enumerator of {enum}, or twice"
        elif row[:len(expected[word])] != expected[word]:
            yield f"{ERRORS}: {word}: should begin with {expected[word]}"


def main() -> int:
    pages = sorted(x.relative_to(ROOT).as_posix() for x in [
        ROOT / "README.md", *ROOT.glob("*/README.md"), *ROOT.glob("docs/**/*.md")])
    bad = [*bad_rows("proxy_errc", proxy_errors()), *bad_rows("errc", codec_errors())]
    for page in pages:
        markdown = text_of(page)
        bad += [*bad_links(page, markdown), *bad_snippets(page, markdown)]
    print("\n".join(bad) or f"{len(pages)} pages say what the sources say")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
