"""The same with asyncio, as python3 comes: a turn is a call_soon that adds itself, an event an add_reader."""
import asyncio, random, socket, sys, time, tracemalloc

TURNS, TIMERS, PINGS, TASKS, ROUNDS, ITEMS = 20000, 20000, 20000, 10000, 10, 20000
loop = asyncio.new_event_loop()
left = fired = 0


def report(what, total, count):
    print(f"{what} {total / count:.3f}")


def turns():
    def turn():
        global left
        left -= 1
        loop.call_soon(turn if left else loop.stop)
    global left
    left = TURNS
    begin = time.process_time_ns()
    loop.call_soon(turn)
    loop.run_forever()
    report("turn_ns", time.process_time_ns() - begin, TURNS)


def timers():
    def fire():
        global fired
        fired += 1
    begin = time.process_time_ns()
    handles = [loop.call_later(random.randrange(50) / 1000, fire) for _ in range(TIMERS)]
    for h in handles[::2]:
        h.cancel()
    loop.call_later(0.06, loop.stop)
    loop.run_forever()
    report("timer_ns", time.process_time_ns() - begin, TIMERS)
    if fired != TIMERS // 2:
        sys.exit(1)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    handles = [loop.call_later(1000, fire) for _ in range(TIMERS)]
    report("timer_bytes", tracemalloc.get_traced_memory()[0] - before, TIMERS)
    tracemalloc.stop()
    for h in handles:
        h.cancel()


def pings():
    def pong(s):
        global left
        byte = s.recv(1)
        left -= 1
        s.send(byte) if left else loop.stop()
    global left
    left = PINGS
    pair = socket.socketpair()
    for s in pair:
        s.setblocking(False)
        loop.add_reader(s, pong, s)
    begin = time.process_time_ns()
    pair[0].send(b"x")
    loop.run_forever()
    report("event_ns", time.process_time_ns() - begin, PINGS)


async def nap():
    for _ in range(ROUNDS):
        await asyncio.sleep(0.001)


async def all_naps():
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    tasks = [asyncio.ensure_future(nap()) for _ in range(TASKS)]
    await asyncio.sleep(0)  # each has begun, and sleeps
    report("task_bytes", tracemalloc.get_traced_memory()[0] - before, TASKS)
    tracemalloc.stop()
    await asyncio.gather(*tasks)
    begin = time.process_time_ns()
    await asyncio.gather(*(nap() for _ in range(TASKS)))
    report("task_ns", time.process_time_ns() - begin, TASKS)


async def all_cancelled():
    begin = time.process_time_ns()
    tasks = [asyncio.ensure_future(asyncio.sleep(3600)) for _ in range(TASKS)]
    await asyncio.sleep(0)
    for t in tasks:
        t.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    report("cancel_ns", time.process_time_ns() - begin, TASKS)
    if not all(isinstance(e, asyncio.CancelledError) for e in ended):
        sys.exit(1)


async def all_passed():
    queue = asyncio.Queue(16)

    async def puts_all():
        for _ in range(ITEMS):
            await queue.put(queue)
    begin = time.process_time_ns()
    putter = asyncio.ensure_future(puts_all())
    for _ in range(ITEMS):
        await queue.get()
    await putter
    report("queue_ns", time.process_time_ns() - begin, ITEMS)


turns()
timers()
pings()
loop.run_until_complete(all_naps())
loop.run_until_complete(all_cancelled())
loop.run_until_complete(all_passed())
