package io.inkwash.cli.restore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Works on given images with a trained run. */
@Command(
    name = "restore",
    description = "Restores, edits and blends images with a trained run.",
    subcommands = {
      Denoise.class,
      Inpaint.class,
      Complete.class,
      Superres.class,
      Deblur.class,
      Colorize.class,
      Undo.class,
      Edit.class,
      Interpolate.class,
      Invert.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class RestoreCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: denoise, inpaint, complete, superres, ...");
  }
}
