package io.inkwash.picture;

import io.inkwash.text.Quote;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The text chunks of a PNG file, by way of Java's metadata tree. */
final class PngText {
  private static final String FORMAT = "javax_imageio_png_1.0";
  private static final String PRINTABLE_LATIN = "[\\x20-\\x7e\\xa1-\\xff]";

  private PngText() {}

  static Map<String, String> of(IIOMetadata metadata) {
    Node root = metadata.getAsTree(FORMAT);
    Map<String, String> text = new LinkedHashMap<>();
    for (Node kind = root.getFirstChild(); kind != null; kind = kind.getNextSibling()) {
      String value =
          switch (kind.getNodeName()) {
            case "tEXt" -> "value";
            case "iTXt", "zTXt" -> "text";
            default -> "";
          };
      if (value.isEmpty()) {
        continue;
      }
      NodeList entries = kind.getChildNodes();
      for (int i = 0; i < entries.getLength(); i++) {
        IIOMetadataNode entry = (IIOMetadataNode) entries.item(i);
        text.put(entry.getAttribute("keyword"), entry.getAttribute(value));
      }
    }
    return text;
  }

  static void add(IIOMetadata metadata, Map<String, String> text) throws IIOInvalidTreeException {
    IIOMetadataNode latin = new IIOMetadataNode("tEXt");
    IIOMetadataNode international = new IIOMetadataNode("iTXt");
    text.forEach(
        (keyword, value) -> {
          requireKeyword(keyword);
          if (isLatin(value)) {
            IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
            entry.setAttribute("keyword", keyword);
            entry.setAttribute("value", value);
            latin.appendChild(entry);
          } else {
            IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
            entry.setAttribute("keyword", keyword);
            entry.setAttribute("compressionFlag", "FALSE");
            entry.setAttribute("compressionMethod", "0");
            entry.setAttribute("languageTag", "");
            entry.setAttribute("translatedKeyword", "");
            entry.setAttribute("text", value);
            international.appendChild(entry);
          }
        });
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    root.appendChild(latin);
    root.appendChild(international);
    metadata.mergeTree(FORMAT, root);
  }

  /** PNG's rule: one-byte characters, line feeds allowed. */
  private static boolean isLatin(String value) {
    return StandardCharsets.ISO_8859_1.newEncoder().canEncode(value)
        && value.chars().noneMatch(c -> c != '\n' && Character.isISOControl(c));
  }

  private static void requireKeyword(String keyword) {
    if (!keyword.matches(PRINTABLE_LATIN + "{1,79}") || !keyword.equals(keyword.strip())) {
      throw new IllegalArgumentException(
          "PNG keyword %s; 1 to 79 printable Latin-1 characters are allowed, no space at either end"
              .formatted(Quote.of(keyword)));
    }
  }
}
