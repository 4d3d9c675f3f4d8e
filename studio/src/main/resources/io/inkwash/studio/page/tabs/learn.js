// The playground and the story that it tells.
import {html, t, useEffect, useRef, useSignal, place, address, short, toast} from '../lib/core.js';
import {get, events, once, unpack, Refusal} from '../lib/api.js';
import {SpecField, Slider, Segments, Select, Box, Field, Icon, ClassName, parseSpec, specText} from '../lib/form.js';
import {Formula} from '../lib/math.js';
import {Plane, film} from '../lib/plane.js';
import {STORY, BASE, CONTROLS} from './story.js';

const SECONDS = 4; // of a film
const PARTICLES = 2000;

/** One run of the playground: what it shows, and what is known of it. */
class Run {
  constructor(changed) {
    this.shown = film();
    this.changed = changed;
    this.state = 'idle';
    this.training = [];
    this.numbers = {};
    this.error = null;
    this.shape = null;
  }

  async start(settings) {
    this.stop?.abort();
    const stop = (this.stop = new AbortController());
    this.shown.frames = [];
    this.shown.field = null;
    this.shown.at = 0;
    this.training = [];
    this.numbers = {};
    this.error = null;
    this.state = 'running';
    this.changed();
    try {
      await events('POST', '/api/v1/playground', settings, stop.signal, (name, data) => this.receive(name, data));
      this.state = 'done';
    } catch (e) {
      if (stop.signal.aborted) {
        return;
      }
      this.state = 'failed';
      this.error = e;
    }
    this.changed();
  }

  receive(name, data) {
    const shown = this.shown;
    if (name === 'begin') {
      shown.data = unpack(data.points);
      shown.types = data.types;
      shown.extent = data.extent;
      shown.side = data.lattice;
      this.classes = data.classes;
      this.times = data.times;
      this.changed();
    } else if (name === 'training') {
      this.training.push(data);
      this.state = data.step < data.steps ? 'training' : 'running';
      this.changed();
    } else if (name === 'field') {
      shown.field = {score: unpack(data.score), velocity: unpack(data.velocity)};
    } else if (name === 'frame') {
      const frame = {...data, points: unpack(data.points)};
      for (const key of ['score', 'velocity']) {
        if (data[key]) {
          frame[key] = unpack(data[key]);
        }
      }
      if (data.t === undefined) {
        shown.frames = [frame]; // one pass: each frame is all there is
      } else {
        shown.field = null;
        shown.frames.push(frame);
        this.changed(true);
      }
    } else if (name === 'number') {
      this.numbers[data.name] = data.value;
      this.changed();
    } else if (name === 'failed') {
      this.error = new Error(data.message);
      this.changed();
    }
  }
}

/** The loss of the training that runs, small, on a logarithmic axis. */
function LossLine({lines}) {
  if (lines.length < 2) {
    return null;
  }
  const losses = lines.map(line => Math.log(Math.max(1e-9, Math.abs(line.loss))));
  const low = Math.min(...losses);
  const high = Math.max(...losses);
  const {step, steps, loss} = lines[lines.length - 1];
  const points = losses.map((y, k) => `${(100 * lines[k].step / steps).toFixed(1)},${(27 - 24 * (y - low) / (high - low || 1)).toFixed(1)}`).join(' ');
  return html`<div class="stack tight"><svg class="spark" viewBox="0 0 100 30" preserveAspectRatio="none" role="img"
      aria-label=${t('learn.loss')}><polyline points=${points}/></svg>
    <span class="small soft num">${t('learn.training', {step, steps, loss: short(loss)})}</span></div>`;
}

const trained = model => !parseSpec(model).name.startsWith('exact');
const onePass = model => ['gan', 'vae'].includes(parseSpec(model).name);

