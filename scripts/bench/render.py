"""Writes a stream of text pieces as a Worker sends them, always the same, until it is about argv[2] bytes long.

argv[1] is the path; argv[3] is the kind of the pieces: words (the default), lines, or eastasian; or line, which makes one
line of all.
"""

import json
import random
import sys

LETTERS = "日本語文章試験修正実行結果確認一覧変更点説明関数呼出戻値型引数"
WORDS = "the a quick test fails because nobody has looked at main.rs and then returns 42 to its caller".split()
dice = random.Random(6455)


def piece():
    text = " " + dice.choice(WORDS)
    chance = dice.random()
    if chance < 0.05:
        return text + ".\n"
    if chance < 0.08:
        return text + ' "quoted"'
    if chance < 0.10:
        return text + " 日本語"
    return text


def lines():
    return "".join(" ".join(dice.choices(WORDS, k=dice.randint(4, 12))) + "\n" for _ in range(dice.randint(1, 5)))


def eastasian():
    text = "".join(dice.choices(LETTERS, k=dice.randint(2, 8)))
    chance = dice.random()
    return text + "。\n" if chance < 0.05 else text + "、" if chance < 0.15 else text


def event(name, **data):
    return json.dumps({"event": name, "data": data}, ensure_ascii=False, separators=(",", ":")) + "\n"


size = int(sys.argv[2])
kind = sys.argv[3] if len(sys.argv) > 3 else "words"
with open(sys.argv[1], "w", encoding="utf-8") as file:
    if kind == "line":
        file.write(event("text_delta", text="".join(piece() for _ in range(size // 8))))
    else:
        make = {"words": piece, "lines": lines, "eastasian": eastasian}[kind]
        written = 0
        while written < size:
            written += file.write(event("text_delta", text=make()))
