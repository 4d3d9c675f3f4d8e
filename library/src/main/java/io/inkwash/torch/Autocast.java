package io.inkwash.torch;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Mixed precision for a span of work on this thread; made by {@link Precision#enter}.
 *
 * <p>libtorch caches the cast weights between calls. A cache that outlives an optimizer step would
 * train on stale weights, quietly, so it is off here.
 */
public final class Autocast implements AutoCloseable {
  private final DeviceType device = device();
  private final boolean enabledBefore;
  private final boolean cacheBefore;
  private final ScalarType typeBefore;

  /**
   * Enters.
   *
   * @param type to which convolutions and matrix products convert what they are given
   */
  Autocast(boolean enabled, ScalarType type) {
    enabledBefore = torch.is_autocast_enabled(device);
    cacheBefore = torch.is_autocast_cache_enabled();
    typeBefore = torch.get_autocast_dtype(device);
    torch.set_autocast_cache_enabled(false);
    torch.set_autocast_dtype(device, type);
    torch.set_autocast_enabled(device, enabled);
  }

  /** The meta device has no arithmetic of its own. */
  private static DeviceType device() {
    ComputeDevice.Type type = ComputeDevice.current().type();
    return type == ComputeDevice.Type.META ? DeviceType.CPU : type.libtorch;
  }

  @Override
  public void close() {
    torch.set_autocast_enabled(device, enabledBefore);
    torch.set_autocast_dtype(device, typeBefore);
    torch.set_autocast_cache_enabled(cacheBefore);
  }
}
