package io.inkwash.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Works on given images with a trained run. */
@Command(
    name = "restore",
    description = "Restores, edits and blends images with a trained run.",
    subcommands = {
      RestoreDenoise.class,
      RestoreInpaint.class,
      RestoreComplete.class,
      RestoreSuperres.class,
      RestoreDeblur.class,
      RestoreColorize.class,
      RestoreEdit.class,
      RestoreInterpolate.class,
      RestoreInvert.class
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class RestoreCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: denoise, inpaint, complete, superres, ...");
  }
}
