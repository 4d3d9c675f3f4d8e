package io.inkwash.studio.playground;

import io.inkwash.studio.http.EventStream;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.work.CatalogFacts;
import io.inkwash.torch.ComputeDevice;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The playground's endpoints. */
public final class PlaygroundApi {
  /** Runs at a time. */
  private static final int MOST_RUNS = 3;

  private static final int PATIENCE_SECONDS = 3;

  private final ComputeDevice device;
  private final Semaphore free = new Semaphore(MOST_RUNS);

  /** Computed on a device; points are small work, for which the processor is the best. */
  public PlaygroundApi(ComputeDevice device) {
    this.device = device;
  }

  /** Adds the endpoints. */
  public void route(Router router) {
    router.add("GET", "/api/v1/playground", PlaygroundApi::choices);
    router.add("POST", "/api/v1/playground", this::run);
  }

  private static Response choices(Request request) {
    return Response.json(
        List.of(CatalogFacts.of(PointSets.POINTS), CatalogFacts.of(PointModels.MODELS)));
  }

  private Response run(Request request) {
    Playground playground = new Playground(new PlaygroundForm(request.json()).settings());
    try {
      if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw RequestException.busy("the playground is in use; try again", PATIENCE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RequestException(503, "the server stops");
    }
    return exchange ->
        new EventStream(new PlaygroundEvents(playground, device, free::release)).send(exchange);
  }
}
