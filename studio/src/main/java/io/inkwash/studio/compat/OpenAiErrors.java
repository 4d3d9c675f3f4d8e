package io.inkwash.studio.compat;

import io.inkwash.studio.http.ErrorForm;
import io.inkwash.studio.http.RequestException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors as OpenAI's clients read them. */
final class OpenAiErrors implements ErrorForm {

  @Override
  public int status(RequestException refused) {
    if (refused.field().filter("model"::equals).isPresent()) {
      return 404;
    }
    return refused.status() == 422 ? 400 : refused.status();
  }

  @Override
  public Object body(RequestException refused) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", refused.message());
    error.put("type", type(status(refused)));
    error.put("param", refused.field().orElse(null));
    error.put("code", code(status(refused)));
    return Map.of("error", error);
  }

  private static String type(int status) {
    return switch (status) {
      case 429 -> "rate_limit_error";
      case 500, 503, 504 -> "server_error";
      default -> "invalid_request_error";
    };
  }

  private static @Nullable String code(int status) {
    return switch (status) {
      case 401 -> "invalid_api_key";
      case 404 -> "model_not_found";
      case 429 -> "rate_limit_exceeded";
      default -> null;
    };
  }
}
