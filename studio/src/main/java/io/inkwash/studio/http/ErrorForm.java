package io.inkwash.studio.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** How an error stands in the body of an answer; clients of other servers expect theirs. */
@FunctionalInterface
public interface ErrorForm {

  /** {@code {"error": {"message": ..., "field": ...}}}. */
  ErrorForm OWN =
      refused -> {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", refused.message());
        refused.field().ifPresent(field -> error.put("field", field));
        return Map.of("error", error);
      };

  /** The status that is sent. */
  default int status(RequestException refused) {
    return refused.status();
  }

  /** The body. */
  Object body(RequestException refused);
}
