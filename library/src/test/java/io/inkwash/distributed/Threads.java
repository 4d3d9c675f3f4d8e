package io.inkwash.distributed;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ranks that are threads of this process: quicker to start than processes, and alike to Gloo. */
final class Threads {
  private static final long LONGEST_SECONDS = 120;

  private Threads() {}

  /** What a rank does. */
  @FunctionalInterface
  interface Part<T> {
    T of(RankGroup group) throws Exception;
  }

  static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Has so many ranks do their parts; their results by rank. */
  static <T> List<T> run(int size, Part<T> part) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> each : start(launches(size, Duration.ofSeconds(20)), part)) {
      results.add(each.get(LONGEST_SECONDS, TimeUnit.SECONDS));
    }
    return results;
  }

  static List<Launch> launches(int size, Duration patience) throws Exception {
    int port = freePort();
    List<Launch> launches = new ArrayList<>();
    for (int rank = 0; rank < size; rank++) {
      launches.add(Launch.local(rank, size, port).patient(patience));
    }
    return launches;
  }

  static <T> List<Future<T>> start(List<Launch> launches, Part<T> part) {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<T>> futures = new ArrayList<>();
    for (Launch launch : launches) {
      futures.add(
          threads.submit(
              () -> {
                RankGroup group = RankGroup.join(launch);
                return group.run(() -> part.of(group));
              }));
    }
    threads.shutdown();
    return futures;
  }
}
