"""A damped Gauss-Newton fit of positive parameters to positive figures, where what counts is the worst relative error.

All of it works on logarithms: a residual is log(model / figure), a step is a relative change. What is minimised is
the sum of the 8th powers of the residuals over `scale`, a smooth stand-in for the largest of them, by least squares
whose weights are recomputed at each step."""
import math

POWER = 8
LARGEST_STEP = 0.5  # of a logarithm
PROBE = 1.12        # relative change for the finite differences: large, because the model is a random simulation


def cost(residuals, scale):
    return sum(abs(r / scale) ** POWER for r in residuals)


def solve(matrix, right):
    """Gaussian elimination with partial pivoting."""
    n = len(right)
    rows = [list(row) + [r] for row, r in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, n):
            factor = rows[k][i] / rows[i][i]
            rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i])]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (rows[i][n] - sum(rows[i][k] * x[k] for k in range(i + 1, n))) / rows[i][i]
    return x


def slopes(model, logs, residuals):
    """d residual / d log parameter: one row a parameter."""
    h = math.log(PROBE)
    moved = [model([x + h * (k == i) for k, x in enumerate(logs)]) for i in range(len(logs))]
    return [[(b - a) / h for a, b in zip(residuals, row)] for row in moved]


def damped_step(jacobian, residuals, scale, damping):
    # The floor keeps cells that fit well in the system.
    weights = [(abs(r) / scale + 0.15) ** (POWER - 2) for r in residuals]
    total = sum(weights)
    weights = [w / total for w in weights]
    matrix = [[sum(w * p * q for w, p, q in zip(weights, a, b)) for b in jacobian] for a in jacobian]
    for i, row in enumerate(matrix):
        row[i] += damping * row[i] + 1e-6
    right = [-sum(w * p * r for w, p, r in zip(weights, a, residuals)) for a in jacobian]
    return [max(-LARGEST_STEP, min(LARGEST_STEP, d)) for d in solve(matrix, right)]


def improve(model, logs, residuals, jacobian, scale, damping):
    """The first damped step that lowers the cost: (logs, residuals, damping), or None."""
    for _ in range(6):
        tried = [x + d for x, d in zip(logs, damped_step(jacobian, residuals, scale, damping))]
        there = model(tried)
        if cost(there, scale) < cost(residuals, scale):
            return tried, there, max(damping / 5, 1e-4)
        damping *= 4
    return None


def fit(model, logs, scale, rounds, jacobian=None, tell=lambda *_: None):
    """At most `rounds` steps, from `logs`. With a jacobian given, that one is kept (chord method)."""
    residuals, damping = model(logs), 0.1
    for done in range(rounds):
        better = improve(model, logs, residuals, jacobian or slopes(model, logs, residuals), scale, damping)
        if better is None:
            break
        gain = cost(residuals, scale) - cost(better[1], scale)
        logs, residuals, damping = better
        tell(done + 1, residuals)
        if gain < 1e-3 * cost(residuals, scale):
            break
    return logs, residuals
