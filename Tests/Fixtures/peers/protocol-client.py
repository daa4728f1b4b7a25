"""A client of a Worker's two-way WebSocket on Python's websockets.

Each line of standard input is {"send": TEXT or null, "expect": COUNT}: it sends the text, then prints the next COUNT
messages, a line each. It ends with its input, and says how the connection ended if that comes first.
"""
import asyncio
import json
import sys

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed


async def main():
    loop = asyncio.get_running_loop()
    async with connect(sys.argv[1], max_size=None, ping_interval=0.05) as connection:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            step = json.loads(line)
            try:
                if step["send"] is not None:
                    await connection.send(step["send"])
                for _ in range(step["expect"]):
                    print(await asyncio.wait_for(connection.recv(), 10), flush=True)
            except ConnectionClosed:
                print(f"closed with {connection.close_code}", flush=True)
                return


asyncio.run(main())
