"""Figures of whole runs of the main job on real filings."""
import shutil
import sqlite3
import statistics
import subprocess
from pathlib import Path

import corpus
import measure

ROOT = Path(__file__).resolve().parent.parent
GRAPH = ROOT / "graphs" / "sec_risk_factors.toml"
DONE = (0, 1)  # 1: some documents are dead, each with its name


class Job:
    """The main job on one folder, by `weir run`, by the plain loop, and by the network without a checkpoint."""

    def __init__(self, setting, filings, threads=2):
        self.setting = setting
        self.filings = filings
        self.threads = threads
        self.output = setting.scratch / "output"

    def weir(self):
        return [self.setting.build / "bin" / "weir", "run", GRAPH, self.filings, "--directory", self.output, "--quiet",
                "--set", f"run.threads={self.threads}"]

    def engine(self):
        """Without the process that starts it: its own memory and instructions."""
        return [*self.weir(), "--no-supervise"]

    def other(self, engine):
        return [self.setting.build / "bench" / "main_job", engine, GRAPH, self.filings, self.output, str(self.threads)]

    def timed(self, command):
        def once():
            shutil.rmtree(self.output, ignore_errors=True)
            return measure.run(command, DONE)
        return once

    def counted(self, command):
        shutil.rmtree(self.output, ignore_errors=True)
        return measure.instructions(command, DONE)

    def records(self, volume):
        """The lines of a volume as a set: whoever does the same work writes the same lines, in some order."""
        return sorted((volume / "segments.jsonl").read_bytes().splitlines())


def plain_loop(setting):
    """P1: weir against a plain loop over the same stage objects. To reach: 1.02."""
    filings = corpus.copies(setting.scratch, setting.copies)
    job = Job(setting, filings)
    same_work(job)
    compared = measure.compare(job.timed(job.other("plain")), job.timed(job.weir()), max(setting.rounds, 15))
    yield "CPU time, weir to plain loop, two threads", measure.middle(compared.ratio("cpu"))
    yield "    plain loop to itself", measure.middle(compared.noise("cpu"))
    yield "wall time, weir to plain loop, two threads", measure.middle(compared.ratio("wall"))
    yield "    plain loop to itself", measure.middle(compared.noise("wall"))
    yield "    throughput of weir", speed(filings, compared.wall_b)
    yield "    throughput of the plain loop", speed(filings, compared.wall_a)
    yield from instructions(setting)


def instructions(setting):
    """What the two do for the filings themselves: what they do for the smallest of them alone, which is next to nothing
    but starting, is taken off."""
    whole, start = {}, {}
    for engine in ("plain", "network", "weir"):
        for filings, counts in ((corpus.copies(setting.scratch, 1), whole), (corpus.smallest(setting.scratch), start)):
            job = Job(setting, filings)
            counts[engine], counter = job.counted(job.engine() if engine == "weir" else job.other(engine))
    for engine, label in (("network", "the network without a checkpoint"), ("weir", "weir")):
        work = (whole[engine] - start[engine]) / (whole["plain"] - start["plain"])
        yield f"instructions, {label} to plain loop ({counter})", \
              f"{work:.3f}, with what starting takes {whole[engine] / whole['plain']:.3f}"


def same_work(job):
    job.timed(job.other("plain"))()
    plain = job.records(job.output)
    job.timed(job.weir())()
    if plain != job.records(job.output / "out"):
        raise measure.Failed("weir and the plain loop do not write the same records: their times say nothing")


def speed(filings, walls):
    return f"{corpus.size(filings) / 1e6 / statistics.median(walls):,.0f} MB/s"


