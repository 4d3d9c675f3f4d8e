package io.inkwash.studio.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whose requests are answered. A server on loopback answers those that name it by a loopback name,
 * so that no site of others can reach it by a name of its own (DNS rebinding). With a token it
 * answers those that bring it: as a bearer token, as the password of basic authentication, or as
 * the cookie that the page is given. What a browser sends for a page of another origin is refused
 * in either case.
 *
 * @param token empty where none is needed
 */
public record Gate(Optional<String> token) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  static final String COOKIE = "inkwash";

  /**
   * Refuses a request that is not to be answered.
   *
   * @throws RequestException of status 401, 403 or 421
   */
  void check(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String host = Optional.ofNullable(headers.getFirst("Host")).orElse("").toLowerCase(Locale.ROOT);
    if (token.isEmpty() && !LOOPBACK.contains(host.replaceFirst(":\\d{1,5}$", ""))) {
      throw new RequestException(421, "this server answers as localhost, 127.0.0.1 or [::1] alone");
    }
    String origin = headers.getFirst("Origin");
    if (origin != null
        && !origin.toLowerCase(Locale.ROOT).equals("http://" + host)
        && !origin.toLowerCase(Locale.ROOT).equals("https://" + host)) {
      throw new RequestException(403, "pages of other origins are not answered");
    }
    String site = headers.getFirst("Sec-Fetch-Site");
    boolean other = "cross-site".equals(site) || "same-site".equals(site);
    if (other
        && !(exchange.getRequestMethod().equals("GET")
            && "navigate".equals(headers.getFirst("Sec-Fetch-Mode")))) {
      throw new RequestException(403, "pages of other sites are not answered");
    }
    if (token.isPresent() && !brings(headers, token.get())) {
      throw new RequestException(401, "a token is needed: Authorization: Bearer TOKEN");
    }
  }

  private static boolean brings(Headers headers, String token) {
    String given = headers.getFirst("Authorization");
    if (given != null && given.startsWith("Bearer ")) {
      return same(given.substring(7).strip(), token);
    }
    if (given != null && given.startsWith("Basic ")) {
      return same(password(given.substring(6).strip()), token);
    }
    for (String cookies : headers.getOrDefault("Cookie", List.of())) {
      for (String cookie : cookies.split(";", -1)) {
        if (cookie.strip().startsWith(COOKIE + "=")) {
          return same(cookie.strip().substring(COOKIE.length() + 1), token);
        }
      }
    }
    return false;
  }

  private static String password(String basic) {
    try {
      String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Compares in a time that does not depend on where the texts differ. */
  static boolean same(String given, String token) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
