package io.inkwash.studio.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events (WHATWG HTML, section 9.2): an answer that goes on while something happens.
 * Where nothing has happened for a while a comment is sent, so that a client that has gone is
 * noticed.
 */
public final class EventStream implements Response {
  private static final long QUIET_SECONDS = 10;

  /**
   * One event.
   *
   * @param name what it is, such as "state"
   * @param data a value, sent as JSON
   */
  public record Event(String name, Object data) {}

  /** Where events come from, one after the other. */
  public interface Source extends AutoCloseable {
    /**
     * Waits for the next event.
     *
     * @return null at the end
     * @throws TimeoutException if there was none in that time
     * @throws InterruptedException if the server stops
     */
    @Nullable Event next(long timeout, TimeUnit unit) throws TimeoutException, InterruptedException;

    /** Called when the client has gone, or all has been sent. */
    @Override
    default void close() {}
  }

  private final Source source;

  /** Events of a source, which is closed at the end. */
  public EventStream(Source source) {
    this.source = source;
  }

  @Override
  public void send(HttpExchange exchange) throws IOException {
    try (Source events = source) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      out.write("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      while (true) {
        String text;
        try {
          Event event = events.next(QUIET_SECONDS, TimeUnit.SECONDS);
          if (event == null) {
            return;
          }
          text = text(event);
        } catch (TimeoutException quiet) {
          text = ": nothing new\n\n";
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(Event event) {
    String data = new String(Response.jsonBytes(event.data()), StandardCharsets.UTF_8);
    return "event: " + event.name() + "\ndata: " + data + "\n\n";
  }
}
