package io.inkwash.studio.api;

import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of all endpoints, as OpenAPI 3.1. */
public final class Documentation {
  private static final String FILE = "/io/inkwash/studio/openapi.json";

  /** Adds the endpoint. */
  public void route(Router router) {
    router.add("GET", "/api/v1/openapi.json", Documentation::file);
  }

  private static Response file(Request request) {
    return Response.bytes(200, "application/json", bytes());
  }

  private static byte[] bytes() {
    try (InputStream in = Documentation.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
