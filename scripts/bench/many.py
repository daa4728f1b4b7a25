"""What yoi-events is measured against: follow many Workers, and print so many of their events."""

import asyncio
import sys

import websockets


async def follow(url, printed, enough):
    async with websockets.connect(url, max_size=None) as socket:
        async for message in socket:
            print(message)
            printed.append(None)
            if len(printed) == int(sys.argv[1]):
                enough.set()


async def main():
    printed, enough = [], asyncio.Event()
    tasks = [asyncio.create_task(follow(url.strip(), printed, enough)) for url in sys.stdin]
    await enough.wait()
    for task in tasks:
        task.cancel()


asyncio.run(main())
