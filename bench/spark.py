"""Draws and measures by two executors of a Spark cluster, beside the command on one machine.

Starts Spark's standalone master and two workers, each a process of its own, submits the jobs sample and evaluate, and holds
that every file has the bytes of `inkwash sample`, and every metric the value of `inkwash evaluate` within 1e-9.
"""

import argparse
import filecmp
import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time

HOST = "127.0.0.1"


def free_port():
    with socket.socket() as s:
        s.bind((HOST, 0))
        return s.getsockname()[1]


class Cluster:
    def __init__(self, java, classpath, folder):
        self.java, self.classpath, self.folder, self.processes = java, classpath, folder, []
        os.makedirs(os.path.join(folder, "jars"))
        self.environment = dict(
            os.environ, SPARK_HOME=folder, SPARK_LOCAL_DIRS=os.path.join(folder, "local"), SPARK_LOCAL_IP=HOST,
            SPARK_SCALA_VERSION="2.13", OPENBLAS_NUM_THREADS="1",
        )
        port = free_port()
        self.address = f"spark://{HOST}:{port}"
        self.start("Master", "--port", str(port))
        while True:
            with socket.socket() as s:
                if s.connect_ex((HOST, port)) == 0:
                    break
            time.sleep(0.2)
        for i in (0, 1):
            work = os.path.join(folder, f"work-{i}")
            self.start("Worker", "--cores", "1", "--memory", "1g", "--work-dir", work, self.address)

    def start(self, role, *words):
        main = f"org.apache.spark.deploy.{role.lower()}.{role}"
        command = [self.java, "-Xmx256m", "-cp", self.classpath, main, "--host", HOST, "--webui-port", "0", *words]
        log = open(os.path.join(self.folder, f"{role}-{len(self.processes)}.log"), "w", encoding="utf-8")
        self.processes.append(subprocess.Popen(command, env=self.environment, stdout=log, stderr=log))

    def submit(self, words):
        settings = {
            "spark.master": self.address,
            "spark.ui.enabled": "false",
            "spark.driver.host": HOST,
            "spark.driver.bindAddress": HOST,
            "spark.executor.memory": "512m",
            "spark.executor.extraClassPath": self.classpath,
            "spark.log.level": "ERROR",
        }
        command = [self.java, "-Xmx1g", *(f"-D{key}={value}" for key, value in settings.items())]
        command += ["-cp", self.classpath, "io.inkwash.spark.submit.InkwashSpark", *words]
        started = time.time()
        result = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if result.returncode:
            sys.exit("spark: " + result.stderr[-3000:])
        return result.stdout, time.time() - started

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()


def local(command, words):
    started = time.time()
    result = subprocess.run(command + words, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit("spark: " + result.stderr[-3000:])
    return result.stdout, time.time() - started


def same_files(cluster, options, how, folder):
    one, several = os.path.join(folder, "one"), os.path.join(folder, "several")
    _, took = cluster.submit(["sample", *how, "--format", "folder", "--shard", "256", "--out", several])
    print(f"{options.count} images by two executors: {took:.0f} s", flush=True)
    _, took = local(options.command, ["sample", *how, "--images", one])
    print(f"{options.count} images by one process: {took:.0f} s", flush=True)
    names = sorted(name for name in os.listdir(one) if name.endswith(".png"))
    _, differ, lost = filecmp.cmpfiles(one, several, names, shallow=False)
    print(f"{len(names)} files, of which {len(differ)} differ and {len(lost)} are missing", flush=True)
    return len(names) == options.count and not differ and not lost


def same_numbers(cluster, options, how):
    found, took = cluster.submit(["evaluate", *how, "--shard", "256"])
    print(f"evaluate by two executors: {took:.0f} s", flush=True)
    wanted, took = local(options.command, ["evaluate", *how, "--json"])
    print(f"evaluate by one process: {took:.0f} s", flush=True)
    found = json.loads(found)
    worst = 0
    for one in json.loads(wanted)["findings"]:
        value = found[one["name"]]["value"]
        worst = max(worst, abs(value - one["value"]) / abs(one["value"]))
        print(f"{one['name']}: {one['value']!r} by one process, {value!r} by two executors", flush=True)
    return worst <= 1e-9


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--steps", type=int, help="of the solver; the recipe's unless given")
    parser.add_argument("--data", default="mnist", help="the real images, more than are drawn")
    parser.add_argument("--jobs", default="sample,evaluate", help="which of the two")
    parser.add_argument("--java", default="java")
    parser.add_argument("--classpath", required=True, help="a file with the class path of module spark and of Spark")
    parser.add_argument("command", nargs="+", help="the inkwash command, after --")
    options = parser.parse_args()
    with open(options.classpath, encoding="utf-8") as file:
        classpath = file.read().strip()
    how = shlex.split("--run mnist --seed 3 --batch 64 --threads 1 --precision fp32")
    if options.steps:
        how += ["--steps", str(options.steps)]
    how += ["--count", str(options.count)]
    metrics = ["--data", options.data, "--features", "digits-lenet", "--metrics", "fid,kid,precision-recall"]
    with tempfile.TemporaryDirectory(prefix="spark-bench-") as folder:
        cluster = Cluster(options.java, classpath, os.path.join(folder, "cluster"))
        try:
            good = True
            if "sample" in options.jobs:
                good &= same_files(cluster, options, how, folder)
            if "evaluate" in options.jobs:
                good &= same_numbers(cluster, options, [*how, *metrics])
        finally:
            cluster.close()
    if not good:
        sys.exit("spark: wanted are the same files, and metrics within 1e-9")


if __name__ == "__main__":
    main()
