package io.inkwash.studio.compat;

import com.sun.net.httpserver.HttpExchange;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.work.Job;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An answer that waits for a job. Where that takes long, spaces are sent before the JSON, which
 * JSON allows: so a client that has gone is noticed, and its job cancelled.
 *
 * @param job the job
 * @param body the answer's, when all is there
 */
record Finished(Job job, Supplier<Object> body) implements Response {
  private static final int QUIET_SECONDS = 3;
  private static final int LONGEST_SECONDS = 600;

  @Override
  public void send(HttpExchange exchange) throws IOException {
    try {
      if (job.await(QUIET_SECONDS, TimeUnit.SECONDS)) {
        requireDone();
        Response.json(body.get()).send(exchange);
      } else {
        sendLater(exchange);
      }
    } catch (IOException e) {
      job.cancel();
      throw e;
    } catch (InterruptedException e) {
      job.cancel();
      Thread.currentThread().interrupt();
    }
  }

  private void sendLater(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    for (int seconds = QUIET_SECONDS; !job.await(1, TimeUnit.SECONDS); seconds++) {
      if (seconds > LONGEST_SECONDS) {
        job.cancel();
      }
      out.write(' ');
      out.flush();
    }
    requireDone();
    out.write(Response.jsonBytes(body.get()));
  }

  private void requireDone() {
    switch (job.state()) {
      case DONE -> {}
      case CANCELLED -> throw new RequestException(504, "the job was cancelled, or took too long");
      default -> throw reason();
    }
  }

  private RuntimeException reason() {
    return job.failure()
        .map(
            error ->
                Reasons.expected(error) ? new RequestException(422, Reasons.line(error)) : error)
        .orElseGet(() -> new RequestException(500, "internal error; the log has more"));
  }
}
