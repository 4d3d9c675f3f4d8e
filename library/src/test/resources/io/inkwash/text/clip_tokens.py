"""Writes clip-tokens.jsonl: texts and the identifiers that transformers' CLIPTokenizer gives them.

Run with transformers 5.18.0 and tokenizers 0.23.2 (Apache license), with CLIP's own list of merges
(openai/CLIP, MIT license), which the library holds, and the tokenizer's folder that is tested too:

    python clip_tokens.py

Each line: the text, the identifiers with CLIP's padding, and with "!" as padding, as Stable
Diffusion 2 has it. The folder tiny-tokenizer holds a vocabulary of a few hundred merges.
"""

import gzip
import json
import os
import pathlib

import tokenizers
import transformers
from transformers import CLIPTokenizer

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[5]
MERGES = ROOT / "src/main/resources/io/inkwash/text/clip-merges.txt.gz"


def letters():
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    code = {b: chr(b) for b in plain}
    for b in range(256):
        if b not in code:
            code[b] = chr(256 + len(code) - len(plain))
    return list(code.values())


def vocabulary(merges):
    tokens = letters()
    tokens += [t + "</w>" for t in tokens]
    tokens += ["".join(m) for m in merges] + ["<|startoftext|>", "<|endoftext|>"]
    return {t: i for i, t in enumerate(tokens)}


def texts():
    words = (
        "a photo of the cat dog astronaut riding horse in style oil painting van gogh 4k detailed"
        " portrait sunset mountains river neon city rain cyberpunk watercolor ink drawing children's"
        " book it's don't we're they'll I'd i'm you've rock'n'roll O'Brien"
    ).split()
    yield from ["", " ", "\n", "a", "A", "?", "!", "!!!", "a photo of a cat", "A Photo Of A CAT"]
    yield from ["hello!", "hello ! world", "wow!!! amazing!", "#1 (best) [tag:1.2] {x} <y> a|b"]
    yield from ["  leading and   inner\tspaces\r\nlines\n\nend  ", "tab\there", "nb\u00a0space"]
    yield from ["thin\u2009space", "em\u2003space", "zero\u200bwidth", "line\u2028sep", "\u3000"]
    yield from ["vt\x0bff\x0cfs\x1cgs\x1dnel\x85x", "null\x00char", "bell\x07", "\ufeffbom"]
    yield from ["café", "cafe\u0301", "naïve façade", "Ångström", "A\u030angstro\u0308m", "ﬁne ﬂow"]
    yield from ["ÉCLAIR À LA CRÈME", "straße STRASSE ẞ", "İstanbul ISTANBUL ı", "ΟΔΟΣ οδός ΣΊΣΥΦΟΣ"]
    yield from ["Привет, мир", "Ёлка й", "שלום עולם", "مرحبا بالعالم ١٢٣", "नमस्ते दुनिया", "สวัสดีชาวโลก"]
    yield from ["你好世界", "一只猫 a cat 狗", "こんにちは世界", "カタカナ ｶﾀｶﾅ", "안녕하세요 세계", "각\u1100\u1161\u11a8"]
    yield from ["漢字かな交じり文 123", "日本語,テスト。", "𠮷野家", "龘", "中文，标点；「引号」"]
    yield from ["😀", "😀😃😄", "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "❤️", "☃ snow ☂", "a 🐱 and a 🐶", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
    yield from ["1", "12", "123456", "3.14159", "1,000,000", "2026-11-29", "10:30pm", "v1.5", "4x4=16"]
    yield from ["½ ¼ ² ³ Ⅷ ① ٣ 三", "x² + y² = z²", "50% off", "$5 €5 £5 ¥5", "a_b_c", "a-b—c–d", "…"]
    yield from ["it's", "IT'S", "can't've", "'s", "''s", "'tis", "o'clock", "y'all'd", "'ll've", "s's's"]
    yield from ["“quoted” ‘single’", "it’s", "don`t", "back\\slash", "a/b", "@user", "http://a.b/c?d=e&f"]
    yield from ["<|startoftext|>", "<|endoftext|>", "a <|endoftext|> b", "x<|startoftext|>y", "<|ENDOFTEXT|>"]
    yield from ["<|endoftext|", "!!<|ENDOFTEXT|>!!", "&amp; &lt;b&gt;", "(masterpiece:1.2), ((best))"]
    yield from ["supercalifragilisticexpialidocious", "pneumonoultramicroscopicsilicovolcanoconiosis"]
    yield from ["antidisestablishmentarianism", "x" * 40, "ab" * 60, "z" * 300, "1" * 100, "é" * 50]
    yield from ["word " * 100, "a, " * 60, "long " * 75, "long " * 74 + "cut", "long " * 76, "😀" * 40]
    yield from ["!" * 80, "你" * 60, "a\n" * 50]
    seed = 7
    for i in range(90):
        line = []
        for _ in range(3 + i % 12):
            seed = (seed * 1103515245 + 12345) % 2**31
            word = words[(seed >> 8) % len(words)]
            line.append([word, word.upper(), word.title(), word + ","][(seed >> 20) % 4])
        yield " ".join(line)
    ranges = [(0x20, 0x7F), (0xA0, 0x250), (0x370, 0x530), (0x4E00, 0x4F00), (0x1F300, 0x1F640), (0x300, 0x370)]
    for i in range(60):
        line = []
        for _ in range(5 + i % 20):
            seed = (seed * 1103515245 + 12345) % 2**31
            low, high = ranges[(seed >> 8) % len(ranges)]
            line.append(chr(low + (seed >> 12) % (high - low)))
        yield "".join(line)


def encode(tokenizer, text):
    return tokenizer(text, padding="max_length", truncation=True, max_length=77)["input_ids"]


merges = [tuple(line.split(" ")) for line in gzip.open(MERGES, "rt", encoding="utf-8").read().splitlines()]
clip = CLIPTokenizer(vocab=vocabulary(merges), merges=merges, model_max_length=77)
second = CLIPTokenizer(vocab=vocabulary(merges), merges=merges, model_max_length=77, pad_token="!")
folder = HERE / "tiny-tokenizer"
few = merges[:300]
made = CLIPTokenizer(vocab=vocabulary(few), merges=few, model_max_length=77)
made.save_pretrained(folder)
tiny = CLIPTokenizer.from_pretrained(folder)

with open(HERE / "clip-tokens.jsonl", "w", encoding="utf-8") as out:
    versions = "transformers %s, tokenizers %s" % (transformers.__version__, tokenizers.__version__)
    print(json.dumps({"versions": versions}), file=out)
    for text in texts():
        line = {"text": text}
        for name, tokenizer in (("clip", clip), ("second", second), ("tiny", tiny)):
            ids = encode(tokenizer, text)
            assert len(ids) == 77
            while len(ids) > 1 and ids[-1] == ids[-2] == tokenizer.pad_token_id:
                ids.pop()  # the padding that repeats
            line[name] = ids
        print(json.dumps(line), file=out)
print(os.listdir(folder))
