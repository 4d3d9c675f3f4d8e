package io.inkwash.bench.studio;

import io.inkwash.bench.Options;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.studio.Studio;
import io.inkwash.studio.StudioOptions;
import io.inkwash.studio.work.DeviceThread;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that draw by OpenAI's API from the shipped model, each its next image when it has one:
 * images a second beside the library's own at a batch of as many, which takes its turn before each
 * tenth of the time; the time of a request; statuses; memory after each tenth. Clients and server
 * share a process and its processors. The verdicts hold the run to what the server promises.
 */
public final class Load {
  private static final int TENTHS = 10;

  private final int clients;
  private final AtomicLong seeds = new AtomicLong();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final List<Double> alone = new ArrayList<>();
  private final List<Long> resident = new ArrayList<>();

  private Load(int clients) {
    this.clients = clients;
  }

  /** The program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments, Map.of("clients", "64", "seconds", "600"));
    Torch.init();
    machine();
    int clients = options.count("clients");
    int seconds = options.count("seconds");
    Load load = new Load(clients);
    double rate = load.run(seconds);
    double[] alone = load.alone.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double usual = (alone[(TENTHS - 1) / 2] + alone[TENTHS / 2]) / 2;
    System.out.printf(
        Locale.ROOT,
        "library, batch %d, before each tenth: median %.2f images/s, %.2f to %.2f%n",
        clients,
        usual,
        alone[0],
        alone[TENTHS - 1]);
    machine();
    System.exit(load.verdicts(rate, usual) ? 0 : 1);
  }

  private static void machine() {
    System.out.printf(
        Locale.ROOT,
        "Java %s, %d processors, %d operator threads, load %.1f%n",
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        Torch.threads(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** Images a second of the library by itself. */
  private static double alone(int batch, int seconds) {
    try (DrawingModel model = Model.open(Path.of("mnist"))) {
      model.generate().classes(7).batch(batch).draw(batch);
      long start = System.nanoTime();
      int drawn = 0;
      while (System.nanoTime() - start < seconds * 1_000_000_000L) {
        model.generate().classes(7).seed(drawn).batch(batch).draw(batch);
        drawn += batch;
      }
      return drawn / ((System.nanoTime() - start) / 1e9);
    }
  }

  /** Images a second of the server. */
  private double run(int seconds) throws IOException, InterruptedException {
    Path runs = Files.createTempDirectory("load");
    try (Studio studio = Studio.open(StudioOptions.of(runs).withPort(0))) {
      URI uri = studio.address().resolve("/v1/images/generations");
      work(uri, Math.max(5, seconds / 10)); // to warm up
      double batches = -metric(studio.address(), "inkwash_batches_total");
      double device = -metric(studio.address(), "inkwash_device_seconds_total");
      nanos.clear();
      refused.set(0);
      failed.set(0);
      double took = 0;
      for (int tenth = 0; tenth < TENTHS; tenth++) {
        alone.add(alone(clients, Math.max(3, seconds / 60)));
        long start = System.nanoTime();
        work(uri, Math.max(1, seconds / TENTHS));
        took += (System.nanoTime() - start) / 1e9;
        resident.add(Memory.residentMiB());
      }
      double rate = nanos.size() / took;
      batches += metric(studio.address(), "inkwash_batches_total");
      device += metric(studio.address(), "inkwash_device_seconds_total");
      System.out.printf(
          Locale.ROOT,
          "server, %d clients, %.0f s, of which the device computed %.0f s: %.2f images/s, %.1f a batch%n",
          clients,
          took,
          device,
          rate,
          nanos.size() / batches);
      return rate;
    } finally {
      Files.delete(runs);
    }
  }

  /** A number of the server's metrics. */
  private static double metric(URI studio, String name) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(studio.resolve("/metrics")).build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofLines())
        .body()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private void work(URI uri, int seconds) throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    HttpClient http = HttpClient.newHttpClient();
    List<Thread> threads = new ArrayList<>();
    for (int k = 0; k < clients; k++) {
      Thread thread = new Thread(() -> draw(http, uri, end), "client-" + k);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void draw(HttpClient http, URI uri, long end) {
    while (System.nanoTime() < end) {
      long seed = seeds.getAndIncrement();
      String body = "{\"model\":\"mnist\",\"prompt\":\"" + seed % 10 + "\",\"seed\":" + seed + "}";
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      long start = System.nanoTime();
      try {
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status == 200) {
          nanos.add(System.nanoTime() - start);
        } else if (status == 429) {
          refused.incrementAndGet();
        } else {
          failed.incrementAndGet();
        }
      } catch (IOException e) {
        failed.incrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Prints what was measured, and whether it is what the server promises. */
  private boolean verdicts(double rate, double alone) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    double slow = sorted[(int) (sorted.length * 0.99)] / 1e9;
    System.out.printf(
        Locale.ROOT,
        "a request: median %.2f s, p99 %.2f s, longest %.2f s; %d drawn, %d refused (429), %d failed%n",
        sorted[sorted.length / 2] / 1e9,
        slow,
        sorted[sorted.length - 1] / 1e9,
        sorted.length,
        refused.get(),
        failed.get());
    System.out.println("resident memory after each tenth, MiB: " + resident);
    double queue = DeviceThread.CAPACITY / rate;
    long first = resident.get(0);
    long most = resident.stream().mapToLong(Long::longValue).max().orElse(first);
    List<Boolean> verdicts = // all are printed
        List.of(
            verdict(
                rate >= 0.9 * alone,
                "%.2f of the library's images a second; 0.9 or more",
                rate / alone),
            verdict(slow <= queue, "p99 within the time of a full queue, %.1f s", queue),
            verdict(failed.get() == 0, "no error but 429"),
            verdict(
                most <= 1.05 * first,
                "memory within 5 %% of that after the first tenth, %d MiB",
                first));
    return !verdicts.contains(false);
  }

  private static boolean verdict(boolean holds, String what, Object... values) {
    System.out.println((holds ? "PASS  " : "FAIL  ") + String.format(Locale.ROOT, what, values));
    return holds;
  }
}