export default function Learn() {
  const id = place.value[1];
  const index = Math.max(0, STORY.findIndex(one => one.id === id));
  const chapter = STORY[index];
  const kinds = useSignal({});
  const settings = useSignal({...chapter.settings});
  const given = useSignal([]);
  const pen = useSignal(0);
  const playing = useSignal(true);
  const field = useSignal('velocity');
  const trails = useSignal(true);
  const beside = useSignal(true);
  const version = useSignal(0);
  const where = useSignal(0);
  const runs = useRef(null);
  if (!runs.current) {
    let queued = false;
    const changed = () => {
      if (!queued) {
        queued = true;
        requestAnimationFrame(() => {
          queued = false;
          version.value++;
        });
      }
    };
    runs.current = {main: new Run(changed), exact: new Run(changed)};
  }
  const {main, exact} = runs.current;
  version.value; // read, so that a change of a run shows

  useEffect(() => {
    Promise.all([once('/api/v1/playground'), once('/api/v1/catalog').catch(() => [])]).then(([own, all]) => {
      kinds.value = Object.fromEntries([...all, ...own].map(kind => [kind.kind, kind]));
    }).catch(e => toast(e.message));
    return () => {
      main.stop?.abort();
      exact.stop?.abort();
    };
  }, []);
  useEffect(() => {
    settings.value = {...chapter.settings};
    given.value = [];
    field.value = chapter.id === 'langevin' || chapter.id === 'levels' ? 'score' : 'velocity';
  }, [chapter.id]);

  const now = settings.value;
  const learned = parseSpec(now.model).name === 'learned';
  const pair = learned && beside.value;
  const body = {...now, particles: PARTICLES, lattice: 20, seed: Number(now.seed)};
  if (now.class === '') {
    delete body.class;
  } else {
    body.class = Number(now.class);
  }
  if (given.value.length) {
    delete body.points;
    body.given = given.value.map(([x, y, type]) => `${x.toFixed(3)} ${y.toFixed(3)} ${type}`);
  }
  const key = JSON.stringify(body);
  const run = () => {
    playing.value = true;
    main.start(body);
    if (learned) {
      exact.start({...body, model: 'exact'});
    } else {
      exact.stop?.abort();
    }
  };
  useEffect(() => {
    const wait = setTimeout(run, given.value.length ? 500 : 120);
    return () => clearTimeout(wait);
  }, [key]);

  for (const one of [main, exact]) {
    one.shown.show = onePass(now.model) ? 'none' : field.value;
    one.shown.trails = trails.value && !onePass(now.model);
  }
  const tick = seconds => {
    const shown = main.shown;
    const last = Math.max(shown.frames.length - 1, pair ? exact.shown.frames.length - 1 : 0);
    const total = Math.max(1, (main.times?.length ?? 2) - 1);
    const frames = Math.min(total, 240);
    if (playing.value && last > 0) {
      const moved = Math.min(last, where.peek() + seconds * frames / SECONDS);
      if (moved !== where.peek()) {
        where.value = moved;
      } else if (main.state === 'done' && moved >= last) {
        playing.value = false;
      }
    }
    if (where.peek() > last) {
      where.value = last;
    }
    shown.at = where.peek();
    exact.shown.at = where.peek();
  };
  useEffect(() => {
    where.value = 0;
  }, [key]);

  const set = (name, value) => (settings.value = {...settings.peek(), [name]: value});
  const refused = main.error instanceof Refusal ? main.error.field : null;
  const spec = (name, kind = name, label = t(`learn.${name}`)) => html`<${SpecField} kind=${kinds.value[kind]} label=${label}
    value=${now[name]} change=${value => set(name, value)} lit=${chapter.lit === name} sources
    refusal=${refused === name ? main.error.message : undefined}/>`;
  const last = main.shown.frames.length - 1;
  const drawPoint = given.value.length || pen.value
    ? (x, y, type) => {
      const near = given.peek().some(([a, b]) => Math.hypot(a - x, b - y) < 0.05);
      if (!near && given.peek().length < 400 && Math.abs(x) < 1.3 && Math.abs(y) < 1.3) {
        given.value = [...given.peek(), [x, y, pen.peek() === 2 || type ? 1 : 0]];
      }
    }
    : undefined;
  return html`<div class="learn">
    <${Story} index=${index} chapter=${chapter}/>
    <section class="stack stage-column" aria-label=${t('learn.stage')}>
      <div class=${'stage' + (pair ? ' pair' : '')}>
        <${Plane} shown=${main.shown} tick=${tick} label=${t('learn.plane')} onPoint=${drawPoint}
          caption=${t(learned ? 'learn.learned' : onePass(now.model) ? 'learn.generated' : 'learn.exact')}
          note=${main.numbers.distance !== undefined ? t('learn.distance', {value: short(main.numbers.distance, 2)}) : ''}/>
        ${pair && html`<${Plane} shown=${exact.shown} label=${t('learn.plane')} caption=${t('learn.exact')}
          note=${exact.numbers.distance !== undefined ? t('learn.distance', {value: short(exact.numbers.distance, 2)}) : ''}/>`}
      </div>
      ${!onePass(now.model) && html`<${Transport} run=${main} where=${where} playing=${playing} last=${last} again=${run}/>`}
      ${main.error && !refused && html`<div class="notice bad" role="alert">${main.error.message}</div>`}
      <div class="row spread top">
        <div class="row" hidden=${onePass(now.model)}>
          <${Segments} label=${t('learn.field')} value=${field.value} change=${value => (field.value = value)}
            options=${['velocity', 'score', 'none'].map(name => [name, t(`learn.field.${name}`)])}/>
          <label class="check"><input type="checkbox" checked=${trails.value} onChange=${e => (trails.value = e.target.checked)}/>${t('learn.trails')}</label>
          ${learned && html`<label class="check"><input type="checkbox" checked=${beside.value} onChange=${e => (beside.value = e.target.checked)}/>${t('learn.beside')}</label>`}
        </div>
        ${trained(now.model) && html`<${LossLine} lines=${[...main.training]}/>`}
      </div>
      ${main.numbers.fieldError !== undefined && learned && html`<p class="small soft num">${t('learn.error', {value: short(main.numbers.fieldError, 2)})}</p>`}
    </section>
    <section class="card stack" aria-label=${t('learn.controls')}>
      <${Choice} now=${now} given=${given} pen=${pen} kinds=${kinds} spec=${spec}/>
      ${spec('model')}
      ${onePass(now.model) ? parseSpec(now.model).name === 'gan' && spec('game', 'adversarialLoss') : html`
        ${spec('path')}
        ${learned && html`${spec('target')}${spec('weighting')}${spec('times')}`}
        ${spec('solver')}${spec('grid')}
        <${Slider} label=${t('learn.steps')} value=${now.steps} min=${1} max=${200} change=${value => set('steps', value)}
          source=${CONTROLS.steps} lit=${chapter.lit === 'steps'} refusal=${refused === 'steps' ? main.error.message : undefined}/>
        <${Select} label=${t('learn.class')} value=${now.class} change=${value => set('class', value)}
          options=${[['', t('learn.class.all')], ...Array.from({length: main.classes ?? 0}, (_, k) => [String(k), String(k)])]} source=${CONTROLS.class}
          refusal=${refused === 'class' ? main.error.message : undefined}/>
        ${now.class !== '' && html`<${Guidance} now=${now} set=${set} kind=${kinds.value.guidance} lit=${chapter.lit === 'guidance'}/>`}
        <${Field} label=${t('learn.start')} source=${CONTROLS.start} lit=${chapter.lit === 'start'}>${() => html`<${Segments} label=${t('learn.start')} value=${now.start}
          change=${value => set('start', value)} options=${[['noise', t('learn.start.noise')], ['even', t('learn.start.even')]]}/>`}<//>`}
      <${Box} label=${t('learn.seed')} source=${CONTROLS.seed} type="number" min="0" value=${now.seed} change=${value => set('seed', Math.max(0, Number(value) || 0))}/>
    </section>
  </div>`;
}

function Guidance({now, set, kind, lit}) {
  const {name, args} = parseSpec(now.guidance);
  return html`<${Slider} label=${t('learn.guidance')} min=${0} max=${8} step=${0.1} value=${Number(args.weight ?? 1)}
    about=${t('learn.guidance.about')} source=${kind?.values.find(one => one.name === name)?.class} lit=${lit} change=${weight => set('guidance', specText(name, {...args, weight: String(weight)}))}/>`;
}

function Choice({given, pen, spec}) {
  return html`<div class="stack tight">
    ${given.value.length ? html`<div class="field"><span class="label"><span>${t('learn.points')}</span>
      <span class="mono soft">${given.value.length}</span></span>
      <span class="about">${t('learn.given')}</span></div>` : spec('points')}
    <div class="row">
      <button aria-pressed=${pen.value ? 'true' : 'false'} onClick=${() => (pen.value = pen.value === 1 ? 0 : 1)}>${t('learn.pen')}</button>
      ${given.value.length > 0 && html`<button onClick=${() => (pen.value = pen.value === 2 ? 1 : 2)}>${t(pen.value === 2 ? 'learn.pen.second' : 'learn.pen.first')}</button>
        <button class="quiet" onClick=${() => { given.value = []; pen.value = 0; }}>${t('learn.clear')}</button>`}
    </div>
    ${pen.value > 0 && !given.value.length && html`<span class="small soft">${t('learn.pen.about')}</span>`}
  </div>`;
}

function Transport({run, where, playing, last, again}) {
  const frame = run.shown.frames[Math.round(where.value)];
  const at = frame?.t === undefined ? '' : t('learn.at', {t: short(frame.t), alpha: short(frame.alpha), sigma: short(frame.sigma)});
  return html`<div class="transport">
    <button class="icon" aria-label=${t(playing.value ? 'pause' : 'play')} onClick=${() => {
      if (!playing.value && where.value >= last) {
        where.value = 0;
      }
      playing.value = !playing.value;
    }}><${Icon} name=${playing.value ? 'pause' : 'play'}/></button>
    <input type="range" aria-label=${t('learn.time')} min="0" max=${Math.max(last, 1)} step="any" value=${where.value}
      onInput=${e => { playing.value = false; where.value = Number(e.target.value); }}/>
    <span class="mono soft num right" hidden=${!at}>${at}</span>
    <button class="icon" aria-label=${t('learn.again')} title=${t('learn.again')} onClick=${again}><${Icon} name="again"/></button>
  </div>`;
}

function Story({index, chapter}) {
  const go = to => (location.hash = address('learn', STORY[to].id));
  return html`<section class="stack story" aria-label=${t('learn.story')}>
    <ol aria-label=${t('learn.chapters')}>${STORY.map((one, k) => html`<li><button aria-current=${k === index ? 'step' : undefined}
      aria-label=${t(`story.${one.id}.title`)} title=${t(`story.${one.id}.title`)} onClick=${() => go(k)}>${k + 1}</button></li>`)}</ol>
    <h2>${t(`story.${chapter.id}.title`)}</h2>
    <div class="prose">${t(`story.${chapter.id}.text`).split('\n').map(line => html`<p>${line}</p>`)}</div>
    <div class="formula">${[chapter.tex].flat().map(tex => html`<${Formula} tex=${tex}/>`)}
      ${chapter.classes.map(name => html`<${ClassName} name=${`io.inkwash.${name}`}/>`)}</div>
    <p class="small soft">${t('learn.moves', {control: t(`learn.${chapter.lit}`)})} ${t(`story.${chapter.id}.try`)}</p>
    <div class="row"><button disabled=${index === 0} onClick=${() => go(index - 1)}><${Icon} name="left"/>${t('back')}</button>
      <button class="primary right" disabled=${index === STORY.length - 1} onClick=${() => go(index + 1)}>${t('next')}<${Icon} name="right"/></button></div>
  </section>`;
}
