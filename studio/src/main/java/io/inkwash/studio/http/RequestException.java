package io.inkwash.studio.http;

import java.util.Optional;
import java.util.OptionalInt;

/** A request that is refused: its message is one line and is sent to the client. */
public final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String field;
  private final int retryAfter;

  private RequestException(int status, String message, String field, int retryAfter) {
    super(message);
    this.status = status;
    this.field = field;
    this.retryAfter = retryAfter;
  }

  /** A refusal with an HTTP status. */
  public RequestException(int status, String message) {
    this(status, message, "", 0);
  }

  /** A field of the body or the query that cannot be: status 422. */
  public static RequestException field(String field, String message) {
    return new RequestException(422, message, field, 0);
  }

  /** Something that is not there: status 404. */
  public static RequestException notFound(String message) {
    return new RequestException(404, message);
  }

  /** More than can be taken in now: status 429. */
  public static RequestException busy(String message, int retryAfterSeconds) {
    return new RequestException(429, message, "", retryAfterSeconds);
  }

  /** The HTTP status, from 400 to 504. */
  public int status() {
    return status;
  }

  /** The field that it is about. */
  public Optional<String> field() {
    return field.isEmpty() ? Optional.empty() : Optional.of(field);
  }

  /** Seconds after which the request may be repeated. */
  public OptionalInt retryAfter() {
    return retryAfter > 0 ? OptionalInt.of(retryAfter) : OptionalInt.empty();
  }

  /** The message. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
