package io.inkwash.data.open;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine whose paths are mirrors, as good and as bad as a test wants them. */
final class Mirrors implements AutoCloseable {

  /** How a path is answered; {@code from} is where the requested range begins. */
  interface Handler {
    /** Answers one request. */
    void answer(HttpExchange exchange, int from) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** One that has no file yet. */
  Mirrors() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::dispatch);
    server.start();
  }

  private void dispatch(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    String path = exchange.getRequestURI().getPath();
    requests.add(path + (range == null ? "" : " " + range));
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    try (exchange) {
      handlers.getOrDefault(path, (e, f) -> e.sendResponseHeaders(404, -1)).answer(exchange, from);
    }
  }

  /** Answers a path from now on. */
  void put(String path, Handler handler) {
    handlers.put(path, handler);
  }

  /** The address of a mirror, which ends in a slash. */
  String address(String name) {
    return "http://localhost:" + server.getAddress().getPort() + "/" + name + "/";
  }

  /** What was requested so far: paths, each with its range where it had one. */
  List<String> requests() {
    return requests;
  }

  /** A mirror that knows ranges. */
  static Handler serving(byte[] content) {
    return (exchange, from) -> {
      if (from >= content.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      exchange.getResponseBody().write(content, from, content.length - from);
    };
  }

  /** A mirror that sends some bytes of what was requested, and ends there without a word. */
  static Handler stoppingAfter(int bytes, byte[] content) {
    return (exchange, from) -> {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %s-%s/*".formatted(from, content.length - 1));
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, 0); // chunked, no length stated
      exchange.getResponseBody().write(content, from, Math.min(content.length - from, bytes));
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
