"""Writes a stream of text pieces as a Worker sends them, always the same, until it is about argv[2] bytes long.

argv[1] is the path; argv[3], if given, makes one line of all.
"""

import json
import random
import sys

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


def event(name, **data):
    return json.dumps({"event": name, "data": data}, ensure_ascii=False, separators=(",", ":")) + "\n"


size = int(sys.argv[2])
with open(sys.argv[1], "w", encoding="utf-8") as file:
    if len(sys.argv) > 3:
        file.write(event("text_delta", text="".join(piece() for _ in range(size // 8))))
    else:
        written = 0
        while written < size:
            written += file.write(event("text_delta", text=piece()))
