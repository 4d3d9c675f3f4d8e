package io.inkwash.studio.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which handler answers a request: by its method and by a template of its path, such as {@code
 * /api/v1/runs/{run}/samples/{step}}. A parameter stands for one segment, which is decoded after
 * the path has been split, so that {@code %2F} is part of a name and no separator.
 */
public final class Router {

  /**
   * One route.
   *
   * @param method GET, POST or DELETE
   * @param template of the path
   * @param handler answers
   * @param errors the form of its errors
   */
  public record Route(String method, String template, Handler handler, ErrorForm errors) {
    private String[] segments() {
      return template.substring(1).split("/", -1);
    }
  }

  /** Answers a request. */
  @FunctionalInterface
  public interface Handler {
    /**
     * The answer.
     *
     * @throws RequestException if the request is refused
     */
    Response handle(Request request);
  }

  /**
   * The route of a request and what its parameters stand for.
   *
   * @param route which
   * @param parameters their values by name
   */
  record Match(Route route, Map<String, String> parameters) {}

  private final List<Route> routes = new ArrayList<>();

  /** Adds a route whose errors are in this server's own form. */
  public Router add(String method, String template, Handler handler) {
    return add(method, template, handler, ErrorForm.OWN);
  }

  /** Adds a route. */
  public Router add(String method, String template, Handler handler, ErrorForm errors) {
    routes.add(new Route(method, template, handler, errors));
    return this;
  }

  /** All routes, in the order in which they were added. */
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /**
   * The route of a path and a method.
   *
   * @param path raw, as it stands in the request
   * @return nothing where no template fits the path
   * @throws RequestException of status 405 where templates fit, and none by that method
   */
  Optional<Match> match(String method, String path) {
    String[] segments = path.substring(1).split("/", -1);
    TreeSet<String> others = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = parameters(route.segments(), segments);
      if (parameters.isPresent()) {
        boolean head = method.equals("HEAD") && route.method.equals("GET");
        if (head || route.method.equals(method)) {
          return Optional.of(new Match(route, parameters.get()));
        }
        others.add(route.method);
      }
    }
    if (!others.isEmpty()) {
      throw new RequestException(
          405, "the method is not for this path; allowed: " + String.join(", ", others));
    }
    return Optional.empty();
  }

  private static Optional<Map<String, String>> parameters(String[] template, String[] path) {
    if (template.length != path.length) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < path.length; i++) {
      if (template[i].startsWith("{")) {
        if (path[i].isEmpty()) {
          return Optional.empty();
        }
        parameters.put(template[i].substring(1, template[i].length() - 1), Decoded.of(path[i]));
      } else if (!template[i].equals(path[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }
}
