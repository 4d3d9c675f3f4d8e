package io.inkwash.data.open;

import io.inkwash.data.archive.FileNames;
import io.inkwash.format.Names;
import java.util.List;
import java.util.Map;

/** Files that other tools keep images in, and that are not read here: what to say of them. */
final class ForeignFiles {

  private static final String CONVERT = ": write its images out as PNG files";

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("npz", "a NumPy archive" + CONVERT),
          Map.entry("npy", "a NumPy array" + CONVERT),
          Map.entry("mat", "a MATLAB file" + CONVERT),
          Map.entry("h5", "an HDF5 file" + CONVERT),
          Map.entry("hdf5", "an HDF5 file" + CONVERT),
          Map.entry("parquet", "a Parquet table" + CONVERT),
          Map.entry("tfrecord", "a TensorFlow record file" + CONVERT),
          Map.entry("pt", "a PyTorch file" + CONVERT),
          Map.entry("pkl", "a Python pickle" + CONVERT),
          Map.entry("rar", "a RAR archive: pack it again as zip, tar or 7z"),
          Map.entry("zip", "an archive within: unpack it first"),
          Map.entry("tar", "an archive within: unpack it first"),
          Map.entry("7z", "an archive within: unpack it first"));

  private ForeignFiles() {}

  /** What a file is, and what to do with it; empty if its name does not say. */
  static String what(String file) {
    return KINDS.getOrDefault(Names.ending(file), "");
  }

  /** The end of an error about files among which is no picture. */
  static String insteadOfPictures(List<String> others) {
    if (others.isEmpty()) {
      return ": is empty, put PNG or JPEG files into it";
    }
    if (others.stream().map(FileNames::last).anyMatch(ForeignFiles::isPythonBatch)) {
      return ": holds CIFAR's batches for Python: take its binary version (cifar-10-binary.tar.gz),"
          + " or the set's name, cifar10";
    }
    for (String other : others) {
      if (!what(other).isEmpty()) {
        return ": holds no pictures; " + other + " is " + what(other);
      }
    }
    return ": holds no PNG or JPEG files, only " + FileNames.brief(others);
  }

  private static boolean isPythonBatch(String name) {
    return name.equals("test_batch") || (name.startsWith("data_batch_") && !name.endsWith(".bin"));
  }
}
