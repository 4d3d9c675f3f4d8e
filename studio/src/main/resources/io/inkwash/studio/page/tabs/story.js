// The chapters of the story: settings that each begins with, its formula in one line or several, the control that moves
// it, and the class that computes it. Titles and texts are in the files of the languages.

const BASE = {points: 'moons', model: 'exact', path: 'vp', target: 'v', weighting: 'simple', times: 'uniform',
  game: 'non-saturating', solver: 'ddim', grid: 'linspace', steps: 40, guidance: 'classifier-free(weight=1)',
  class: '', start: 'noise', seed: 0};
const chapter = (id, tex, lit, classes, settings) => ({id, tex, lit, classes, settings: {...BASE, ...settings}});

export const STORY = [
  chapter('maps', 'p(x)=\\int p(x\\mid z)\\,p(z)\\,dz', 'points', ['studio.playground.PointMixture'],
    {points: 'checkerboard'}),
  chapter('vae', ['\\log p(x)\\ge\\E_{q(z\\mid x)}[\\log p(x\\mid z)]', '\\quad-\\KL(q(z\\mid x)\\norm p(z))'], 'model',
    ['variational.Elbo', 'variational.VariationalObjective'], {points: 'ring', model: 'vae'}),
  chapter('gan', ['\\min_G \\max_D \\E_x[\\log D(x)]', '\\quad+\\E_z[\\log(1-D(G(z)))]'], 'model',
    ['adversarial.Minimax', 'train.AdversarialStep'], {points: 'ring', model: 'gan'}),
  chapter('forward', 'x_t=\\alpha_t x_0+\\sigma_t\\epsilon,\\quad\\epsilon\\sim\\N(0,I)', 'path',
    ['process.GaussianPath', 'process.VpLinear'], {points: 'spiral'}),
  chapter('reverse', ['q(x_s\\mid x_t,x_0)=', '\\quad\\N(\\frac{r\\sigma_s^2}{\\sigma_t^2}x_t+\\frac{\\alpha_s q}{\\sigma_t^2}x_0,\\,\\frac{q\\sigma_s^2}{\\sigma_t^2}I)'], 'solver',
    ['process.Posterior', 'solve.sde.Ancestral'], {points: 'spiral', solver: 'ancestral', steps: 120}),
  chapter('learn', 'L=\\E_{t,x_0,\\epsilon}\\,w_t\\norm\\epsilon-\\epsilon_{\\theta}(\\alpha_t x_0+\\sigma_t\\epsilon,t)\\norm^2', 'target',
    ['objective.DenoisingObjective', 'weighting.Weightings'], {model: 'learned', target: 'v'}),
  chapter('langevin', 'x\\gets x+\\frac{a}{2}\\nabla\\log p(x)+\\sqrt{a}\\,z', 'start',
    ['solve.sde.AnnealedLangevin'],
    {points: 'two-islands', path: 'ncsn-levels(sigmaMin=0.1, sigmaMax=0.1001, timesteps=60)',
      solver: 'annealed-langevin(epsilon=0.002, corrections=2)', steps: 60, start: 'even'}),
  chapter('levels', '\\frac{1}{L}\\sum_i\\lambda(\\sigma_i)\\,\\E\\norm s_{\\theta}(x,\\sigma_i)+\\frac{x-x_0}{\\sigma_i^2}\\norm^2', 'path',
    ['process.VeLevels', 'objective.DenoisingObjective'],
    {points: 'two-islands', path: 'ncsn-levels(sigmaMin=0.1, sigmaMax=3, timesteps=60)', target: 'score',
      solver: 'annealed-langevin(epsilon=0.005, corrections=10)', steps: 60}),
  chapter('flow', '\\frac{dx}{dt}=f(t)x-\\frac{1}{2}g(t)^2\\nabla\\log p_t(x)', 'field',
    ['solve.Estimate', 'solve.ode.Heun'],
    {points: 'checkerboard', path: 'rectified-flow', target: 'velocity', weighting: 'unit-velocity', solver: 'heun(variable=time)', steps: 24}),
  chapter('steps', 'x_s=x_t+\\int_t^s\\frac{dx}{du}\\,du', 'steps', ['solve.SamplingLoop', 'time.TimeGrid'],
    {points: 'spiral', path: 'edm', solver: 'euler', grid: 'karras', steps: 5}),
  chapter('guidance', '\\hat{x}_0=x_0(\\text{all})+w\\,(x_0(\\text{class})-x_0(\\text{all}))', 'guidance', ['denoise.ClassifierFree'],
    {points: 'ring(modes=6)', class: '1', guidance: 'classifier-free(weight=3)'})
];
export {BASE};

// The class behind each control that is no value of the catalog, whose own the server states.
const NAMES = {steps: 'solve.SamplingLoop', class: 'studio.playground.PointMixture', start: 'studio.playground.Screen', seed: 'torch.Rng'};
export const CONTROLS = Object.fromEntries(Object.entries(NAMES).map(([control, name]) => [control, `io.inkwash.${name}`]));
