package io.inkwash.torch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * Where tensors live and are computed. A device is chosen once, when a model or a training is
 * opened; all that these make is made on it.
 *
 * <p>{@link #enter} makes it the device of every tensor that {@link Tensors} creates on this
 * thread, as PyTorch's {@code with torch.device(...)} does. Random numbers are drawn on the CPU
 * whatever the device, so a seed gives the same picture everywhere up to rounding.
 *
 * @param type the kind of device
 * @param index which of them, 0 or more; 0 where there is only one
 */
public record ComputeDevice(Type type, int index) {

  /** The kinds of device. */
  public enum Type {
    /** The processor. */
    CPU(DeviceType.CPU),
    /** An NVIDIA GPU. */
    CUDA(DeviceType.CUDA),
    /** The GPU of an Apple processor. */
    MPS(DeviceType.MPS),
    /** No device: tensors have shapes and types but no numbers. For tests. */
    META(DeviceType.Meta);

    final DeviceType libtorch;

    Type(DeviceType libtorch) {
      this.libtorch = libtorch;
    }
  }

  /** The processor. */
  public static final ComputeDevice CPU = new ComputeDevice(Type.CPU, 0);

  private static final Pattern FORM = Pattern.compile("(cpu|cuda|mps|meta)(?::(\\d{1,3}))?");
  private static final ThreadLocal<ComputeDevice> CURRENT = ThreadLocal.withInitial(() -> CPU);

  public ComputeDevice {
    if (index < 0) {
      throw new IllegalArgumentException("device index is " + index + "; allowed: 0 or more");
    }
  }

  /**
   * Reads {@code cpu}, {@code cuda}, {@code cuda:N}, {@code mps} or {@code auto}.
   *
   * @throws IllegalArgumentException if the text is none of these, or this machine or this build of
   *     libtorch has no such device
   */
  public static ComputeDevice parse(String text) {
    if (text.equals("auto")) {
      return automatic();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "device is " + text + "; allowed: auto, cpu, cuda, cuda:N or mps");
    }
    ComputeDevice device =
        new ComputeDevice(
            Type.valueOf(form.group(1).toUpperCase(Locale.ROOT)),
            form.group(2) == null ? 0 : Integer.parseInt(form.group(2)));
    device.require();
    return device;
  }

  /** A GPU where libtorch finds one, and the processor elsewhere. */
  public static ComputeDevice automatic() {
    Natives.load();
    if (torch.cuda_is_available()) {
      return new ComputeDevice(Type.CUDA, 0);
    }
    return torch.hasMPS() ? new ComputeDevice(Type.MPS, 0) : CPU;
  }

  private void require() {
    if (type == Type.CUDA || type == Type.MPS) {
      Natives.load();
    }
    boolean there =
        switch (type) {
          case CPU, META -> index == 0;
          case CUDA -> torch.cuda_is_available() && index < torch.cuda_device_count();
          case MPS -> torch.hasMPS() && index == 0;
        };
    if (!there) {
      throw new IllegalArgumentException(
          "device "
              + this
              + " is not there; allowed: cpu"
              + (type == Type.CUDA ? ", or a libtorch with CUDA on a machine with that GPU" : ""));
    }
  }

  /** The device of tensors that are created on this thread now. */
  public static ComputeDevice current() {
    return CURRENT.get();
  }

  /** Makes this the device of new tensors on this thread until the result is closed. */
  public Use enter() {
    return new Use(this);
  }

  /** A tensor that was made on the CPU, on the current device. */
  static Tensor toCurrent(Tensor made) {
    ComputeDevice current = CURRENT.get();
    return current.type == Type.CPU ? made : current.move(made);
  }

  /** A span of work on one device. */
  public static final class Use implements AutoCloseable {
    private final ComputeDevice before;

    private Use(ComputeDevice device) {
      before = CURRENT.get();
      CURRENT.set(device);
    }

    @Override
    public void close() {
      CURRENT.set(before);
    }
  }

  /** The tensor on this device: itself where it is there already. */
  public Tensor move(Tensor tensor) {
    Natives.load();
    boolean here =
        switch (type) {
          case CPU -> tensor.is_cpu();
          case CUDA -> tensor.is_cuda() && tensor.device().index() == index;
          case MPS -> tensor.is_mps();
          case META -> tensor.is_meta();
        };
    if (here) {
      return tensor;
    }
    try (Device target = new Device(type.libtorch, (byte) index)) {
      return tensor.to(target, tensor.scalar_type());
    }
  }

  /** {@code cpu}, {@code cuda:0} and so on, as {@link #parse} reads it. */
  @Override
  public String toString() {
    String name = type.name().toLowerCase(Locale.ROOT);
    return type == Type.CUDA ? name + ":" + index : name;
  }
}
