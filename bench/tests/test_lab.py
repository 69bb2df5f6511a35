"""What the benchmarks calculate and write, without clusters."""

import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any

from bench.benchmarks import BENCHMARKS, big_image, many, preview, start
from bench.lab import javas, page
from bench.lab.apicount import Asked
from bench.lab.bed import ROOT
from bench.lab.counter import Counter
from bench.lab.memory import family
from bench.lab.numbers import median, percentile, seconds
from bench.lab.processes import Run, Unexpected, run
from bench.lab.result import Line, Result, Table, missing
from bench.lab.swallow import answers, swallowing
from bench.lab.watcher import is_ready


class BigImage(unittest.TestCase):
    def test_the_noise_is_another_one_each_time_and_there_once(self) -> None:
        with tempfile.TemporaryDirectory() as place:
            dockerfile = Path(place) / "Dockerfile"
            dockerfile.write_text("FROM base\n\nENV PATH=/opt/venv/bin:$PATH\nCOPY . .\n")
            big_image.load(dockerfile, "first")
            big_image.load(dockerfile, "second")
            text = dockerfile.read_text()
        self.assertEqual(text.count("RUN head"), 1)
        self.assertIn("# second\nENV PATH=", text)


class Previews(unittest.TestCase):
    def test_the_release_file_has_a_name_and_addresses_of_its_own(self) -> None:
        text = preview.release_file((ROOT / "examples/polls/kube-release.yaml").read_text(), "198.18.1.11:80")
        self.assertIn("app: bench-preview\n", text)
        self.assertIn('host: "{branch}.bench-preview.test"', text)
        self.assertIn('preview:\n  limit: 20\n  ingress: "198.18.1.11:80"\n  verify: {http: /health}\n', text)
        self.assertIn('datastores: "{app}-datastores"', text)
        self.assertRaises(ValueError, preview.release_file, "app: other\n", "198.18.1.11:80")

    def test_one_that_is_lost_is_short_and_named(self) -> None:
        runs = [Run(["x"], 0.0, took) for took in (8.0, 9.0, 10.0)]
        result = preview.found(runs, [Run(["y"], 0.0, 12.0)], [Run(["x"], 0.0, 30.0), *runs], ["once3: no room"])
        self.assertEqual(
            [str(line) for line in result.lines],
            [
                "bench preview ratio 0.75 limit 0.8 ok (medians, 9.00 s against the script's 12.00 s)",
                "bench preview-lost ratio 1 limit 0 short (of 4 at once, a number and no ratio)",
                "bench preview-at-once ratio 1.056 limit none ok (4 at once, median 9.50 s, worst 30.00 s, against one alone)",
            ],
        )
        self.assertIn("Lost: once3: no room", result.remarks)


class Numbers(unittest.TestCase):
    def test_a_percentile_is_a_measured_value(self) -> None:
        hundred = [float(number) for number in range(100, 0, -1)]
        self.assertEqual(percentile(hundred, 0.95), 95.0)
        self.assertEqual(percentile(hundred, 1), 100.0)
        self.assertEqual(percentile([3.0], 0.5), 3.0)

    def test_of_few_values_the_95th_percentile_is_the_greatest(self) -> None:
        self.assertEqual(percentile([1.0, 2.0, 9.0], 0.95), 9.0)

    def test_there_is_no_percentile_of_nothing(self) -> None:
        self.assertRaises(ValueError, percentile, [], 0.95)

    def test_the_median_of_an_even_number_lies_between(self) -> None:
        self.assertEqual(median([4.0, 1.0, 2.0, 3.0]), 2.5)

    def test_times_have_the_digits_that_mean_something(self) -> None:
        self.assertEqual(
            [seconds(value) for value in (0.0123, -0.05, 0.9996, 12.345, 301.2)],
            ["12 ms", "-50 ms", "1.00 s", "12.35 s", "301 s"],
        )


