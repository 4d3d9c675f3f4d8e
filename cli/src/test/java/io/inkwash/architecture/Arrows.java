package io.inkwash.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which package may use which: a line a package, {@code ->} reads "may use". */
final class Arrows {
  private static final String TABLE =
      """
      format       ->
      divergence   ->
      process      ->
      prediction   -> process
      weighting    -> process prediction
      time         -> process
      time.training -> process
      torch        ->
      torch.distributed -> torch
      data         ->
      data.decode  -> data
      data.archive -> data data.decode
      data.caption -> data data.archive
      data.cluster -> data
      data.open    -> DATA
      file         -> torch
      text         -> file
      picture      -> torch DATA file
      catalog      ->
      nn.limit     ->
      nn           -> process torch torch.distributed nn.limit
      nn.attention -> torch nn
      nn.latent    -> torch torch.distributed nn nn.limit nn.attention
      nn.classifier -> torch nn
      nn.text      -> torch nn nn.limit
      nn.song      -> torch nn nn.limit
      nn.vdm       -> process torch nn
      nn.linear    -> torch nn nn.limit
      codec        -> torch torch.distributed nn nn.latent data file
      condition    -> torch data nn text
      denoise      -> ALGEBRA torch nn nn.classifier
      solve        -> ALGEBRA torch nn denoise
      solve.ode    -> ALGEBRA torch denoise solve
      solve.sde    -> ALGEBRA torch denoise solve
      solve.multistep -> ALGEBRA torch denoise solve
      objective.matching -> ALGEBRA torch
      objective    -> ALGEBRA torch nn nn.classifier denoise objective.matching
      adversarial  -> ALGEBRA torch nn
      variational  -> ALGEBRA torch torch.distributed nn objective solve
      restore.degradation -> torch DATA catalog
      restore      -> ALGEBRA torch codec data picture catalog denoise solve solve.ode solve.sde restore.degradation
      metric.feature -> ALGEBRA torch nn nn.classifier data file denoise solve
      metric       -> ALGEBRA torch nn data file denoise solve metric.feature
      reconstruction -> torch nn nn.latent adversarial metric.feature
      train        -> condition objective adversarial nn nn.classifier data file picture torch torch.distributed
      train.tensorboard -> train file
      recipe.parts -> ALGEBRA torch data file catalog nn nn.classifier nn.attention nn.song nn.linear nn.vdm nn.latent denoise nn.text condition text SOLVE objective objective.matching adversarial variational metric.feature reconstruction restore restore.degradation generate train
      recipe.naming -> catalog recipe.parts
      generate     -> ALGEBRA torch codec data picture catalog nn denoise condition SOLVE restore restore.degradation
      recipe       -> ALGEBRA torch data file catalog nn nn.latent nn.text nn.vdm denoise condition text SOLVE objective adversarial variational metric reconstruction restore generate train recipe.parts
      model.frozen -> torch data data.open file catalog nn.text recipe recipe.parts
      model        -> ABOVE
      model.transfer -> ABOVE
      distributed  -> torch torch.distributed file
      exchange.pytorch -> file
      exchange.onnx -> data catalog file denoise recipe
      exchange     -> data catalog torch nn nn.classifier nn.song denoise file recipe recipe.parts train model exchange.pytorch exchange.onnx
      exchange.latent -> ALGEBRA torch file catalog nn nn.attention nn.latent nn.text text exchange exchange.pytorch recipe.parts
      model.folder -> ALGEBRA torch file codec data picture catalog condition nn nn.latent nn.text text denoise solve restore generate recipe.parts model.frozen exchange.latent
      request      -> ABOVE
      evaluate     -> ABOVE
      evaluate.report  -> ABOVE
      evaluate.compare -> ABOVE
      spark        -> ABOVE
      studio.http  -> file
      studio.model -> ABOVE
      studio.work  -> ABOVE
      studio.playground -> ABOVE
      studio.api   -> ABOVE
      studio.compat -> ABOVE
      studio       -> ABOVE
      cli.terminal -> train solve evaluate evaluate.compare
      cli.options  -> ABOVE
      cli.measure  -> ABOVE
      cli.restore  -> ABOVE
      cli.exchange -> ABOVE
      cli          -> ABOVE
      spark.submit -> ABOVE
      examples.gaussian -> ABOVE
      examples     -> ABOVE
      """;

  /** What the word ALGEBRA of the table stands for. */
  static final Set<String> ALGEBRA =
      Set.of("process", "prediction", "weighting", "time", "time.training", "divergence");

  /** What messages are written with. */
  private static final String EVERYWHERE = "format";

  private static final String BASE = "io.inkwash.";

  private static final Map<String, Set<String>> MAY_USE = read(TABLE);

  private Arrows() {}

  /** Every use of one of our packages by another has its arrow in the table. */
  static ArchCondition<JavaClass> followTheTable() {
    return new ArchCondition<>("use only the packages that the table of arrows allows") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        String from = concept(origin);
        if (!MAY_USE.containsKey(from)) {
          events.add(
              SimpleConditionEvent.violated(
                  origin, origin.getName() + ": package '" + from + "' has no line in the table"));
          return;
        }
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (!target.getPackageName().startsWith(BASE)) {
            continue;
          }
          String to = concept(target);
          if (!to.equals(from) && !to.equals(EVERYWHERE) && !MAY_USE.get(from).contains(to)) {
            events.add(
                SimpleConditionEvent.violated(
                    dependency, from + " may not use " + to + ": " + dependency.getDescription()));
          }
        }
      }
    };
  }

  /** A package's name below ours: the concept that it holds. */
  private static String concept(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(BASE) ? name.substring(BASE.length()) : name;
  }

  private static Map<String, Set<String>> read(String table) {
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    for (String line : table.strip().split("\n")) {
      String[] sides = line.split("->", -1);
      Set<String> targets = new LinkedHashSet<>();
      Arrays.stream(sides[1].strip().split(" +"))
          .forEach(
              word -> {
                switch (word) {
                  case "ALGEBRA" -> targets.addAll(ALGEBRA);
                  case "DATA" ->
                      targets.addAll(
                          List.of(
                              "data",
                              "data.decode",
                              "data.archive",
                              "data.caption",
                              "data.cluster",
                              "data.open"));
                  case "SOLVE" ->
                      targets.addAll(List.of("solve", "solve.ode", "solve.sde", "solve.multistep"));
                  case "ABOVE" -> targets.addAll(arrows.keySet());
                  default -> targets.add(word);
                }
              });
      arrows.put(sides[0].strip(), targets);
    }
    return arrows;
  }
}
