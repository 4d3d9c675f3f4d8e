package io.inkwash.distributed;

import io.inkwash.torch.distributed.GlooRanks;
import io.inkwash.torch.distributed.KeyValueStore;
import io.inkwash.torch.distributed.Ranks;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of one training, from their meeting to their end.
 *
 * <pre>{@code
 * RankGroup group = RankGroup.join(Launch.of(System.getenv()).orElse(Launch.alone()));
 * group.run(() -> {
 *   group.agree(Settings.of(recipe));
 *   ... train ...
 * });
 * }</pre>
 */
public final class RankGroup {
  private final Launch launch;
  private final Ranks ranks;
  private final @Nullable Net net;

  /** What connects several processes. */
  private record Net(Star star, Health health, KeyValueStore store, GlooRanks gloo) {

    /** Releases what no native thread waits in, after a failure. */
    void abandon() {
      if (gloo.idle()) {
        gloo.close();
        store.close();
      }
    }

    /** Leaves when all ranks have come to the end. */
    void leave() {
      star.round(
          "done",
          parts -> {
            health.end(); // from here on ranks may close their connections
            return "done";
          });
      star.close();
      gloo.close();
      store.close();
    }
  }

  private RankGroup(Launch launch, Ranks ranks, @Nullable Net net) {
    this.launch = launch;
    this.ranks = ranks;
    this.net = net;
  }

  /**
   * Meets the other ranks.
   *
   * @throws RankException if they do not come in time, or are not of one training
   */
  public static RankGroup join(Launch launch) {
    if (launch.isAlone()) {
      return new RankGroup(launch, Ranks.one(), null);
    }
    Health health = new Health();
    Star star = meet(launch, health);
    try {
      Net net = connect(launch, star, health);
      return new RankGroup(launch, net.gloo, net);
    } catch (RuntimeException | Error e) {
      fail(launch, star, e);
      throw e;
    }
  }

  /** Ends the other ranks with the reason of this one. */
  private static void fail(Launch launch, Star star, Throwable reason) {
    boolean ofAll = reason instanceof RankException;
    star.fail(ofAll ? line(reason) : Hello.of(launch).name() + ": " + line(reason));
    star.close();
  }

  private static Star meet(Launch launch, Health health) {
    if (launch.rank() == 0) {
      Launch.Meeting meeting = launch.meeting();
      Hub hub = new Hub(launch, meeting.byAgent() ? 0 : meeting.port(), health);
      if (meeting.byAgent()) {
        publish(launch, hub.port());
      }
      try {
        hub.gather();
        return hub;
      } catch (RuntimeException | Error e) {
        hub.close();
        throw e;
      }
    }
    return new Spoke(launch, port(launch), health);
  }

  /** Tells torchrun's agent where rank 0 listens. */
  private static void publish(Launch launch, int port) {
    try (KeyValueStore agent = agent(launch)) {
      agent.set(launch.meeting().agentPrefix(), String.valueOf(port));
    }
  }

  private static int port(Launch launch) {
    if (!launch.meeting().byAgent()) {
      return launch.meeting().port();
    }
    try (KeyValueStore agent = agent(launch)) {
      return Integer.parseInt(agent.get(launch.meeting().agentPrefix()));
    } catch (RuntimeException e) {
      throw new RankException(
          "rank "
              + launch.rank()
              + " learns nothing of rank 0 from torchrun's agent at "
              + launch.meeting()
              + ": "
              + line(e),
          e);
    }
  }

  private static KeyValueStore agent(Launch launch) {
    Launch.Meeting meeting = launch.meeting();
    return KeyValueStore.connect(meeting.host(), meeting.port(), launch.patience());
  }

  private static Net connect(Launch launch, Star star, Health health) {
    KeyValueStore own = launch.rank() == 0 ? KeyValueStore.serve(launch.patience()) : null;
    String port = own == null ? "" : String.valueOf(own.port());
    port = star.round(port, parts -> parts.get(0));
    KeyValueStore store =
        own == null
            ? KeyValueStore.connect(
                launch.meeting().host(), Integer.parseInt(port), launch.patience())
            : own;
    GlooRanks gloo =
        GlooRanks.join(launch.rank(), launch.size(), store, star.localAddress(), health);
    return new Net(star, health, store, gloo);
  }

  /** Which rank this is. */
  public Launch launch() {
    return launch;
  }

  /** The ranks, to compute with. */
  public Ranks ranks() {
    return ranks;
  }

  /**
   * Compares what the ranks are about to do.
   *
   * @param facts settings by name
   * @throws RankException at all ranks, if one differs from rank 0
   */
  public void agree(Map<String, String> facts) {
    if (net != null) {
      net.star.round(lines(facts), RankGroup::compared);
    }
  }

  private static String lines(Map<String, String> facts) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(facts)
        .forEach((key, value) -> text.append(key).append('=').append(flat(value)).append('\n'));
    return text.toString();
  }

  private static String flat(String value) {
    return value.replaceAll("\\s+", " ");
  }

  private static String compared(List<String> parts) {
    Map<String, String> first = facts(parts.get(0));
    for (int rank = 1; rank < parts.size(); rank++) {
      Map<String, String> other = facts(parts.get(rank));
      TreeSet<String> keys = new TreeSet<>(first.keySet());
      keys.addAll(other.keySet());
      for (String key : keys) {
        String here = first.getOrDefault(key, "nothing");
        String there = other.getOrDefault(key, "nothing");
        if (!here.equals(there)) {
          throw new RankException(
              key
                  + " is "
                  + there
                  + " at rank "
                  + rank
                  + " and "
                  + here
                  + " at rank 0; start all ranks with the same command");
        }
      }
    }
    return "agreed";
  }

  private static Map<String, String> facts(String lines) {
    Map<String, String> facts = new TreeMap<>();
    lines
        .lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              facts.put(line.substring(0, equals), line.substring(equals + 1));
            });
    return facts;
  }

  /**
   * Does this rank's part, with the ranks {@linkplain Ranks#current current}, and leaves when all
   * have done theirs. What it throws ends the other ranks too, with the same message. To be called
   * once.
   */
  public <T> T run(Callable<T> part) throws Exception {
    try (Ranks.Use use = ranks.enter()) {
      T result = part.call();
      if (net != null) {
        net.leave();
      }
      return result;
    } catch (Exception | Error e) {
      if (net != null) {
        fail(launch, net.star, e);
        net.abandon();
      }
      throw e;
    }
  }

  private static String line(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
