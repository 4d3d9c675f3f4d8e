package io.inkwash.restore;

import static io.inkwash.restore.NormalPixels.COMPLETE;
import static io.inkwash.restore.NormalPixels.EXACT;
import static io.inkwash.restore.NormalPixels.distance;
import static io.inkwash.restore.NormalPixels.prior;
import static io.inkwash.restore.NormalPixels.restoration;
import static io.inkwash.restore.NormalPixels.restored;
import static io.inkwash.restore.NormalPixels.truth;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.catalog.Spec;
import io.inkwash.data.PixelRange;
import io.inkwash.generate.Editing;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Images with holes in them: what is missing is not read, and what is known stays. */
@ExtendWith(NativeLeakGuard.class)
class HolesTest {
  /** What a picture shows where it counts as missing. */
  @Test
  void whatAHoleHidesIsNotRead() {
    Prior prior = prior("ancestral", PixelRange.SYMMETRIC);
    for (double noise : new double[] {0, 0.2}) {
      Restoration restoration = restoration(prior, COMPLETE, noise);
      Tensor y = restoration.measure(truth(1), 0);
      Tensor missing =
          y.new_ones(1, 1, 1, 1).sub(restoration.operator().apply(y.new_ones(1, 3, 12, 12)));
      Tensor other = y.add(truth(2).narrow(0, 1, 1).mul(missing));
      assertThat(distance(y, other)).isGreaterThan(0.1);
      for (String name : Catalog.RESTORERS.names()) {
        Restorer method = Catalog.RESTORERS.make(Spec.parse(name));
        if (method.takes(restoration.degradation(), restoration.operator(), noise)) {
          Tensor images = restored(restoration, name, y, 0);
          assertThat(distance(restored(restoration, name, other, 0), images)).as(name).isZero();
          assertThat(
                  distance(
                      restoration.operator().residual(images, y),
                      restoration.operator().residual(images, other)))
              .as(name)
              .isZero();
        }
      }
    }
  }

  /** Editing by the model of images that agree with what was measured changes the rest alone. */
  @Test
  void whatIsKnownStaysWhereTheRestIsEdited() {
    for (String solver : List.of("ancestral", "dpm++", "heun")) {
      Restoration restoration =
          restoration(prior(solver, PixelRange.SYMMETRIC), "half(missing=left)", 0);
      Tensor truth = truth(2);
      Tensor y = restoration.measure(truth, 0);
      Editing editing = new Editing(restoration.knowing(y), 0.5, 3);
      Tensor edited = editing.edit(truth, 0, StepProgress.NONE);
      assertThat(distance(restoration.operator().apply(edited), y)).as(solver).isLessThan(1e-12);
      assertThat(distance(edited, truth)).as(solver).isBetween(0.3, 3.0);
    }
  }

  @Test
  void aNetworkThatFillsHolesReadsWhatIsKnown() {
    Prior whole = prior("ancestral", PixelRange.SYMMETRIC);
    List<double[]> read = new ArrayList<>();
    Prior filling =
        new Prior(
            EXACT,
            whole.sampler(),
            whole.data(),
            whole.pictures(),
            whole.codec(),
            Optional.of(
                (missing, known) -> {
                  read.add(Tensors.toDoubles(missing.sum()));
                  read.add(Tensors.toDoubles(known.sum()));
                  return EXACT;
                }));
    Restoration restoration = restoration(filling, "half(missing=left)", 0);
    Tensor y = restoration.measure(truth(1), 0);
    new Editing(restoration.knowing(y), 1, 3).edit(truth(1), 0, StepProgress.NONE);
    assertThat(read.get(0)[0]).isEqualTo(12 * 6);
    assertThat(read.get(1)[0]).isEqualTo(Tensors.toDoubles(y.sum())[0]);
  }
}
