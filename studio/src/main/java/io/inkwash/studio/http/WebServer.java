package io.inkwash.studio.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The server: accepts connections and answers by the handlers of a router. */
public final class WebServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WebServer.class.getName());

  /** Requests that are answered at a time, streams of events and waiting clients included. */
  private static final int MOST_THREADS = 256;

  private static final int MOST_CONNECTIONS = 1024;
  private static final int BACKLOG = 256;

  /** Bytes of a refused body that are read all the same, so that the refusal arrives. */
  private static final int MOST_UNREAD = 64 << 20;

  private static final int LONGEST_REQUEST_SECONDS = 60;

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
              + " form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin");

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Gate gate;
  private final Router router;
  private final PageFiles page;
  private final RequestCounts counts;

  /**
   * Starts a server.
   *
   * @param address where it listens; port 0 takes a free one
   * @param gate whose requests are answered
   * @param router what answers them
   * @param page what is answered where no route fits
   * @param counts of answers by status
   * @throws UncheckedIOException if the address cannot be taken
   */
  public WebServer(
      InetSocketAddress address, Gate gate, Router router, PageFiles page, RequestCounts counts) {
    this.gate = gate;
    this.router = router;
    this.page = page;
    this.counts = counts;
    limit("sun.net.httpserver.maxReqTime", LONGEST_REQUEST_SECONDS);
    limit("jdk.httpserver.maxConnections", MOST_CONNECTIONS);
    limit("sun.net.httpserver.drainAmount", MOST_UNREAD);
    set("sun.net.httpserver.nodelay", "true"); // a body follows its headers at once
    threads =
        new ThreadPoolExecutor(
            MOST_THREADS, MOST_THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    threads.allowCoreThreadTimeOut(true);
    try {
      server = HttpServer.create(address, BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static void limit(String property, int value) {
    set(property, Integer.toString(value));
  }

  /** Sets a property of the JDK's server, which reads it when it is first used. */
  private static void set(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** The port on which it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) {
    ErrorForm errors = ErrorForm.OWN;
    try (exchange) {
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      try {
        Optional<Router.Match> match = Optional.empty();
        if (!handedToken(exchange)) {
          String path = exchange.getRequestURI().getRawPath();
          if (path == null || !path.startsWith("/")) {
            throw new RequestException(400, "the address has no path");
          }
          match = router.match(exchange.getRequestMethod(), path);
          errors = match.map(found -> found.route().errors()).orElse(errors);
          gate.check(exchange);
          respond(exchange, path, match);
        }
      } catch (RequestException e) {
        refuse(exchange, errors, e);
      } catch (UncheckedIOException | IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "the client has gone", e);
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "a request failed", e);
        refuse(exchange, errors, new RequestException(500, "internal error; the log has more"));
      }
    } finally {
      counts.add(exchange.getResponseCode());
    }
  }

  private void respond(HttpExchange exchange, String path, Optional<Router.Match> match)
      throws IOException {
    Response response;
    if (match.isPresent()) {
      Request request = new Request(exchange, match.get().parameters());
      response = match.get().route().handler().handle(request);
    } else if (!exchange.getRequestMethod().matches("GET|HEAD")) {
      throw RequestException.notFound("there is nothing at this address");
    } else {
      response =
          page.file(path)
              .orElseThrow(() -> RequestException.notFound("there is nothing at this address"));
    }
    response.send(exchange);
  }

  /** The page's first address brings the token; the answer keeps it as a cookie. */
  private boolean handedToken(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    boolean first =
        exchange.getRequestMethod().equals("GET")
            && "/".equals(exchange.getRequestURI().getRawPath())
            && query != null
            && query.startsWith("token=");
    if (!first || gate.token().isEmpty()) {
      return false;
    }
    String token = gate.token().get();
    if (!Gate.same(Decoded.of(query.substring("token=".length())), token)) {
      return false;
    }
    Headers headers = exchange.getResponseHeaders();
    headers.set("Set-Cookie", Gate.COOKIE + "=" + token + "; HttpOnly; SameSite=Strict; Path=/");
    headers.set("Location", "/");
    exchange.sendResponseHeaders(303, -1);
    return true;
  }

  private static void refuse(HttpExchange exchange, ErrorForm errors, RequestException refused) {
    if (exchange.getResponseCode() > 0) {
      return; // the answer has begun: the client sees it end too early
    }
    refused
        .retryAfter()
        .ifPresent(
            seconds -> exchange.getResponseHeaders().set("Retry-After", Integer.toString(seconds)));
    if (refused.status() == 401) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    }
    try {
      Response.json(errors.status(refused), errors.body(refused)).send(exchange);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the client has gone", e);
    }
  }

  /** Takes no more requests, ends streams of events, and waits a second for what is being sent. */
  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(1);
  }
}
