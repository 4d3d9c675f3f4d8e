package io.inkwash.studio;

import io.inkwash.studio.api.Documentation;
import io.inkwash.studio.http.Gate;
import io.inkwash.studio.http.PageFiles;
import io.inkwash.studio.http.RequestCounts;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.http.WebServer;
import io.inkwash.studio.playground.PlaygroundApi;
import java.net.InetSocketAddress;
import java.net.URI;

/** A running studio. Closing it finishes what is being sent and gives back all it holds. */
public final class Studio implements AutoCloseable {
  private final StudioOptions options;
  private final WebServer server;

  private Studio(StudioOptions options, WebServer server) {
    this.options = options;
    this.server = server;
  }

  /**
   * Starts a studio.
   *
   * @throws java.io.UncheckedIOException if the address cannot be taken
   */
  public static Studio open(StudioOptions options) {
    RequestCounts counts = new RequestCounts();
    Router router = new Router();
    new Documentation().route(router);
    new PlaygroundApi(options.device()).route(router);
    WebServer server =
        new WebServer(
            new InetSocketAddress(options.host(), options.port()),
            new Gate(options.token()),
            router,
            new PageFiles(Studio.class, "page"),
            counts);
    return new Studio(options, server);
  }

  /** The port on which it listens. */
  public int port() {
    return server.port();
  }

  /** The address of the page, with the token where one is needed. */
  public URI address() {
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    String query = options.token().map(token -> "?token=" + token).orElse("");
    return URI.create("http://" + host + ":" + port() + "/" + query);
  }

  @Override
  public void close() {
    server.close();
  }
}
