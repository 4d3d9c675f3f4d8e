package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Weights by name, and the strictness with which they are loaded. */
@ExtendWith(NativeLeakGuard.class)
class StateDictTest {
  private final Line line = new Line();

  @Test
  void namesAreDottedAndInOrder() {
    StateDict state = line.stateDict();
    assertThat(state.keySet()).containsExactly("layer.weight", "layer.bias");
    assertThat(Tensors.shape(state.get("layer.weight"))).containsExactly(3, 4);
  }

  @Test
  void tensorsSurviveTheContainerThatTheyCameIn() {
    StateDict state = new StateDict();
    try (TensorScope inner = TensorScope.open()) {
      line.stateDict().forEach((name, tensor) -> state.put(name, inner.keep(tensor)));
    } // libtorch's dictionary is freed here
    state.load(numbered(), "test");
    assertThat(Tensors.toFloats(line.stateDict().get("layer.bias"))).containsExactly(12, 13, 14);
  }

  @Test
  void loadingFillsTheNetworkInPlace() {
    line.stateDict().load(numbered(), "test");
    assertThat(Tensors.toFloats(line.stateDict().get("layer.weight")))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    Tensor y = line.forward(Tensors.of(new float[] {1, 0, 0, 0}, 1, 4));
    assertThat(Tensors.toFloats(y)).containsExactly(12, 17, 22);
    assertThat(y.requires_grad()).isTrue();
  }

  @Test
  void aHollowNetworkHasShapesAndNoMemoryUntilItAdoptsNumbers() {
    Line hollow = Net.hollow(Line::new);
    StateDict state = hollow.stateDict();
    assertThat(Tensors.shape(state.get("layer.weight"))).containsExactly(3, 4);
    assertThat(state.get("layer.weight").storage().nbytes()).isEqualTo(Float.BYTES);
    assertThat(new Line().stateDict().get("layer.weight").storage().nbytes())
        .isEqualTo(12 * Float.BYTES); // no longer hollow
    state.adopt(numbered(), "test");
    Tensor y = hollow.forward(Tensors.of(new float[] {1, 0, 0, 0}, 1, 4));
    assertThat(Tensors.toFloats(y)).containsExactly(12, 17, 22);
  }

  @Test
  void everyFaultIsNamedAtOnceAndNothingIsCopied() {
    float[] before = Tensors.toFloats(line.stateDict().get("layer.weight"));
    StateDict values = new StateDict();
    values.put("layer.weight", Tensors.zeros(4, 3));
    values.put("layer.scale", Tensors.zeros(3));
    assertThatThrownBy(() -> line.stateDict().load(values, "runs/x/model.safetensors"))
        .isInstanceOf(StateDictException.class)
        .hasMessage(
            "runs/x/model.safetensors does not fit the network: layer.weight has shape [4, 3],"
                + " wanted [3, 4]; missing layer.bias; unexpected layer.scale");
    StateDict half = numbered();
    half.remove("layer.bias");
    assertThatThrownBy(() -> line.stateDict().load(half, "half"))
        .hasMessage("half does not fit the network: missing layer.bias");
    assertThat(Tensors.toFloats(line.stateDict().get("layer.weight"))).containsExactly(before);
  }

  @Test
  void aPrefixBeforeAllNamesIsNamedOnce() {
    for (String prefix : List.of("module.", "_orig_mod.", "module._orig_mod.")) {
      StateDict wrapped = new StateDict();
      numbered().forEach((name, tensor) -> wrapped.put(prefix + name, tensor));
      assertThatThrownBy(() -> line.stateDict().load(wrapped, "x.safetensors"))
          .isInstanceOf(StateDictException.class)
          .hasMessage(
              "x.safetensors does not fit the network: its names begin with \"%s\", as a wrapper of"
                      .formatted(prefix)
                  + " PyTorch names them; remove that prefix");
    }
  }

  private static StateDict numbered() {
    float[] weight = new float[12];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = i;
    }
    StateDict values = new StateDict();
    values.put("layer.weight", Tensors.of(weight, 3, 4));
    values.put("layer.bias", Tensors.of(new float[] {12, 13, 14}, 3));
    return values;
  }
}
