package io.inkwash.data.open;

import io.inkwash.data.DataException;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import java.util.List;

/** A set that is opened by its name: one line of the catalog {@link DataSets#named()}. */
public final class NamedSet {

  private final String name;
  private final String about;
  private final String terms;
  private final Opener opener;

  /** Gives one half of a set in its own size and channels. */
  @FunctionalInterface
  interface Opener {
    StoredImages open(Split split, DataOptions options);
  }

  NamedSet(String name, String about, String terms, Opener opener) {
    this.name = name;
    this.about = about;
    this.terms = terms;
    this.opener = opener;
  }

  /** The word that opens it. */
  public String name() {
    return name;
  }

  /** What it is, in one line. */
  public String about() {
    return about;
  }

  /** Who made it and under which terms it may be used, in one line. */
  public String terms() {
    return terms;
  }

  /**
   * Opens one half, fetching it if need be.
   *
   * @throws DataException if it cannot be fetched or read
   */
  public StoredImages open(Split split, DataOptions options) {
    return DataSets.fitted(opener.open(split, options), options);
  }

  /**
   * Makes sure that both halves are on this machine, without keeping them.
   *
   * @return what is there, one line a half
   * @throws DataException if it cannot be fetched or read
   */
  public List<String> fetch(DataOptions options) {
    StoredImages train = opener.open(Split.TRAIN, options);
    StoredImages test = opener.open(Split.TEST, options);
    return List.of("train: " + train, "test: " + test);
  }
}
