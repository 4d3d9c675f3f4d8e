package io.inkwash.site;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * One page.
 *
 * @param source its Markdown file, from the root of the checkout
 * @param title its first heading
 * @param body as HTML, with links as they are written
 */
record Page(String source, String title, String body) {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder().extensions(EXTENSIONS).build();
  private static final Pattern HEADING = Pattern.compile("(?m)^# (.+)$");
  private static final Pattern ANCHOR = Pattern.compile(" id=\"([^\"]+)\"");

  static Page of(String source, String markdown) {
    Node document = PARSER.parse(markdown);
    String title =
        HEADING.matcher(markdown).results().findFirst().map(found -> found.group(1)).orElse(source);
    String html = RENDERER.render(document);
    return new Page(
        source,
        title.replace("`", "").replace("&", "&amp;").replace("<", "&lt;"),
        html.replace("<table>", "<div class=\"table\"><table>")
            .replace("</table>", "</table></div>"));
  }

  /** Where it is in the site. */
  String address() {
    return source.equals("README.md")
        ? "index.html"
        : source.replaceFirst("README\\.md$", "index.html").replaceFirst("\\.md$", ".html");
  }

  /** From it to the root of the site. */
  String up() {
    return "../".repeat((int) address().chars().filter(c -> c == '/').count());
  }

  /** What links can point at inside it. */
  Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    ANCHOR.matcher(body).results().forEach(found -> anchors.add(found.group(1)));
    return anchors;
  }
}
