package io.inkwash.recipe.naming;

import io.inkwash.catalog.Spec;
import io.inkwash.recipe.parts.Catalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The names that other programs give to samplers, and the solver here that each stands for: classes
 * of diffusers, functions of k-diffusion and ComfyUI, labels of the A1111 web page. Case, spaces,
 * dashes and underscores do not count. A name may end with that of a grid: {@code dpmpp_2m_karras}.
 */
public final class PeerNames {
  private PeerNames() {}

  /** Solver | diffusers | k-diffusion and ComfyUI | A1111 | paper. Several names have commas. */
  private static final String TABLE =
      """
      ancestral | DDPMScheduler | ddpm | | Ho et al. 2020, algorithm 2
      ancestral(variance=large) | | | | Ho et al. 2020, section 3.2
      ancestral-learned | | | | Nichol and Dhariwal 2021, equation 15
      ddim | DDIMScheduler, DDIMParallelScheduler | ddim | DDIM | Song, Meng and Ermon 2021, equation 12
      euler-ancestral | EulerAncestralDiscreteScheduler | euler_ancestral | Euler a | k-diffusion; DDIM with the same eta
      dpm2-ancestral | KDPM2AncestralDiscreteScheduler | dpm_2_ancestral | DPM2 a | k-diffusion; Lu et al. 2022a, algorithm 1
      dpm++2s-ancestral | | dpmpp_2s_ancestral | DPM++ 2S a | k-diffusion; Lu et al. 2022b, algorithm 1
      res-ancestral | | res_multistep_ancestral | | Zhang et al. 2023
      euler-ancestral-cfg++ | | euler_ancestral_cfg_pp | | Chung et al. 2024, algorithm 2
      dpm++2s-ancestral-cfg++ | | dpmpp_2s_ancestral_cfg_pp | | Chung et al. 2024
      res-ancestral-cfg++ | | res_multistep_ancestral_cfg_pp | | Chung et al. 2024
      res-ancestral-cfg++(eta=0) | | res_multistep_cfg_pp | | Chung et al. 2024
      seeds(stages=2) | | seeds_2 | | Gonzalez et al. 2023
      seeds | | seeds_3 | | Gonzalez et al. 2023
      seeds(stages=2, middle=1, slope=exact) | | exp_heun_2_x0_sde | | the exponential Heun method
      dpm++sde-single | DPMSolverSDEScheduler | dpmpp_sde, dpmpp_sde_gpu | DPM++ SDE | k-diffusion; Lu et al. 2022b
      dpm++sde(fresh=brownian) | | dpmpp_2m_sde, dpmpp_2m_sde_gpu | DPM++ 2M SDE | Lu et al. 2022b, equation 18
      dpm++sde(fresh=brownian, slope=exact) | | dpmpp_2m_sde_heun, dpmpp_2m_sde_heun_gpu | DPM++ 2M SDE Heun | Lu et al. 2022b, equation 18
      dpm++sde(order=3, form=published, fresh=brownian) | | dpmpp_3m_sde, dpmpp_3m_sde_gpu | DPM++ 3M SDE | k-diffusion
      dpm-sde | | | | Lu et al. 2022b, equation 17
      er-sde | | er_sde | | Cui et al. 2023, equations 28 to 30
      euler-maruyama | ScoreSdeVpScheduler | | | Song et al. 2021, equation 6
      reverse-diffusion | | | | Song et al. 2021, equation 46
      predictor-corrector | ScoreSdeVeScheduler | | | Song et al. 2021, algorithms 2 to 5
      annealed-langevin | | | | Song and Ermon 2019, algorithm 1
      lcm | LCMScheduler, CMStochasticIterativeScheduler, FlowMatchLCMScheduler | lcm | LCM | Song et al. 2023, algorithm 1
      tcd | TCDScheduler | | TCD | Zheng et al. 2024, section 4.2
      euler | EulerDiscreteScheduler, EDMEulerScheduler | euler | Euler | Karras et al. 2022, algorithm 2
      euler(variable=time) | FlowMatchEulerDiscreteScheduler | | | Lipman et al. 2023
      mean-flow | | | | Geng et al. 2025, equation 12
      euler-cfg++ | | euler_cfg_pp | | Chung et al. 2024, algorithm 2
      heun | HeunDiscreteScheduler | heun | Heun | Karras et al. 2022, algorithm 1
      heun(variable=time) | FlowMatchHeunDiscreteScheduler | | | Karras et al. 2022, algorithm 1
      heun++ | | heunpp2 | | ComfyUI
      dpm2 | KDPM2DiscreteScheduler | dpm_2 | DPM2 | k-diffusion; Lu et al. 2022a, algorithm 1
      dpm-single | | | | Lu et al. 2022a, algorithms 1 and 2
      dpm++single | | | | Lu et al. 2022b, algorithm 1
      dpm-fast | | dpm_fast | DPM fast | Lu et al. 2022a, section 3.4
      dpm-adaptive | | dpm_adaptive | DPM adaptive | Lu et al. 2022a, appendix C
      res | | res_2s | | Zhang et al. 2023, table 1
      res(middle=1) | | exp_heun_2_x0 | | the exponential Heun method
      res(stages=3) | | res_3s | | Zhang et al. 2023, table 2
      rk45 | | | | Dormand and Prince 1980
      pndm | | | | Liu et al. 2022, algorithm 2
      fon | | | | Liu et al. 2022, FON
      plms | PNDMScheduler | | PLMS | Liu et al. 2022, equation 12
      plms(order=2) | | | | S-PNDM: Liu et al. 2022
      ipndm | IPNDMScheduler | ipndm | | Zhang and Chen 2023, section 3.3
      lms | LMSDiscreteScheduler | lms, ipndm_v | LMS | k-diffusion; Zhang and Chen 2023
      deis | DEISMultistepScheduler | | | Zhang and Chen 2023, equation 14
      deis(variable=time) | | deis | | Zhang and Chen 2023, tAB
      deis(variable=rho) | | | | Zhang and Chen 2023, rhoAB
      dpm | | | | Lu et al. 2022a
      dpm++ | DPMSolverMultistepScheduler, EDMDPMSolverMultistepScheduler | dpmpp_2m | DPM++ 2M | Lu et al. 2022b, algorithm 2
      dpm++(slope=exact) | | res_multistep | | Zhang et al. 2023
      dpm++(order=3, form=published) | | | | Lu et al. 2022b
      dpm-grid | | | | Lu et al. 2022a
      dpm++grid | DPMSolverSinglestepScheduler | | | Lu et al. 2022b
      unipc | UniPCMultistepScheduler | | UniPC | Zhao et al. 2023, algorithms 1 to 3
      unipc(variant=bh1) | | uni_pc | | Zhao et al. 2023, algorithms 1 to 3
      unipc(variant=bh2) | | uni_pc_bh2 | | Zhao et al. 2023, algorithms 1 to 3
      sa-solver | SASolverScheduler | sa_solver | | Xue et al. 2023, algorithm 1
      sa-solver(mode=pece) | | sa_solver_pece | | Xue et al. 2023
      gradient-estimation | | gradient_estimation | | Permenter and Yuan 2024, algorithm 2
      gradient-estimation-cfg++ | | gradient_estimation_cfg_pp | | Chung et al. 2024
      dpm++cfg++ | | dpmpp_2m_cfg_pp | | Chung et al. 2024
      """;

