package io.inkwash.data.archive;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the encoding of the names in a zip whose writer did not state it. A zip states only UTF-8;
 * other names are in the encoding of the system that wrote them.
 */
final class EntryCharset {

  /** Simplified Chinese Windows. */
  private static final Charset GBK = Charset.forName("GBK");

  /** DOS, which the format's definition names; every byte is text in it. */
  private static final Charset CP437 = Charset.forName("IBM437");

  private EntryCharset() {}

  /** The first that fits all names: UTF-8, this system's, GBK, CP437. */
  static Charset of(List<byte[]> names) {
    Set<Charset> candidates = new LinkedHashSet<>();
    candidates.add(StandardCharsets.UTF_8);
    String system = System.getProperty("native.encoding", "");
    if (!system.isEmpty() && Charset.isSupported(system)) {
      candidates.add(Charset.forName(system));
    }
    for (Charset candidate : candidates) {
      if (names.stream().allMatch(name -> FileNames.decoded(name, candidate).isPresent())) {
        return candidate;
      }
    }
    return names.stream().allMatch(EntryCharset::isChinese) ? GBK : CP437;
  }

  /**
   * Whether bytes are ASCII and pairs of GBK whose first bytes lie where its common characters do,
   * which accented letters of CP437 do not.
   */
  private static boolean isChinese(byte[] name) {
    int i = 0;
    while (i < name.length) {
      int lead = name[i] & 0xff;
      if (lead < 0x80) {
        i++;
        continue;
      }
      if (lead < 0xa8 || i + 1 == name.length || (name[i + 1] & 0xff) < 0x40) {
        return false;
      }
      i += 2;
    }
    return FileNames.decoded(name, GBK).isPresent();
  }
}
