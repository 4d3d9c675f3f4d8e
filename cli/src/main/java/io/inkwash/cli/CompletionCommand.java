package io.inkwash.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    description = "Prints a script by which bash and zsh complete commands and options.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "For this shell, and for each new one:",
      "  source <(inkwash completion)",
      "  inkwash completion > ~/.local/share/bash-completion/completions/inkwash"
    })
final class CompletionCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("inkwash", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
