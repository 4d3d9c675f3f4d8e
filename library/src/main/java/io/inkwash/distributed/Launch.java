package io.inkwash.distributed;

import static io.inkwash.format.Text.format;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which rank of how many this process is, and where rank 0 is: what torchrun, Kubeflow's PyTorchJob
 * and Slurm scripts write into the environment.
 *
 * <table>
 * <caption>Variables</caption>
 * <tr><td>{@code RANK}, {@code WORLD_SIZE}</td><td>which process of how many; without both, there is
 *     one</td></tr>
 * <tr><td>{@code MASTER_ADDR}, {@code MASTER_PORT}</td><td>where the process of rank 0 waits for the
 *     others</td></tr>
 * <tr><td>{@code LOCAL_RANK}, {@code LOCAL_WORLD_SIZE}</td><td>which process of how many on its
 *     machine, 0 and 1 unless set: which GPU is used, how the cores are shared</td></tr>
 * <tr><td>{@code TORCHELASTIC_USE_AGENT_STORE}</td><td>{@code True} where torchrun itself listens at
 *     that port and passes words on</td></tr>
 * </table>
 *
 * @param rank 0 to size - 1
 * @param size the number of processes, 1 or more
 * @param local the process on its machine
 * @param meeting where they meet
 * @param patience how long to wait for a rank that does not come or gives no sign of life
 */
public record Launch(int rank, int size, Local local, Meeting meeting, Duration patience) {

  /** How long to wait for a rank unless another time is given. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int MOST_PORTS = 65535;

  /**
   * One of the processes of a machine.
   *
   * @param rank 0 to size - 1
   * @param size the number of processes on this machine
   */
  public record Local(int rank, int size) {
    /** Checks the range. */
    public Local {
      requireRank("LOCAL_RANK", rank, "LOCAL_WORLD_SIZE", size);
    }
  }

  /**
   * Where ranks meet.
   *
   * @param host the machine of rank 0
   * @param port where rank 0 listens, or torchrun's agent
   * @param agentPrefix what words in the agent's store begin with; empty where there is no agent
   */
  public record Meeting(String host, int port, String agentPrefix) {
    /** Checks the port. */
    public Meeting {
      if (port < 0 || port > MOST_PORTS) {
        throw new RankException(format("MASTER_PORT is %d; allowed: 0 to %d", port, MOST_PORTS));
      }
    }

    /** Whether torchrun's agent listens at the port. */
    boolean byAgent() {
      return !agentPrefix.isEmpty();
    }

    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /** Checks the ranges. */
  public Launch {
    requireRank("RANK", rank, "WORLD_SIZE", size);
  }

  private static void requireRank(String name, int rank, String sizeName, int size) {
    if (size < 1) {
      throw new RankException(format("%s is %d; allowed: 1 or more", sizeName, size));
    }
    if (rank < 0 || rank >= size) {
      throw new RankException(
          format(
              "%s is %d; allowed: 0 to %d, since %s is %d", name, rank, size - 1, sizeName, size));
    }
  }

  /** A process alone. */
  public static Launch alone() {
    return new Launch(0, 1, new Local(0, 1), new Meeting("localhost", 0, ""), PATIENCE);
  }

  /**
   * One of several processes on this machine.
   *
   * @param port where rank 0 listens
   */
  public static Launch local(int rank, int size, int port) {
    return new Launch(
        rank, size, new Local(rank, size), new Meeting("127.0.0.1", port, ""), PATIENCE);
  }

  /**
   * What a launcher has written into the environment; empty where it has not.
   *
   * @throws RankException if a variable is missing or no number
   */
  public static Optional<Launch> of(Map<String, String> environment) {
    if (!environment.containsKey("RANK") && !environment.containsKey("WORLD_SIZE")) {
      return Optional.empty();
    }
    Variables set = new Variables(environment);
    int size = set.number("WORLD_SIZE");
    int rank = set.number("RANK");
    Local local = new Local(set.number("LOCAL_RANK", 0), localSize(set));
    if (size == 1) {
      return Optional.of(new Launch(rank, 1, local, alone().meeting(), PATIENCE));
    }
    Meeting meeting =
        new Meeting(set.word("MASTER_ADDR"), set.number("MASTER_PORT"), agentPrefix(environment));
    return Optional.of(new Launch(rank, size, local, meeting, PATIENCE));
  }

  /** Where LOCAL_RANK is set alone, at least so many. */
  private static int localSize(Variables set) {
    return set.number("LOCAL_WORLD_SIZE", 1 + set.number("LOCAL_RANK", 0));
  }

  private static String agentPrefix(Map<String, String> environment) {
    return environment.getOrDefault("TORCHELASTIC_USE_AGENT_STORE", "").equals("True")
        ? "inkwash/"
            + environment.getOrDefault("TORCHELASTIC_RUN_ID", "none")
            + "/"
            + environment.getOrDefault("TORCHELASTIC_RESTART_COUNT", "0")
        : "";
  }

  /** With another time to wait for a rank. */
  public Launch patient(Duration other) {
    return new Launch(rank, size, local, meeting, other);
  }

  /** Whether this is rank 0, which alone writes. */
  public boolean isFirst() {
    return rank == 0;
  }

  /** Whether this is the only process. */
  public boolean isAlone() {
    return size == 1;
  }

  /** Variables of the environment. */
  private record Variables(Map<String, String> environment) {

    String word(String name) {
      String value = environment.get(name);
      if (value == null || value.isBlank()) {
        throw new RankException(
            name
                + " is missing in the environment; allowed: RANK, WORLD_SIZE, MASTER_ADDR and"
                + " MASTER_PORT together, as torchrun sets them, or none of them");
      }
      return value.strip();
    }

    int number(String name) {
      return number(name, word(name));
    }

    int number(String name, int otherwise) {
      @Nullable String value = environment.get(name);
      return value == null || value.isBlank() ? otherwise : number(name, value.strip());
    }

    private static int number(String name, String value) {
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw new RankException(name + " is '" + value + "'; allowed: a whole number", e);
      }
    }
  }
}
