package io.inkwash.file;

import static io.inkwash.format.Text.format;

import io.inkwash.format.Quote;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.Tensors;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** State dicts to and from the tensors of a safetensors file. */
public final class Weights {
  private Weights() {}

  /** Copies of a state dict's tensors as F32, each in the row-major order of its shape. */
  public static Map<String, TensorData> of(StateDict state) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    state.forEach((name, tensor) -> tensors.put(name, of(tensor)));
    return tensors;
  }

  /** A copy of one tensor as F32. */
  public static TensorData of(Tensor tensor) {
    return TensorData.ofFloats(Tensors.toFloats(tensor), Tensors.shape(tensor));
  }

  /**
   * A state dict's tensors as F32, each read when its data are requested, on the thread that
   * requests them.
   *
   * @param state its tensors have to be alive then
   */
  public static Map<String, TensorSource> sources(StateDict state) {
    Map<String, TensorSource> sources = new LinkedHashMap<>();
    state.forEach((name, tensor) -> sources.put(name, new Live(tensor)));
    return sources;
  }

  /** A tensor of libtorch, as F32. */
  private record Live(Tensor tensor) implements TensorSource {

    @Override
    public DType dtype() {
      return DType.F32;
    }

    @Override
    public long[] shape() {
      return Tensors.shape(tensor);
    }

    @Override
    public TensorData data() {
      return of(tensor);
    }
  }

  /**
   * A float32 tensor of a file's tensor, whatever floating type that has.
   *
   * @throws IllegalArgumentException if it has another type
   */
  public static Tensor tensor(TensorData data) {
    return Tensors.of(data.toFloats(), data.shape());
  }

  /**
   * A float32 tensor of a file's tensor, over its own memory where that is float32 outside the Java
   * heap, and a copy otherwise. The data have to be kept as long as the tensor is used.
   *
   * @throws IllegalArgumentException if it has no floating type
   */
  public static Tensor over(TensorData data) {
    ByteBuffer bytes = data.bytes();
    boolean plain = data.dtype() == DType.F32 && bytes.isDirect() && bytes.hasRemaining();
    if (plain && bytes.alignmentOffset(0, Float.BYTES) == 0) {
      return Tensors.over(bytes, ScalarType.Float, data.shape());
    }
    if (data.dtype() == DType.F16 && bytes.isDirect() && bytes.alignmentOffset(0, 2) == 0) {
      return Tensors.over(bytes, ScalarType.Half, data.shape()).to(ScalarType.Float);
    }
    return tensor(data);
  }

  /**
   * A tensor in the file's own type where that has 16 bits, and in float32 otherwise; over the
   * file's memory where that is outside the Java heap. The data have to be kept as long as the
   * tensor is used.
   *
   * @throws IllegalArgumentException if it has no floating type
   */
  public static Tensor stored(TensorData data) {
    ByteBuffer bytes = data.bytes();
    boolean half = data.dtype() == DType.F16;
    if ((!half && data.dtype() != DType.BF16) || !bytes.hasRemaining()) {
      return over(data);
    }
    ScalarType type = half ? ScalarType.Half : ScalarType.BFloat16;
    if (bytes.isDirect() && bytes.alignmentOffset(0, Short.BYTES) == 0) {
      return Tensors.over(bytes, type, data.shape());
    }
    ByteBuffer copy = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes.duplicate()).flip();
    return Tensors.over(copy, type, data.shape()).clone();
  }

  /**
   * A state dict of a file's tensors, each as {@link #over}: the data have to be kept as long as it
   * is used. Its tensors belong to the caller's scope.
   *
   * @param source the file, for the message
   * @throws SafetensorsException if a tensor has no floating type
   */
  public static StateDict stateDict(Map<String, ? extends TensorSource> tensors, String source) {
    StateDict state = new StateDict();
    tensors.forEach(
        (name, tensor) -> {
          TensorData data = tensor.data();
          try {
            state.put(name, over(data));
          } catch (IllegalArgumentException e) {
            throw new SafetensorsException(
                source,
                format(
                    "tensor %s is %s; weights of F64, F32, F16 and BF16 are read",
                    Quote.of(name), data),
                e);
          }
        });
    return state;
  }

  /** A state dict of the tensors of an unnamed file; see {@link #stateDict(Map, String)}. */
  public static StateDict stateDict(Map<String, ? extends TensorSource> tensors) {
    return stateDict(tensors, "weights");
  }
}
