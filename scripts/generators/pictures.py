"""The pictures of docs/: the life of a kick, and the inversion of same core and other core."""
import json

from . import svg
from .program import kickpath

STUDY = "scenarios/studies/same-core-or-other-core"


def files():
    return {"docs/pictures/life-of-a-kick.svg": life_of_a_kick(),
            "docs/pictures/same-core-or-other-core.svg": inversion(json.loads(kickpath("run", STUDY, "--json", "-")))}


# ---- The life of a kick: who does what, downwards in time

LANES = [("guest, on core 0", 15), ("KVM, on core 0", 260), ("iothread, on core 1", 505)]
WIDTH = 225

# lane, first row, rows, what, the components of the profile that it costs
STEPS = [(0, 0, 1, "posts a request", "ring.post"),
         (0, 1, 1, "kick: writes the doorbell", "ring.kick_test"),
         (1, 1, 1, "exit", "exit.pio"),
         (1, 2, 1, "signals the ioeventfd", "eventfd.signal"),
         (1, 3, 1, "wakes the iothread: IPI", "wake.remote, ipi.send"),
         (0, 4, 1, "runs on, or halts", "halt.enter"),
         (2, 4, 1, "core leaves idle, switches", "wake.idle_exit, sched.switch"),
         (2, 5, 1, "epoll returns, reads eventfd", "epoll.ready, eventfd.read"),
         (2, 6, 1, "pops; serves; pushes", "ring.pop, line.transfer, …"),
         (2, 7, 1, "interrupt: writes the irqfd", "irq.irqfd"),
         (1, 8, 1, "vcpu: IPI, poll or wake-up", "irq.kick_guest | halt.unblock"),
         (1, 9, 1, "injects, enters the guest", "irq.inject"),
         (0, 10, 1, "handler, EOI", "irq.eoi, irq.return"),
         (0, 11, 1, "reaps the completion", "ring.reap")]
ARROWS = [((0, 1), (1, 1)), ((1, 3), (2, 4)), ((1, 3), (0, 4)), ((2, 7), (1, 8)), ((1, 9), (0, 10))]
TOP, ROW, BOX = 58, 48, 40


def middle(row):
    return TOP + ROW * row + BOX / 2


def arrow(start, end):
    (from_lane, from_row), (to_lane, to_row) = start, end
    is_right = to_lane > from_lane
    x1 = LANES[from_lane][1] + (WIDTH if is_right else 0)
    x2 = LANES[to_lane][1] + (0 if is_right else WIDTH)
    return svg.line(x1, middle(from_row), x2, middle(to_row), "arrow")


def life_of_a_kick():
    parts = []
    bottom = TOP + ROW * 12
    for name, x in LANES:
        parts += [svg.text(x + WIDTH / 2, 34, name, "strong middle"), svg.line(x + WIDTH / 2, 44, x + WIDTH / 2, bottom, "line")]
    for lane, row, rows, what, components in STEPS:
        x, y = LANES[lane][1], TOP + ROW * row
        parts += [svg.rect(x, y, WIDTH, ROW * rows - (ROW - BOX), "box"), svg.text(x + 10, y + 17, what),
                  svg.text(x + 10, y + 33, components, "mono quiet")]
    parts += [arrow(*each) for each in ARROWS]
    return svg.page(745, bottom + 12, "The life of a kick",
                    "A guest posts a request and writes the doorbell; KVM exits, signals the ioeventfd and wakes the iothread on another core, "
                    "which serves the request and interrupts the guest by irqfd; the guest reaps the completion. Under each step are the "
                    "components of the cost profile that it costs.", parts)


# ---- Same core or other core: predicted bars, measured marks

def figures(results):
    """{(place, VMs): (predicted, measured)} in operations a second, 16 in flight."""
    figures = {}
    for result in results:
        place, vms, depth = result["scenario"]["name"].rsplit("-", 3)[0], *result["scenario"]["name"].rsplit("-", 3)[1::2]
        if depth == "qd16":
            figures[place, int(vms)] = (result["totals"]["ops_per_s"]["mean"], result["references"][0]["value"])
    return figures


def bar(x, width, rate, style, per_pixel, floor, label):
    predicted, measured = (each / per_pixel for each in rate)
    return [svg.rect(x, floor - predicted, width, predicted, style),
            svg.line(x - 5, floor - measured, x + width + 5, floor - measured, "mark"),
            svg.text(x + width / 2, floor - max(predicted, measured) - 8, f"{rate[0] / 1000:.0f}", "small middle"),
            svg.text(x + width / 2, floor + 16, label, "small quiet middle")]


def inversion(results):
    rates = figures(results)
    floor, per_pixel = 290, 3000
    parts = [svg.text(20, 26, "16 requests in flight, two cores: thousand operations a second", "strong"),
             svg.text(20, 46, "bars and figures: predicted; black or white marks: measured on the same host", "quiet small"),
             svg.line(20, floor, 690, floor, "line")]
    for index, vms in enumerate((1, 2, 4)):
        x = 50 + 225 * index
        parts += bar(x, 70, rates["same-core", vms], "a", per_pixel, floor, "same core")
        parts += bar(x + 95, 70, rates["other-core", vms], "b", per_pixel, floor, "other core")
        parts.append(svg.text(x + 82, floor + 38, f"{vms} VM" + ("s" if vms > 1 else ""), "strong middle"))
    described = "; ".join(f"{vms} VM{'s' if vms > 1 else ''}, {place.replace('-', ' ')}: predicted {p / 1000:.0f}, measured {m / 1000:.0f}"
                          for (place, vms), (p, m) in sorted(rates.items(), key=lambda each: each[0][1]))
    return svg.page(710, 345, "Same core or other core", "Thousand operations a second. " + described, parts)
