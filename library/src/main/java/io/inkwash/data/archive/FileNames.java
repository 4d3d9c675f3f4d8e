package io.inkwash.data.archive;

import io.inkwash.data.decode.ImageFormat;
import io.inkwash.format.Names;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names of files and folders: as text, in one form, and what they say. */
public final class FileNames {

  /** Folders that systems and programs add on their own, in lower case. */
  private static final Set<String> OF_SYSTEMS =
      Set.of("__macosx", "@eadir", "#recycle", "lost+found", "$recycle.bin");

  private FileNames() {}

  /** Whether a name is that of a picture, by its ending. */
  public static boolean isPicture(String file) {
    return ImageFormat.ENDINGS.contains(Names.ending(file));
  }

  /** Whether a file or a folder above it is hidden, or was added by a system on its own. */
  public static boolean isHidden(String file) {
    for (String part : file.split("/", -1)) {
      if (part.startsWith(".") || OF_SYSTEMS.contains(part.toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** The last part of a name. */
  public static String last(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  /** The folder of a name, ending with a slash; empty at the top. */
  public static String folder(String file) {
    return file.substring(0, file.lastIndexOf('/') + 1);
  }

  /** The first of some names, and how many more there are. */
  public static String brief(List<String> names) {
    return names.get(0) + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " more");
  }

  /**
   * A path's last part as text. Where this process's locale cannot read the name (a container
   * without a locale takes all names for ASCII), its bytes are read as UTF-8; bytes that are no
   * UTF-8 are shown as {@code %xx}.
   */
  public static String of(Path path) {
    Path last = path.getFileName();
    if (last == null) {
      return path.toString();
    }
    String name = last.toString();
    if (name.indexOf('\ufffd') < 0) {
      return name;
    }
    URI uri = path.toUri(); // holds the name's own bytes
    String raw = uri.getRawPath();
    int end = raw.endsWith("/") ? raw.length() - 1 : raw.length();
    String escaped = raw.substring(raw.lastIndexOf('/', end - 1) + 1, end);
    return decoded(unescaped(escaped), StandardCharsets.UTF_8).orElse(escaped);
  }

  private static byte[] unescaped(String escaped) {
    ByteBuffer bytes = ByteBuffer.allocate(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.put((byte) escaped.charAt(i));
      }
    }
    byte[] all = new byte[bytes.flip().remaining()];
    bytes.get(all);
    return all;
  }

  /** Bytes as text, if they are text of that encoding throughout. */
  public static Optional<String> decoded(byte[] bytes, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * The name of an archive's entry in the form that all names have here: separated by {@code /},
   * without a drive, a leading slash, and parts that mean the same folder or the one above.
   */
  public static String normalized(String entry) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : entry.replace('\\', '/').split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".") && !(parts.isEmpty() && isDrive(part))) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }

  private static boolean isDrive(String part) {
    return part.length() == 2 && part.charAt(1) == ':';
  }
}
