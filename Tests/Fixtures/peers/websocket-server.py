"""A server on Python's websockets: prints its port, then for each connection how a conversation with an echo went.

It ends when its standard input does.
"""
import asyncio
import sys

import websockets

MESSAGES = [
    "",
    "hello",
    b"",
    b"\x00\xff" * 10,
    "x" * 125,
    "x" * 126,
    "é語🎉" * 10_000,
    b"y" * 65_535,
    "z" * 65_536,
    b"\x01\x02\x03" * 1_000_000,
    "w" * (16 << 20),
    ["in ", "three ", "parts"],
    [b"", b"in ", b"", b"bytes"],
]


async def converse(connection):
    for message in MESSAGES:
        await connection.send(message)
        whole = message if not isinstance(message, list) else message[0][:0].join(message)
        answer = await connection.recv()
        if answer != whole:
            return f"sent {len(whole)}, got back {len(answer)}"
        await (await connection.ping(b"still there?"))
    # Many at once, without waiting for each.
    for number in range(1_000):
        await connection.send(str(number))
    for number in range(1_000):
        if await connection.recv() != str(number):
            return "echoes out of order"
    await connection.close(4000, "that was all")
    return f"passed, closed with {connection.close_code}"


async def handle(connection, *_):
    try:
        print(await asyncio.wait_for(converse(connection), 60), flush=True)
    except Exception as error:
        print(f"failed: {error!r}", flush=True)


async def main():
    options = {"max_size": None, "compression": "deflate"}
    async with websockets.serve(handle, "127.0.0.1", 0, **options) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
