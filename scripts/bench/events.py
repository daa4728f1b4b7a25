"""What yoi-events is measured against: print each observed event until the Worker is idle."""

import asyncio
import json
import sys

import websockets


async def follow(url):
    async with websockets.connect(url, max_size=None) as socket:
        async for message in socket:
            payload = json.loads(message)
            if "envelope" in payload:
                payload = payload["envelope"]["payload"]
                message = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
            print(message)
            if payload["event"] == "status" and payload["data"]["status"] == "idle":
                return


asyncio.run(follow(sys.argv[1]))