class Lines(unittest.TestCase):
    def test_a_ratio_at_its_limit_is_ok_and_one_above_is_short(self) -> None:
        self.assertEqual(str(Line("x", 0.05, 0.05)), "bench x ratio 0.05 limit 0.05 ok")
        self.assertEqual(str(Line("x", 0.0512, 0.05)), "bench x ratio 0.051 limit 0.05 short")

    def test_without_a_limit_nothing_is_judged(self) -> None:
        self.assertEqual(str(Line("memory", 12.34, None, "told")), "bench memory ratio 12.3 limit none ok (told)")

    def test_what_could_not_be_measured_is_short_and_says_why(self) -> None:
        result = missing("promote", "", "crane could not be had")
        self.assertEqual(str(result.lines[0]), "bench promote ratio none limit none short (crane could not be had)")


class Pages(unittest.TestCase):
    ABOUT = {"at": "2026-01-02 03:04", "commit": "abc", "load": 1.0, "count": None}

    def test_a_result_survives_being_kept(self) -> None:
        result = Result("x", "How?", [Line("x", 1.0, 2.0, "why")], [Table(["a"], [["1"]])], ["lost"])
        self.assertEqual(Result.from_json(result.as_json()), result)

    def test_a_row_has_as_many_cells_as_its_header(self) -> None:
        self.assertRaises(ValueError, Table, ["a", "b"], [["1"]])

    def test_the_page_has_lines_versions_tables_and_remarks(self) -> None:
        result = Result("x", "How?", [Line("x", 3.0, 2.0, "medians")], [Table(["a|b"], [["1"]])], ["Where we lose."])
        text = page.render([(self.ABOUT, result)], ["2 cores"], [("crane", "1.2")])
        for part in (
            "| `x` | 3 | 2 | short | medians |",
            "2 cores",
            "| crane | 1.2 |",
            "| a\\|b |",
            "- Where we lose.",
            "commit abc",
        ):
            self.assertIn(part, text)

    def test_the_page_says_when_fewer_were_measured(self) -> None:
        text = page.render([({**self.ABOUT, "count": 3}, Result("x", "", [], [], []))], [], [])
        self.assertIn("BENCH_COUNT=3", text)

    def test_the_page_has_a_place_for_each_benchmark(self) -> None:
        self.assertEqual(list(BENCHMARKS), page.ORDER)


class Many(unittest.TestCase):
    def test_threads_count_beyond_those_of_one_and_heap_against_its_limit(self) -> None:
        one = many.Held.read("40 21 10485760")
        asked = Asked()
        for method, target, agent in (
            ("GET", "/apis/apps/v1/namespaces/x/deployments?limit=500", "fabric8-kubernetes-client/7.3.1"),
            ("GET", "/apis/apps/v1/namespaces/x/deployments?watch=true", "fabric8-kubernetes-client/7.3.1"),
            ("GET", "/api/v1/namespaces/x/secrets/s", "fabric8-kubernetes-client/7.3.1"),
            ("PATCH", "/apis/apps/v1/namespaces/x/deployments/app", "Helm/4.3.1"),
            ("GET", "/apis/apps/v1", "Helm/4.3.1"),
        ):
            asked.hear(method, target, agent)
        result = many.found(one, many.Held(90, 54, 268435456), [asked])
        self.assertIn(["kube-release", "watch", "deployments", "1"], result.tables[1].rows)
        self.assertIn(["Helm", "get", "discovery", "1"], result.tables[1].rows)
        self.assertEqual({line.name: line.ratio for line in result.lines}["many-calls"], 2)

        threads, _, heap = result.lines
        self.assertEqual((threads.ratio, threads.verdict), (33.0, "short"))
        self.assertEqual((heap.ratio, heap.verdict), (0.5, "ok"))
        self.assertEqual(result.tables[0].rows[1][1:], ["90", "54", "256 MiB"])


