package io.inkwash.studio;

import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a studio serves, and where.
 *
 * @param runs the folder that holds runs; made where it is not there
 * @param models the folder that holds models which other programs stored; empty for none
 * @param host the address on which it listens
 * @param port on which it listens; 0 takes a free one
 * @param token that a client must bring; empty for none, which is for loopback alone
 * @param device where it computes
 * @param precision the arithmetic of its models
 */
public record StudioOptions(
    Path runs,
    Optional<Path> models,
    String host,
    int port,
    Optional<String> token,
    ComputeDevice device,
    Precision precision) {

  /** The port where no other is named. */
  public static final int PORT = 7860;

  /**
   * Checks address and token.
   *
   * @throws IllegalArgumentException if others could reach it without a token, or the token is too
   *     short
   */
  public StudioOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port is " + port + "; allowed: 0 to 65535");
    }
    if (token.isEmpty() && !loopback(host)) {
      throw new IllegalArgumentException(
          "host is " + host + ", which others can reach; give a token, or listen on 127.0.0.1");
    }
    if (token.isPresent() && !token.get().matches("[A-Za-z0-9._~-]{16,128}")) {
      throw new IllegalArgumentException(
          "the token must be 16 to 128 letters, digits and . _ ~ - of ASCII");
    }
  }

  /** On loopback, on the usual port, without a token. */
  public static StudioOptions of(Path runs) {
    return new StudioOptions(
        runs,
        Optional.empty(),
        "127.0.0.1",
        PORT,
        Optional.empty(),
        ComputeDevice.automatic(),
        Precision.FP32);
  }

  private static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("host is " + host + ", which is not known here", e);
    }
  }

  /** With the models of a folder that other programs stored. */
  public StudioOptions withModels(Path folder) {
    return new StudioOptions(runs, Optional.of(folder), host, port, token, device, precision);
  }

  /** On another port. */
  public StudioOptions withPort(int value) {
    return new StudioOptions(runs, models, host, value, token, device, precision);
  }

  /** On another address of this computer alone. */
  public StudioOptions withHost(String value) {
    return new StudioOptions(runs, models, value, port, token, device, precision);
  }

  /** On another address, for those who bring a token. */
  public StudioOptions withHost(String value, String secret) {
    return new StudioOptions(runs, models, value, port, Optional.of(secret), device, precision);
  }

  /** On a device. */
  public StudioOptions withDevice(ComputeDevice value) {
    return new StudioOptions(runs, models, host, port, token, value, precision);
  }
}
