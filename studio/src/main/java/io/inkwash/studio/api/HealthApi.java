package io.inkwash.studio.api;

import static io.inkwash.format.Text.format;

import io.inkwash.file.LibraryVersion;
import io.inkwash.studio.http.RequestCounts;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.work.Trainings;
import io.inkwash.torch.ComputeDevice;
import java.util.Map;

/** Whether the studio answers, and its numbers in the text format of Prometheus. */
public final class HealthApi {
  private final Desk desk;
  private final Trainings trainings;
  private final RequestCounts counts;
  private final ComputeDevice device;

  /** Of these parts of a studio. */
  public HealthApi(Desk desk, Trainings trainings, RequestCounts counts, ComputeDevice device) {
    this.desk = desk;
    this.trainings = trainings;
    this.counts = counts;
    this.device = device;
  }

  /** Adds the endpoints. */
  public void route(Router router) {
    router
        .add("GET", "/health", request -> Response.json(health()))
        .add(
            "GET",
            "/metrics",
            request -> Response.text("text/plain; version=0.0.4; charset=utf-8", metrics()));
  }

  private Map<String, String> health() {
    return Map.of("status", "ok", "version", LibraryVersion.text(), "device", device.toString());
  }

  private String metrics() {
    StringBuilder text = new StringBuilder();
    head(text, "inkwash_requests_total", "counter", "Answers by HTTP status.");
    counts
        .byStatus()
        .forEach(
            (status, count) ->
                text.append(format("inkwash_requests_total{status=\"%d\"} %d%n", status, count)));
    number(text, "inkwash_queue_length", "gauge", "Jobs that wait.", desk.device().length());
    number(
        text, "inkwash_images_total", "counter", "Images made.", (double) desk.device().images());
    number(
        text,
        "inkwash_batches_total",
        "counter",
        "Batches in which they were made.",
        (double) desk.device().batches());
    number(
        text,
        "inkwash_device_seconds_total",
        "counter",
        "Seconds that the device computed.",
        desk.device().seconds());
    number(
        text,
        "inkwash_trainings",
        "gauge",
        "Trainings that wait or run.",
        trainings.active().size());
    Runtime java = Runtime.getRuntime();
    number(
        text,
        "inkwash_heap_bytes",
        "gauge",
        "Bytes of Java's heap in use.",
        (double) (java.totalMemory() - java.freeMemory()));
    return text.toString().replace("\r\n", "\n");
  }

  private static void number(
      StringBuilder text, String name, String type, String about, double value) {
    head(text, name, type, about);
    text.append(name).append(' ').append(value).append('\n');
  }

  private static void head(StringBuilder text, String name, String type, String about) {
    text.append("# HELP ").append(name).append(' ').append(about).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }
}