class Starts(unittest.TestCase):
    def test_each_command_is_compared_by_medians(self) -> None:
        took = {(command, who): [1.0, 2.0, 9.0] for command in start.COMMANDS for who in (start.BEFORE, start.NOW)}
        took["plan", start.NOW] = [0.5, 1.0, 1.0]

        lines = {line.name: line for line in start.found(took).lines}

        self.assertEqual(set(lines), {"start-version", "start-plan", "start-status"})
        self.assertEqual((lines["start-plan"].ratio, lines["start-plan"].verdict), (0.5, "ok"))
        self.assertEqual((lines["start-status"].ratio, lines["start-status"].verdict), (1.0, "short"))

    def test_javas_are_known_by_their_release_file(self) -> None:
        with tempfile.TemporaryDirectory() as place:
            for name, version in (("a", "17.0.15"), ("b", "1.8.0_452"), ("c", "25.0.3")):
                java = Path(place, name, "bin/java")
                java.parent.mkdir(parents=True)
                java.touch()
                Path(place, name, "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')

            found = javas.found_javas(Path(place))

            self.assertEqual({version: java.parts[-3] for version, java in found.items()}, {17: "a", 25: "c"})


class Rollouts(unittest.TestCase):
    @staticmethod
    def deployment(**status: int) -> dict[str, Any]:
        usual = {"observedGeneration": 2, "updatedReplicas": 3, "replicas": 3, "availableReplicas": 3}
        return {"metadata": {"generation": 2}, "spec": {"replicas": 3}, "status": {**usual, **status}}

    def test_ready_is_seen_new_available_and_without_old_pods(self) -> None:
        self.assertTrue(is_ready(self.deployment()))
        for short in ({"observedGeneration": 1}, {"updatedReplicas": 2}, {"replicas": 4}, {"availableReplicas": 2}):
            self.assertFalse(is_ready(self.deployment(**short)), short)


class Processes(unittest.TestCase):
    def test_what_takes_too_long_is_ended_with_its_children(self) -> None:
        began = time.monotonic()
        with self.assertRaisesRegex(Unexpected, "did not end within"):
            run(["sh", "-c", "sleep 60 & sleep 60"], within=0.3)
        self.assertLess(time.monotonic() - began, 5)

    def test_lines_are_stamped_while_the_program_runs(self) -> None:
        done = run([sys.executable, "-uc", "import time; print(1); time.sleep(0.2); print(2)"]).require()
        self.assertEqual([line.text for line in done.lines], ["1", "2"])
        self.assertGreater(done.lines[1].at - done.lines[0].at, 0.1)

    def test_a_failure_shows_the_last_lines(self) -> None:
        with self.assertRaisesRegex(Unexpected, "ended with 3:\nno such chart"):
            run(["sh", "-c", "echo no such chart; exit 3"]).require()

    def test_a_family_has_grandchildren_and_no_strangers(self) -> None:
        self.assertEqual(family(5, {5: 1, 6: 5, 7: 6, 8: 1}), {5, 6, 7})


class Counting(unittest.TestCase):
    @staticmethod
    def packet(port: int, payload: bytes) -> bytes:
        ip = bytes([0x45]) + bytes(8) + bytes([6]) + bytes(10)
        tcp = bytes(2) + port.to_bytes(2, "big") + bytes(8) + bytes([0x50]) + bytes(7)
        return bytes(14) + ip + tcp + payload

    def test_requests_about_the_repository_are_heard_and_no_others(self) -> None:
        counter = Counter("polls")
        counter.hear(self.packet(5000, b"HEAD /v2/polls/manifests/1 HTTP/1.1\r\nHost: x\r\n"), 5000)
        counter.hear(self.packet(5000, b"POST /v2/polls/blobs/uploads/ HTTP/1.1\r\n"), 5000)
        counter.hear(self.packet(5000, b"HEAD /v2/other/manifests/1 HTTP/1.1\r\n"), 5000)
        counter.hear(self.packet(5001, b"HEAD /v2/polls/manifests/1 HTTP/1.1\r\n"), 5000)
        counter.hear(self.packet(5000, b"bytes of a layer"), 5000)
        self.assertEqual(counter.number(("HEAD",), "/manifests/"), 1)
        self.assertEqual(counter.number(("POST",), "/blobs/uploads"), 1)
        self.assertEqual(len(counter.requests), 2)


class Swallowing(unittest.TestCase):
    def test_connections_neither_come_about_nor_are_refused(self) -> None:
        with swallowing() as address:
            host, port = address.split(":")
            self.assertFalse(answers(host, int(port)))


if __name__ == "__main__":
    unittest.main()
