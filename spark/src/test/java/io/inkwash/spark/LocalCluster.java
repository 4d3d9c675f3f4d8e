package io.inkwash.spark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Spark's standalone master and its workers, each in a process of its own on this machine. */
final class LocalCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  /** Starts a master and workers of one core each. */
  LocalCluster(Path folder, int workers) throws IOException, InterruptedException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(folder.resolve("jars")); // all classes come by the class path
    start("master", "org.apache.spark.deploy.master.Master", "--port", Integer.toString(port));
    awaitMaster();
    for (int i = 0; i < workers; i++) {
      start(
          "worker-" + i,
          "org.apache.spark.deploy.worker.Worker",
          "--cores",
          "1",
          "--memory",
          "1g",
          "--work-dir",
          folder.resolve("work-" + i).toString(),
          address());
    }
  }

  /** The address of the master. */
  String address() {
    return "spark://" + HOST + ":" + port;
  }

  private void start(String name, String main, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main,
                "--host",
                HOST,
                "--webui-port",
                "0"));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    builder.environment().put("SPARK_SCALA_VERSION", "2.13"); // else looked for in a build of Spark
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
    processes.add(builder.start());
  }

  private void awaitMaster() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Socket reached = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        if (System.nanoTime() > end || !processes.get(0).isAlive()) {
          throw new IOException(Files.readString(folder.resolve("master.log")), e);
        }
        Thread.sleep(50);
      }
    }
  }

  /** The processes that run tasks now: the children of the workers. */
  List<ProcessHandle> executors() {
    return processes.stream().skip(1).flatMap(Process::descendants).toList();
  }

  @Override
  public void close() {
    Stream.concat(executors().stream(), processes.stream().map(Process::toHandle))
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }
}
