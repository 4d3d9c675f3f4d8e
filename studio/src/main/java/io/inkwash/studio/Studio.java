package io.inkwash.studio;

import io.inkwash.model.OpenOptions;
import io.inkwash.studio.api.CatalogApi;
import io.inkwash.studio.api.Desk;
import io.inkwash.studio.api.Documentation;
import io.inkwash.studio.api.DrawApi;
import io.inkwash.studio.api.EditApi;
import io.inkwash.studio.api.ExplainApi;
import io.inkwash.studio.api.HealthApi;
import io.inkwash.studio.api.JobsApi;
import io.inkwash.studio.api.RepairApi;
import io.inkwash.studio.api.RunsApi;
import io.inkwash.studio.api.TrainApi;
import io.inkwash.studio.compat.OpenAiApi;
import io.inkwash.studio.compat.WebUiApi;
import io.inkwash.studio.http.Gate;
import io.inkwash.studio.http.PageFiles;
import io.inkwash.studio.http.RequestCounts;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.http.WebServer;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.RunFolder;
import io.inkwash.studio.model.StoredFolder;
import io.inkwash.studio.playground.PlaygroundApi;
import io.inkwash.studio.work.DeviceThread;
import io.inkwash.studio.work.JobStore;
import io.inkwash.studio.work.Trainings;
import io.inkwash.torch.Torch;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A running studio. Closing it takes no more requests, cancels jobs after their step, lets a
 * training save what it learned, and gives back all that it has.
 */
public final class Studio implements AutoCloseable {
  private final StudioOptions options;
  private final WebServer server;
  private final Router router;
  private final Models models;
  private final Desk desk;
  private final Trainings trainings;

  private Studio(
      StudioOptions options,
      WebServer server,
      Router router,
      Models models,
      Desk desk,
      Trainings trainings) {
    this.options = options;
    this.server = server;
    this.router = router;
    this.models = models;
    this.desk = desk;
    this.trainings = trainings;
  }

  /**
   * Starts a studio.
   *
   * @throws java.io.UncheckedIOException if the address cannot be taken
   * @throws io.inkwash.file.FileException if there is no folder of models
   */
  public static Studio open(StudioOptions options) {
    int threads = Torch.threads();
    Optional<StoredFolder> stored = options.models().map(StoredFolder::new);
    Models models =
        new Models(
            new RunFolder(options.runs()),
            stored,
            OpenOptions.defaults().withDevice(options.device()).withPrecision(options.precision()));
    Desk desk = new Desk(new DeviceThread(models, threads), new JobStore());
    Trainings trainings =
        new Trainings(models.runs(), options.device(), options.precision(), threads);
    RequestCounts counts = new RequestCounts();
    Router router = router(options, models, desk, trainings, counts);
    try {
      WebServer server =
          new WebServer(
              new InetSocketAddress(options.host(), options.port()),
              new Gate(options.token()),
              router,
              new PageFiles(Studio.class, "page"),
              counts);
      return new Studio(options, server, router, models, desk, trainings);
    } catch (RuntimeException e) {
      desk.device().close();
      trainings.close();
      throw e;
    }
  }

  private static Router router(
      StudioOptions options, Models models, Desk desk, Trainings trainings, RequestCounts counts) {
    Router router = new Router();
    new Documentation().route(router);
    new CatalogApi().route(router);
    new ExplainApi(models).route(router);
    new RunsApi(models, trainings).route(router);
    new TrainApi(models, trainings).route(router);
    new DrawApi(models, desk).route(router);
    new EditApi(models, desk).route(router);
    new RepairApi(models, desk).route(router);
    new OpenAiApi(models, desk).route(router);
    new WebUiApi(models, desk).route(router);
    new JobsApi(desk, models, trainings).route(router);
    new HealthApi(desk, trainings, counts, options.device()).route(router);
    new PlaygroundApi(options.device()).route(router);
    return router;
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

  /** All endpoints. */
  List<Router.Route> routes() {
    return router.routes();
  }

  @Override
  public void close() {
    server.close();
    desk.device().close();
    trainings.close();
    models.closeAll();
  }
}
