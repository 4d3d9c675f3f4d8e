package io.inkwash.data.open;

import static io.inkwash.format.Text.format;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.inkwash.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One try at downloading one file over HTTP, going on from what is already there. */
final class Transfer {

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_REFUSED = 416;

  private final HttpClient client;
  private final Duration patience;
  private final DataListener listener;

  /**
   * A way to download.
   *
   * @param patience how long a connection may stay silent
   */
  Transfer(Duration patience, DataListener listener) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(ProxySelector.getDefault())
            .connectTimeout(patience)
            .build();
    this.patience = patience;
    this.listener = listener;
  }

  /** The size of a file, 0 if it is not there. */
  static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Downloads until the part has the size of the file.
   *
   * @throws IOException if it does not get so far; what came is kept, unless it cannot be right
   */
  void run(String url, Path part, RemoteFile file) throws IOException {
    if (sizeOf(part) > file.bytes()) {
      Files.delete(part);
    }
    long from = sizeOf(part);
    if (from == file.bytes()) {
      return;
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    HttpResponse<InputStream> response = send(request.build());
    try (InputStream body = response.body();
        StallGuard guard = new StallGuard(body, patience)) {
      long start = startOf(response, part, from);
      requireLength(response, start, file);
      long reached = save(body, part, start, file, guard);
      if (reached < file.bytes()) {
        String what = guard.stalled() ? "the connection fell silent" : "the connection closed";
        throw new IOException(format("%s after %s of %s bytes", what, reached, file.bytes()));
      }
    }
  }

  /** Waits for the head of the answer; the body is guarded by {@link StallGuard}. */
  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, BodyHandlers.ofInputStream());
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(failure(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      answer.cancel(true); // does nothing to an answer that has come
    }
  }

  private static String failure(ExecutionException e) {
    return e.getCause() instanceof Exception cause ? DataException.reason(cause) : e.toString();
  }

  /** Where in the file the body begins. */
  private static long startOf(HttpResponse<InputStream> response, Path part, long from)
      throws IOException {
    switch (response.statusCode()) {
      case OK -> {
        return 0;
      }
      case PARTIAL -> {
        String range = response.headers().firstValue("Content-Range").orElse("");
        if (range.startsWith("bytes " + from + "-")) {
          return from;
        }
        throw new IOException("asked for bytes from " + from + ", was sent '" + range + "'");
      }
      case RANGE_REFUSED -> {
        Files.deleteIfExists(part);
        throw new IOException("HTTP 416, will begin again");
      }
      default -> throw new IOException("HTTP " + response.statusCode());
    }
  }

  private static void requireLength(HttpResponse<InputStream> response, long start, RemoteFile file)
      throws IOException {
    long announced = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (announced >= 0 && start + announced != file.bytes()) {
      throw new IOException(
          "offers " + (start + announced) + " bytes, the file has " + file.bytes());
    }
  }

  private long save(InputStream body, Path part, long start, RemoteFile file, StallGuard guard)
      throws IOException {
    long reached = start;
    byte[] buffer = new byte[1 << 16];
    try (FileChannel out = FileChannel.open(part, CREATE, WRITE)) {
      out.truncate(start);
      out.position(start);
      for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
        guard.alive();
        reached += n;
        if (reached > file.bytes()) {
          out.truncate(0);
          throw new IOException("sends more than the file's " + file.bytes() + " bytes");
        }
        for (ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, n); chunk.hasRemaining(); ) {
          out.write(chunk);
        }
        listener.fetching(file.name(), reached, file.bytes());
      }
      out.force(true);
    }
    return reached;
  }

  /** Reads some bytes; a connection that breaks counts as one that ends. */
  private static int read(InputStream body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      return -1;
    }
  }
}
