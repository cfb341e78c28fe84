"""Figures of Google Benchmark binaries: what the engine costs where stages cost nothing."""
import json
import subprocess

import corpus
import measure


def benchmark(build, binary, *arguments, repetitions=5):
    """{name: medians of its numbers} of one binary."""
    command = [build / "bench" / binary, *arguments, f"--benchmark_repetitions={repetitions}",
               "--benchmark_format=json", "--benchmark_report_aggregates_only=true"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise measure.Failed(f"{binary} ended with {done.returncode}:\n{done.stderr}")
    return {one["run_name"]: one for one in json.loads(done.stdout)["benchmarks"] if one["aggregate_name"] == "median"}


def threads_of(name):
    return int(name.rsplit("threads:", 1)[1].split("/")[0])


def engine(setting):
    """P2: CPU time of a document through six stages that do nothing. To reach: 65 ns bare, 200 ns a stage instrumented."""
    found = benchmark(setting.build, "engine_bench")
    plain = {threads_of(name): one["document"] for name, one in found.items() if name.startswith("plain_loop")}
    labels = {"plain_loop": "plain loop over six virtual calls", "six_stages/bare": "six stages, calls not timed",
              "six_stages/instrumented": "six stages, every call timed"}
    for name, one in found.items():
        text = f"{one['document'] * 1e9:,.0f} ns a document, {one['visit'] * 1e9:,.0f} ns a stage"
        label = next((label for prefix, label in labels.items() if name.startswith(prefix)), None)
        if label:
            yield f"{label}, {count(threads_of(name), 'thread')}", \
                  f"{text}, {one['document'] / plain[threads_of(name)]:.1f} x the plain loop"
        else:
            batch = count(int(name.split("documents_in_a_batch:")[1].split("/")[0]), "document")
            yield f"network, source to sink, {batch} a batch, {count(threads_of(name), 'thread')}", text


def count(number, what):
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def limiter(setting):
    """Weighted admission, from asking for tokens to giving them back."""
    for name, one in benchmark(setting.build, "limiter_bench").items():
        yield f"an admission, {count(threads_of(name), 'thread')}", f"{1e6 / one['items_per_second']:.2f} us"


def order(setting):
    """Letting documents in, against strict order: 8 threads, 4 GiB, each asks for 12 x size + 500 MiB. Simulated."""
    found = {name.split("order/")[1].split("/iterations")[0].replace(" ", ""): one
             for name, one in benchmark(setting.build, "order_bench").items() if "makespan" in one}
    for corpus in ("mixed", "real"):
        strict = found.get(f"{corpus}/strict")
        for policy in ("weir", "first_fit", "longest_first") if strict else ():
            one = found[f"{corpus}/{policy}"]
            yield f"{corpus}, {strict['documents']:.0f} documents, {policy.replace('_', ' ')}", \
                  f"makespan {one['makespan'] / strict['makespan']:.3f}, " \
                  f"mean wait {one['mean_wait'] / strict['mean_wait']:.3f}, " \
                  f"wait of the largest {one['wait_of_largest'] / strict['makespan']:.3f} of the makespan"


def commits(setting):
    """The checkpoint: the store's transaction alone, and the committer as a whole."""
    found = benchmark(setting.build, "commit_bench")
    for name, one in found.items():
        if name.startswith("store_commit"):
            yield f"store, {name.split('batches:')[1].split('/')[0]} batches a commit", \
                  f"{one['items_per_second']:,.0f} batches/s"
        else:
            yield "committer: part, sync, store, sync, tokens", \
                  f"{one['items_per_second']:,.0f} batches/s, 2,048 batches in {one['commits']:.0f} commits"


def waiting(setting):
    """1,000 chunks of 4 kB through a stage that waits, with 10 workers. To reach: under 1 MB, 0.12 ms each."""
    for name, one in benchmark(setting.build, "waiting_bench").items():
        wait = name.split("wait_ms:")[1].split("/")[0]
        yield f"calls of {wait} ms, 10 workers", f"{one['added_to_a_chunk'] * 1e3:.3f} ms added to each, " \
              f"{one['memory_beyond_chunks'] / 1e6:.2f} MB beyond the chunks"


def html(setting):
    """P4: the stage html beside other parsers on the same filings, on one core. To reach: 800 MB/s, 20 times gumbo."""
    found = benchmark(setting.build, "html_bench", corpus.folder() / "sec_html", "--benchmark_min_time=0.1",
                      "--benchmark_enable_random_interleaving=true", repetitions=max(setting.rounds, 5))
    kinds = {"markup": "marked up", "by_hand": "laid out by hand"}
    readers = {"weir": "weir, with blocks, styles and map", "gumbo": "gumbo, tree", "libxml2_tree": "libxml2, tree",
               "libxml2_push": "libxml2, SAX push", "memchr": "memchr from tag to tag, the ceiling"}
    for kind, pages in kinds.items():
        speed = {reader: found[f"{kind}/{reader}"]["bytes_per_second"] for reader in readers}
        for reader, label in readers.items():
            ratio = "" if reader == "weir" else f", weir {speed['weir'] / speed[reader]:.2f} x"
            yield f"pages {pages}: {label}", f"{speed[reader] / 1e6:,.0f} MB/s{ratio}"
