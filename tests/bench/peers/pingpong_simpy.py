"""The oracle workload (../../engine/pingpong.hpp) on SimPy: ns of processor time per item, and the mean sojourn time."""
import sys
import time

try:
    import simpy
except ImportError:
    print("SimPy: not installed")
    sys.exit(0)

ITEMS = 200_000  # a fifth of what the other engines run; the means at equal counts agree
SERVICE = 100_000  # ps


def thoughts(index, producers):
    state = index + 1
    while True:
        state = (state * 1_664_525 + 1_013_904_223) & 0xFFFFFFFF
        yield 1_000 + (((state >> 4) * (2 * producers * 125_000)) >> 28)


def producer(env, posted, thinking, items, sojourns):
    for _ in range(items):
        yield env.timeout(next(thinking))
        start, served = env.now, env.event()
        posted.put(served)
        yield served
        sojourns.append(env.now - start)


def consumer(env, posted):
    while True:
        served = yield posted.get()
        yield env.timeout(SERVICE)
        served.succeed()


def mean_sojourn_ns(producers, items):
    env = simpy.Environment()
    posted = simpy.Store(env)
    sojourns = []
    env.process(consumer(env, posted))
    for index in range(producers):
        env.process(producer(env, posted, thoughts(index, producers), items // producers, sojourns))
    env.run()
    return sum(sojourns) / len(sojourns) / 1_000


def main():
    items = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    for producers in (1, 16, 64):
        begin = time.process_time()
        mean = mean_sojourn_ns(producers, items)
        spent = time.process_time() - begin
        print(f"{'SimPy ' + simpy.__version__:<20} {producers:>10} {spent * 1e9 / items:>12.1f} {mean:>18.4f}")


main()
