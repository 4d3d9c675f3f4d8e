package io.inkwash.bench.studio;

import io.inkwash.bench.Options;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.Model;
import io.inkwash.studio.Studio;
import io.inkwash.studio.StudioOptions;
import io.inkwash.torch.Torch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that draw by OpenAI's API from the shipped model, each its next image when it has one:
 * images a second beside the library's own at a batch of as many, the time of a request, statuses,
 * memory. Clients and server share a process and its processors.
 */
public final class Load {
  private final int clients;
  private final AtomicLong seeds = new AtomicLong();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  private Load(int clients) {
    this.clients = clients;
  }

  /** The program. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments, Map.of("clients", "64", "seconds", "600"));
    Torch.init();
    int clients = options.count("clients");
    double alone = alone(clients, Math.max(10, options.count("seconds") / 5));
    System.out.printf(Locale.ROOT, "library, batch %d: %.2f images/s%n", clients, alone);
    new Load(clients).run(options.count("seconds"), alone);
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

  private void run(int seconds, double alone) throws IOException, InterruptedException {
    Path runs = Files.createTempDirectory("load");
    try (Studio studio = Studio.open(StudioOptions.of(runs).withPort(0))) {
      URI uri = studio.address().resolve("/v1/images/generations");
      work(uri, Math.max(5, seconds / 10)); // to warm up
      nanos.clear();
      long before = Memory.residentMiB();
      long start = System.nanoTime();
      work(uri, seconds);
      double took = (System.nanoTime() - start) / 1e9;
      print(took, alone, before);
    }
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

  private void print(double took, double alone, long before) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    double rate = sorted.length / took;
    System.out.printf(
        Locale.ROOT,
        "server, %d clients, %.0f s: %.2f images/s, %.2f of the library's%n",
        clients,
        took,
        rate,
        rate / alone);
    System.out.printf(
        Locale.ROOT,
        "a request: median %.2f s, p99 %.2f s, longest %.2f s; %d refused (429), %d failed%n",
        sorted[sorted.length / 2] / 1e9,
        sorted[(int) (sorted.length * 0.99)] / 1e9,
        Arrays.stream(sorted).max().orElse(0) / 1e9,
        refused.get(),
        failed.get());
    System.out.printf(
        Locale.ROOT, "resident memory: %d MiB before, %d after%n", before, Memory.residentMiB());
  }
}