  /** The ends of names that stand for grids. */
  private static final Map<String, String> GRIDS =
      Map.of(
          "karras", "karras",
          "exponential", "log-snr",
          "sgmuniform", "trailing",
          "ddimuniform", "leading",
          "normal", "linspace",
          "simple", "simple",
          "beta", "beta",
          "kloptimal", "kl-optimal",
          "linearquadratic", "linear-quadratic");

  /** The words around a name that say where it comes from. */
  private static final List<String> PREFIXES = List.of("sample", "k");

  /**
   * One solver and what others call it.
   *
   * @param solver the solver here
   * @param diffusers the classes of diffusers
   * @param comfyUi the functions of k-diffusion and ComfyUI, without "sample_"
   * @param webPage the labels of the A1111 web page
   * @param paper where it is from
   */
  public record Row(
      Spec solver,
      List<String> diffusers,
      List<String> comfyUi,
      List<String> webPage,
      String paper) {

    /** All of the names. */
    public List<String> names() {
      List<String> names = new ArrayList<>(diffusers);
      names.addAll(comfyUi);
      names.addAll(webPage);
      return names;
    }
  }

  private static final List<Row> ROWS = TABLE.lines().map(PeerNames::row).toList();

  private static final Map<String, Spec> SOLVERS = solvers();

  /** The whole table. */
  public static List<Row> rows() {
    return ROWS;
  }

  /**
   * What another program's name stands for, with the grid that it ends with, if it does; empty for
   * one that is unknown. The names of this project come first: one that is in its registry is not
   * looked up.
   */
  public static Optional<SolverOnGrid> of(String name) {
    if (name.length() > 100 || Catalog.SOLVERS.names().contains(name.strip())) {
      return Optional.empty();
    }
    String plain = plain(name);
    Optional<SolverOnGrid> whole =
        solver(plain).map(spec -> new SolverOnGrid(spec, Optional.empty()));
    if (whole.isPresent()) {
      return whole;
    }
    return GRIDS.entrySet().stream()
        .filter(grid -> plain.endsWith(grid.getKey()))
        .flatMap(grid -> onGrid(plain, grid.getKey(), Spec.parse(grid.getValue())).stream())
        .findFirst();
  }

  private static Optional<SolverOnGrid> onGrid(String plain, String end, Spec grid) {
    String front = plain.substring(0, plain.length() - end.length());
    Optional<Spec> solver = solver(front);
    if (solver.isEmpty() && Catalog.SOLVERS.names().contains(front)) {
      solver = Optional.of(Spec.parse(front));
    }
    return solver.map(spec -> new SolverOnGrid(spec, Optional.of(grid)));
  }

  private static Optional<Spec> solver(String plain) {
    Spec found = SOLVERS.get(plain);
    for (String prefix : PREFIXES) {
      if (found == null && plain.startsWith(prefix)) {
        found = SOLVERS.get(plain.substring(prefix.length()));
      }
    }
    return Optional.ofNullable(found);
  }

  private static Map<String, Spec> solvers() {
    Map<String, Spec> solvers = new LinkedHashMap<>();
    for (Row row : ROWS) {
      for (String name : row.names()) {
        solvers.putIfAbsent(plain(name), row.solver);
      }
    }
    solvers.putIfAbsent("eulera", Spec.parse("euler-ancestral"));
    return Map.copyOf(solvers);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replace("++", "pp")
        .replaceAll("[^a-z0-9]", "")
        .replace("scheduler", "");
  }

  private static Row row(String line) {
    String[] cells = line.split("\\|", -1);
    return new Row(
        Spec.parse(cells[0].strip()),
        names(cells[1]),
        names(cells[2]),
        names(cells[3]),
        cells[4].strip());
  }

  private static List<String> names(String cell) {
    return Arrays.stream(cell.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
