package io.inkwash.distributed;

import io.inkwash.file.LibraryVersion;
import io.inkwash.torch.Torch;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Who a process is.
 *
 * @param rank its rank
 * @param size the number of ranks that it expects
 * @param host its machine's name
 * @param software the versions of this library and of libtorch
 */
record Hello(int rank, int size, String host, String software) {

  /** Of this process. */
  static Hello of(Launch launch) {
    String software = "inkwash " + LibraryVersion.text() + " with libtorch " + Torch.version();
    return new Hello(launch.rank(), launch.size(), hostName(), software);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a machine without a name";
    }
  }

  String text() {
    return String.join("\n", List.of(String.valueOf(rank), String.valueOf(size), host, software));
  }

  static Hello parse(String text) {
    String[] lines = text.split("\n", 4);
    return new Hello(Integer.parseInt(lines[0]), Integer.parseInt(lines[1]), lines[2], lines[3]);
  }

  /** How messages name it. */
  String name() {
    return "rank " + rank + " (on " + host + ")";
  }

  /** Why another cannot be one of the ranks of this one, if so. */
  Optional<String> refusal(Hello other) {
    if (other.size != size) {
      return Optional.of(
          other.name()
              + " has WORLD_SIZE "
              + other.size
              + ", and rank 0 has "
              + size
              + "; start all with the same");
    }
    if (!other.software.equals(software)) {
      return Optional.of(
          other.name()
              + " runs "
              + other.software
              + ", and rank 0 runs "
              + software
              + "; start all with the same version");
    }
    return other.rank < 1 || other.rank >= size
        ? Optional.of("two processes are rank 0; start each with a RANK of its own")
        : Optional.empty();
  }
}