def python(setting):
    """P3: weir against the Python baseline. To reach: 150 times with BeautifulSoup, 20 times with lxml alone."""
    baseline = corpus.baseline()
    filings = corpus.copies(setting.scratch, max(setting.copies // 4, 1))
    job = Job(setting, filings)
    files = sorted(filings.iterdir())
    job.timed(job.weir())()
    yield "gold: weir", corpus.score(corpus.characters_of_weir(job.output / "out"))
    for parser, name in (("lxml", "BeautifulSoup"), ("lxml-raw", "lxml alone")):
        command = ["/usr/bin/python3", baseline, "-w", "2", "--parser", parser, job.output, *files]
        compared = measure.compare(job.timed(job.weir()), job.timed(command), setting.rounds)
        yield f"wall time, Python with {name} to weir", measure.middle(compared.ratio("wall"))
        yield f"CPU time, Python with {name} to weir", measure.middle(compared.ratio("cpu"))
        yield "    weir to itself, wall", measure.middle(compared.noise("wall"))
        yield f"    throughput of Python with {name}", speed(filings, compared.wall_b)
        yield "    throughput of weir", speed(filings, compared.wall_a)
        job.timed(command)()
        yield f"gold: Python with {name}", corpus.score(corpus.characters_of_baseline(job.output))


def memory(setting):
    """P5: one large filing. To reach: growth of at most 0.25 of its size and 16 MB, 0.15 s for 68 MB."""
    small = Job(setting, corpus.copies(setting.scratch, 1))
    for megabytes in setting.megabytes:
        large = Job(setting, corpus.big(setting.scratch, megabytes))
        bytes_in = corpus.size(large.filings)
        growths, walls = [], []
        for _ in range(setting.rounds):
            peaks = []
            for job in (small, large):
                shutil.rmtree(job.output, ignore_errors=True)
                cost, peak = measure.peak_memory(job.engine(), DONE)
                peaks.append(peak)
            walls.append(cost.wall)
            growths.append(peaks[1] - peaks[0])
        bound = 0.25 * bytes_in + 16e6
        growth = statistics.median(growths)
        yield f"a filing of {bytes_in / 1e6:.0f} MB: more memory than for small ones", \
              f"{growth / 1e6:.1f} MB, bound {bound / 1e6:.1f} MB"
        yield "    its wall time, process and all", f"{measure.middle(walls)} s"


def governed(setting):
    """P6: memory over a mix with filings of 60 MB, sampled each 10 ms. To reach: at most the budget and 24 MB."""
    mix = setting.scratch / "mix"
    if not mix.is_dir():
        staged = mix.with_suffix(".new")
        shutil.copytree(corpus.copies(setting.scratch, 4), staged, dirs_exist_ok=True)
        large = next(corpus.big(setting.scratch, 60).iterdir())
        for number in range(4):
            shutil.copy(large, staged / f"a{number}_large{large.suffix}")
        staged.rename(mix)
    job = Job(setting, mix)
    budget = 512 << 20
    peaks = []
    for _ in range(setting.rounds):
        shutil.rmtree(job.output, ignore_errors=True)
        command = [*job.weir(), "--set", f"limiters.memory.tokens={budget}B"]
        peaks.append(measure.peak_memory(command, DONE, interval=0.01, address_space=budget * 4)[1])
    yield f"highest of {setting.rounds} runs, with a budget of {budget / 1e6:.0f} MB", \
          f"{max(peaks) / 1e6:.1f} MB, bound {budget / 1e6 + 24:.0f} MB"


def threads(setting):
    """P7: one thread to two. To reach: 1.85."""
    filings = corpus.copies(setting.scratch, setting.copies)
    one, two = Job(setting, filings, threads=1), Job(setting, filings, threads=2)
    compared = measure.compare(two.timed(two.weir()), one.timed(one.weir()), setting.rounds)
    yield "wall time, one thread to two", measure.middle(compared.ratio("wall"))
    yield "    two threads to themselves", measure.middle(compared.noise("wall"))
    yield "CPU time, two threads to one", measure.middle([1 / ratio for ratio in compared.ratio("cpu")])


def checkpoint(setting):
    """P8: with the checkpoint and without. To reach: CPU time 1.02."""
    job = Job(setting, corpus.copies(setting.scratch, setting.copies))
    compared = measure.compare(job.timed(job.other("network")), job.timed(job.weir()), max(setting.rounds, 15))
    yield "CPU time, weir to its network without a checkpoint", measure.middle(compared.ratio("cpu"))
    yield "    the network to itself", measure.middle(compared.noise("cpu"))
    cost = job.timed(job.weir())()
    batches, commits = books(job.output / "store.sqlite")
    published = sum(file.stat().st_size for file in (job.output / "out").rglob("*") if file.is_file())
    yield "batches, commits", f"{batches}, {commits}"
    yield "written to the disk for a batch", f"{cost.written / batches / 1e3:.0f} kB, of it {published / batches / 1e3:.0f} kB published"
    syncs = count_syncs(job)
    yield "syncs for a batch", f"{syncs / batches:.1f}" if syncs else "not counted: strace is not installed"


def isolation(setting):
    """P10: in workers and in threads, documents of 1 MB and more. To reach: CPU time 1.05."""
    job = Job(setting, corpus.at_least(setting.scratch, 10**6, setting.copies))
    isolated = job.weir() + ["--set", "classes.all.isolation=process"]
    compared = measure.compare(job.timed(job.weir()), job.timed(isolated), max(setting.rounds, 15))
    yield "CPU time, in workers to in threads", measure.middle(compared.ratio("cpu"))
    yield "    in threads to themselves", measure.middle(compared.noise("cpu"))
    yield "wall time, in workers to in threads", measure.middle(compared.ratio("wall"))


def books(store):
    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    try:
        batches, = connection.execute("SELECT count(*) FROM batches").fetchone()
        commits, = connection.execute("SELECT epoch FROM run").fetchone()
    finally:
        connection.close()
    return batches, commits


def count_syncs(job):
    if not shutil.which("strace"):
        return None
    shutil.rmtree(job.output, ignore_errors=True)
    counts = job.setting.scratch / "syncs.txt"
    subprocess.run(["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", counts, *job.weir()],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(counts, encoding="utf-8") as lines:
        return sum("sync(" in line for line in lines)
