"""A Backend's observation WebSocket on Python's websockets: prints its port, then for each connection how it went.

Each event is there once: a client that comes with a cursor gets those above it. It ends when its standard input does.
"""
import asyncio
import json
import sys
import urllib.parse

import websockets

TEXTS = [str(number) for number in range(1_000)] + ["é語🎉" * 100_000, "z" * (8 << 20)]
IDS = {"runtime_id": "runtime-a", "worker_id": "worker-00000001"}


def message(sequence, text):
    payload = {"event": "text_delta", "data": {"text": text}}
    envelope = {"cursor": f"bo_{sequence:016x}", "event_id": "e", **IDS, "payload": payload}
    return json.dumps({"kind": "event", "envelope": envelope}, ensure_ascii=False)


async def handle(connection, *path):
    path = path[0] if path else connection.request.path
    cursor = urllib.parse.parse_qs(urllib.parse.urlsplit(path).query).get("cursor", ["bo_0"])[0]
    try:
        for sequence, text in enumerate(TEXTS, 1):
            if sequence <= int(cursor[3:], 16):
                continue
            whole = message(sequence, text)
            # Every other one in three frames.
            third = len(whole) // 3
            parts = [whole[:third], whole[third : 2 * third], whole[2 * third :]]
            await connection.send(whole if sequence % 2 else parts)
            if sequence == 500 and cursor == "bo_0":
                await connection.close(1012, "restart")
        await connection.wait_closed()
    except websockets.ConnectionClosed:
        pass
    print(f"from {cursor}, closed with {connection.close_code}", flush=True)


async def main():
    options = {"compression": "deflate", "ping_interval": 0.02}
    async with websockets.serve(handle, "127.0.0.1", 0, **options) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
