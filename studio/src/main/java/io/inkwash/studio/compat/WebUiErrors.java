package io.inkwash.studio.compat;

import io.inkwash.studio.http.ErrorForm;
import io.inkwash.studio.http.RequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Errors as AUTOMATIC1111's clients read them: FastAPI's, with what the web UI adds. */
final class WebUiErrors implements ErrorForm {

  @Override
  public Object body(RequestException refused) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (refused.status() == 422) {
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("loc", List.of("body", refused.field().orElse("body")));
      detail.put("msg", refused.message());
      detail.put("type", "value_error");
      body.put("detail", List.of(detail));
    } else {
      body.put("detail", refused.message());
    }
    body.put("error", refused.status() == 422 ? "RequestValidationError" : "HTTPException");
    body.put("errors", refused.message());
    body.put("body", "");
    return body;
  }
}
