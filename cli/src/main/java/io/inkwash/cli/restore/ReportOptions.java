package io.inkwash.cli.restore;

import picocli.CommandLine.Option;

/** Options of every command that writes a {@link Report}. */
final class ReportOptions {

  @Option(
      names = "--json",
      description =
          "Print JSON. It is in DIR/report.json in any case, and the table in DIR/report.md.")
  boolean json;
}
