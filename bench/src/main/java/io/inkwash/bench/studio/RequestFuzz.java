package io.inkwash.bench.studio;

import static io.inkwash.format.Text.format;

import io.inkwash.bench.Options;
import io.inkwash.bench.fuzz.Mutator;
import io.inkwash.studio.Studio;
import io.inkwash.studio.StudioOptions;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Mutated requests to a running studio: paths, headers, bodies, pictures, nesting. Looked for are
 * answers of status 500 and above, answers that take over {@value #PATIENCE_MILLIS} ms, markup of a
 * request in an answer, the content of a file outside the folder of runs in an answer, and files
 * made outside. Case k of a seed is the same request on every machine.
 */
public final class RequestFuzz {
  private static final int PATIENCE_MILLIS = 60_000;
  private static final int MOST_READ = 1 << 16;
  private static final int TIDY_EVERY = 500;
  private static final String SECRET = "the-secret-of-a-file-outside";

  private final long seed;
  private final int port;
  private final RequestSamples samples = new RequestSamples();
  private final AtomicLong next = new AtomicLong();
  private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
  private final Set<String> found = new ConcurrentSkipListSet<>();

  private RequestFuzz(long seed, int port) {
    this.seed = seed;
    this.port = port;
  }

  /** The program; exits with 1 if it found anything. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options =
        new Options(arguments, Map.of("cases", "100000", "seed", "1", "threads", "4"));
    Torch.init(1);
    Path root = Files.createTempDirectory("fuzz");
    Files.writeString(root.resolve("secret.txt"), SECRET);
    StudioOptions served =
        StudioOptions.of(root.resolve("runs")).withPort(0).withDevice(ComputeDevice.CPU);
    Set<String> foundAll;
    try (Studio studio = Studio.open(served)) {
      RequestFuzz fuzz = new RequestFuzz(options.count("seed"), studio.port());
      fuzz.run(options.count("cases"), options.count("threads"));
      foundAll = fuzz.found;
    }
    try (Stream<Path> files = Files.list(root)) {
      Set<String> names =
          files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
      if (!names.equals(Set.of("secret.txt", "runs"))) {
        foundAll.add("files outside the folder of runs: " + names);
      }
    }
    foundAll.forEach(System.out::println);
    System.out.println(foundAll.size() + " found");
    System.exit(foundAll.isEmpty() ? 0 : 1);
  }

  private void run(int cases, int count) throws InterruptedException {
    long start = System.nanoTime();
    long before = Memory.residentMiB();
    Thread[] threads = new Thread[count];
    for (int k = 0; k < count; k++) {
      threads[k] = new Thread(() -> work(cases), "fuzz-" + k);
      threads[k].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        Locale.ROOT,
        "seed %d: %,d requests in %.0f s; statuses %s; resident memory %d MiB, then %d%n",
        seed,
        cases,
        (System.nanoTime() - start) / 1e9,
        new TreeMap<>(statuses),
        before,
        Memory.residentMiB());
  }

  private void work(int cases) {
    for (long k = next.getAndIncrement(); k < cases; k = next.getAndIncrement()) {
      if (k % TIDY_EVERY == 0) {
        tidy();
      }
      byte[] request = samples.mutated(Mutator.key(seed, k));
      check(k, request, answer(request));
    }
  }

  /** Cancels what the requests before began, so that the queue does not fill. */
  private void tidy() {
    String queue = answer(samples.get("/api/v1/queue"));
    for (String id : RequestSamples.values(queue, "\"id\":\"([0-9a-f-]{36})\"")) {
      answer(samples.delete("/api/v1/jobs/" + id));
    }
    for (String run :
        RequestSamples.values(answer(samples.get("/api/v1/runs")), "\"id\":\"([\\w.-]+)\"")) {
      answer(samples.post("/api/v1/runs/" + run + "/stop", "{}"));
      answer(samples.delete("/api/v1/runs/" + run));
    }
  }

  /** The answer as far as it is read; its beginning where it is a stream of events. */
  private String answer(byte[] request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      StringBuilder text = new StringBuilder();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        text.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        if (text.length() > MOST_READ || text.indexOf("text/event-stream") > 0) {
          break;
        }
      }
      return text.toString();
    } catch (SocketTimeoutException e) {
      return "timeout";
    } catch (IOException e) {
      return ""; // refused by closing
    }
  }

  private void check(long number, byte[] request, String answer) {
    String status = answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : "000";
    int code = status.matches("\\d{3}") ? Integer.parseInt(status) : 0;
    statuses.computeIfAbsent(code, any -> new LongAdder()).increment();
    String what =
        answer.equals("timeout")
            ? "no answer in time"
            : code >= 500
                ? "status " + code
                : answer.contains("<script>") || answer.contains("<img") // the page has neither
                    ? "markup of the request"
                    : answer.contains(SECRET) ? "a file outside" : "";
    if (!what.isEmpty()) {
      String line = new String(request, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
      found.add(format("%s: case %d: %s", what, number, line));
    }
  }
}
