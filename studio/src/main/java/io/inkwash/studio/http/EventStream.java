package io.inkwash.studio.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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

  /** Streams at a time: each takes a thread of the server. */
  private static final int MOST_OPEN = 160;

  private static final AtomicInteger OPEN = new AtomicInteger();

  private final Source source;

  /** Events of a source that bounds how many there are of it; it is closed at the end. */
  public EventStream(Source source) {
    this.source = source;
  }

  /**
   * Events of a source of which anybody may open one; it is closed at the end.
   *
   * @param opened opens the source
   * @throws RequestException of status 503 if too many streams are open; nothing is opened then
   */
  public static EventStream limited(Supplier<Source> opened) {
    if (OPEN.incrementAndGet() > MOST_OPEN) {
      OPEN.decrementAndGet();
      throw new RequestException(503, "too many streams of events are open; close some");
    }
    try {
      return new EventStream(new Counted(opened.get()));
    } catch (RuntimeException e) {
      OPEN.decrementAndGet();
      throw e;
    }
  }

  /** A source that counts as open until it is closed. */
  private record Counted(Source source) implements Source {
    @Override
    public @Nullable Event next(long timeout, TimeUnit unit)
        throws TimeoutException, InterruptedException {
      return source.next(timeout, unit);
    }

    @Override
    public void close() {
      source.close();
      OPEN.decrementAndGet();
    }
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
    String data = new String(JsonText.bytes(event.data()), StandardCharsets.UTF_8);
    return "event: " + event.name() + "\ndata: " + data + "\n\n";
  }
}
