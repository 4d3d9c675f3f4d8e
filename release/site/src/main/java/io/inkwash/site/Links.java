package io.inkwash.site;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The links of pages: to pages, to parts of them, and to files of the checkout, which are copied. A
 * link to a folder leads to its Markdown file, or stays text.
 */
record Links(Path root, Map<String, Page> pages) {
  private static final Pattern LINK = Pattern.compile("(<a href|<img src)=\"([^\"]*)\"");

  /**
   * Where a link leads.
   *
   * @param file from the root of the checkout
   * @param anchor the part of it; empty for none
   */
  private record Target(String file, String anchor) {}

  private static boolean outside(String link) {
    return link.matches("[a-z]+:.*");
  }

  private static Target target(Page page, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    String anchor = hash < 0 ? "" : link.substring(hash + 1);
    String file = path.isEmpty() ? page.source() : URI.create(page.source()).resolve(path).getPath();
    return new Target(file.replaceFirst("/$", ""), anchor);
  }

  /** Every link that leads nowhere, a line each. */
  List<String> dead() {
    List<String> dead = new ArrayList<>();
    for (Page page : pages.values()) {
      for (MatchResult found : LINK.matcher(page.body()).results().toList()) {
        String link = found.group(2);
        if (!outside(link)) {
          fault(target(page, link))
              .ifPresent(fault -> dead.add(page.source() + ": " + link + " " + fault));
        }
      }
    }
    return dead;
  }

  private Optional<String> fault(Target target) {
    Page page = pages.get(target.file);
    if (page == null) {
      return Files.exists(root.resolve(target.file))
          ? Optional.empty()
          : Optional.of("is not there");
    }
    return target.anchor.isEmpty() || page.anchors().contains(target.anchor)
        ? Optional.empty()
        : Optional.of("has no such part; there are " + String.join(", ", page.anchors()));
  }

  /** A page's body with links as they are in the site. */
  String rewritten(Page page) {
    return LINK.matcher(page.body())
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1) + "=\"" + inSite(page, found.group(2)) + "\""));
  }

  private String inSite(Page page, String link) {
    if (outside(link)) {
      return link;
    }
    Target target = target(page, link);
    Page other = pages.get(target.file);
    String address = other == null ? target.file : other.address();
    return page.up() + address + (target.anchor.isEmpty() ? "" : "#" + target.anchor);
  }

  /** The files of the checkout that pages show or link to. */
  Set<String> files() {
    Set<String> files = new LinkedHashSet<>();
    for (Page page : pages.values()) {
      for (MatchResult found : LINK.matcher(page.body()).results().toList()) {
        String link = found.group(2);
        String file = outside(link) ? "" : target(page, link).file;
        if (!file.isEmpty() && !pages.containsKey(file) && Files.isRegularFile(root.resolve(file))) {
          files.add(file);
        }
      }
    }
    return files;
  }
}
