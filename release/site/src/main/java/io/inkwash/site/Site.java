package io.inkwash.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes static pages of the project's Markdown files, with the catalog that the command prints, and
 * checks every link inside. {@code OUT/api} is where the Javadoc goes that all of them name.
 *
 * <pre>
 * Site CHECKOUT CATALOG.json OUT
 * </pre>
 */
public final class Site {
  private static final String CATALOG = "catalog.md";

  private final Path root;
  private final Path out;
  private final Navigation navigation;
  private final Map<String, Page> pages = new LinkedHashMap<>();

  private Site(Path root, Path out) throws IOException {
    this.root = root;
    this.out = out;
    navigation = Navigation.read(root.resolve("release/site/navigation.txt"));
  }

  /** Makes the site; exit code 1 where a link leads nowhere. */
  public static void main(String[] args) throws IOException {
    Site site = new Site(Path.of(args[0]), Path.of(args[2]));
    site.collect(Files.readString(Path.of(args[1])));
    List<String> dead = new Links(site.root, site.pages).dead();
    dead.forEach(System.err::println);
    if (!dead.isEmpty()) {
      System.err.println(dead.size() + " links lead nowhere; nothing was written");
      System.exit(1);
    }
    site.write();
    System.out.println(site.pages.size() + " pages in " + site.out);
  }

  /** Reads every page, those of the navigation first. */
  private void collect(String catalog) throws IOException {
    for (String source : navigation.sources()) {
      String text =
          source.equals(CATALOG) ? Catalog.markdown(catalog) : Files.readString(root.resolve(source));
      pages.put(source, Page.of(source, text));
    }
    try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      for (Path file : docs.filter(each -> each.toString().endsWith(".md")).sorted().toList()) {
        String source = root.relativize(file).toString().replace('\\', '/');
        boolean listed = pages.containsKey(source) || source.startsWith("docs/decisions/");
        if (!listed) {
          throw new IllegalStateException(source + " is not in release/site/navigation.txt");
        }
        pages.putIfAbsent(source, Page.of(source, Files.readString(file)));
      }
    }
  }

  private void write() throws IOException {
    String template = resource("page.html");
    for (Page page : pages.values()) {
      Path file = out.resolve(page.address());
      Files.createDirectories(file.getParent());
      Links links = new Links(root, pages);
      Files.writeString(
          file,
          template
              .replace("{title}", page.title())
              .replace("{up}", page.up())
              .replace("{navigation}", navigation.html(page))
              .replace("{body}", links.rewritten(page)));
    }
    Files.writeString(out.resolve("site.css"), resource("site.css"));
    for (String file : new Links(root, pages).files()) {
      Path target = out.resolve(file);
      Files.createDirectories(target.getParent());
      Files.write(target, Files.readAllBytes(root.resolve(file)));
    }
  }

  private static String resource(String name) throws IOException {
    try (var in = Site.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
