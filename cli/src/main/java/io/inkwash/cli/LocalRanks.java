package io.inkwash.cli;

import io.inkwash.distributed.Launch;
import io.inkwash.distributed.RankException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The other processes of a training on this machine, whose rank 0 is this process: the same command
 * again, with the environment that torchrun would give. They print nothing: rank 0 receives what
 * goes wrong with one, and prints it.
 */
final class LocalRanks implements AutoCloseable {
  private static final long GRACE_SECONDS = 10;

  private final Launch launch;
  private final List<Process> others = new ArrayList<>();

  private LocalRanks(Launch launch) {
    this.launch = launch;
  }

  /** Starts all but rank 0. */
  static LocalRanks start(CommandSpec spec, int ranks) {
    Launch launch = Launch.local(0, ranks, freePort());
    LocalRanks started = new LocalRanks(launch);
    List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
    try {
      for (int rank = 1; rank < ranks; rank++) {
        started.others.add(started.process(rank, arguments));
      }
      return started;
    } catch (IOException e) {
      started.others.forEach(Process::destroyForcibly);
      throw new RankException("a rank cannot be started: " + e.getMessage(), e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new RankException("this machine has no free port: " + e.getMessage(), e);
    }
  }

  private Process process(int rank, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Inkwash.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.put("RANK", String.valueOf(rank));
    environment.put("LOCAL_RANK", String.valueOf(rank));
    environment.put("WORLD_SIZE", String.valueOf(launch.size()));
    environment.put("LOCAL_WORLD_SIZE", String.valueOf(launch.size()));
    environment.put("MASTER_ADDR", launch.meeting().host());
    environment.put("MASTER_PORT", String.valueOf(launch.meeting().port()));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  /** That of rank 0. */
  Launch launch() {
    return launch;
  }

  /** Waits for the others, which end when rank 0 does, and not for long. */
  @Override
  public void close() {
    try {
      for (Process other : others) {
        if (!other.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
          other.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      others.forEach(Process::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
