package io.inkwash.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a model that is given away states of where it comes from. */
class ProvenanceTest {

  @Test
  void aPortableOneNamesFoldersWithoutTheWayToThem() {
    for (String way : List.of("/home/ann/my runs/", "C:\\models\\", "/")) {
      Provenance own = Provenance.withoutImages("weights of " + way + "teacher at step 7");
      assertThat(own.portable().origin()).isEqualTo("weights of teacher at step 7");
      String two = "weights of " + way + "one at step 7, taught by " + way + "two at step 8";
      assertThat(Provenance.withoutImages(two).portable().origin())
          .isEqualTo("weights of one at step 7, taught by two at step 8");
    }
    Provenance named = Provenance.withoutImages("weights of mnist at step 7");
    assertThat(named.portable()).isEqualTo(named);
  }

  @Test
  void aPortableLocationOfImagesIsTheirNames() {
    DataLocation set = new DataLocation("mnist", null, null);
    assertThat(set.portable()).isEqualTo(set);
    DataLocation two =
        new DataLocation("../my set/a.npz,b/c.npz", "/x/my set/a.npz,/x/b/c.npz", "../a,../c");
    assertThat(two.portable()).isEqualTo(new DataLocation("a.npz,c.npz", null, null));
  }
}
