// Runs: all of a folder, one of them live, several compared, a new one from a form.
import {html, t, useEffect, useRef, useSignal, place, address, short, toast} from '../lib/core.js';
import {get, post, remove, follow, once, Refusal} from '../lib/api.js';
import {Box, Select, SpecField, Field, Slider, Segments, Question, Empty, Icon} from '../lib/form.js';
import {Chart, smooth} from '../lib/chart.js';

const one = id => `/api/v1/runs/${encodeURIComponent(id)}`;
const LIVE = ['queued', 'training'];

export default function Runs() {
  const [, what, ...more] = place.value;
  if (what === 'new') {
    return html`<${Begin}/>`;
  }
  if (what === 'compare') {
    return html`<${Compare} key=${more.join('/')} ids=${more}/>`;
  }
  return what ? html`<${Run} key=${what} id=${what}/>` : html`<${All}/>`;
}

function State({run}) {
  const look = run.state === 'training' ? 'live' : run.state === 'trained' ? 'good' : ['diverged', 'damaged'].includes(run.state) ? 'bad' : '';
  return html`<span class=${`badge ${look}`} data-state=${run.state}>${t(`runs.state.${run.state}`)}</span>`;
}

function Spark({losses}) {
  const values = (losses ?? []).filter(value => Number.isFinite(value));
  if (values.length < 2) {
    return html`<svg class="spark" viewBox="0 0 100 28"></svg>`;
  }
  const logs = values.map(value => Math.log(Math.max(value, 1e-9)));
  const low = Math.min(...logs);
  const high = Math.max(...logs);
  return html`<svg class="spark" viewBox="0 0 100 28" preserveAspectRatio="none" role="img" aria-label=${t('runs.loss')}>
    <polyline points=${logs.map((y, k) => `${(100 * k / (logs.length - 1)).toFixed(1)},${(26 - 24 * (y - low) / (high - low || 1)).toFixed(1)}`).join(' ')}/></svg>`;
}

const size = bytes => (bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`);

function All() {
  const runs = useSignal(null);
  const error = useSignal(null);
  const chosen = useSignal([]);
  useEffect(() => {
    let end = false;
    const load = () => get('/api/v1/runs').then(list => {
      runs.value = list;
      error.value = null;
    }, e => (error.value = e)).then(() => !end && setTimeout(load, 3000));
    load();
    return () => (end = true);
  }, []);
  return html`<div class="stack">
    <div class="row"><h2>${t('tab.runs')}</h2>
      ${chosen.value.length > 1 && html`<a class="button right" href=${address('runs', 'compare', ...chosen.value)}>${t('runs.compare', {count: chosen.value.length})}</a>`}
      <a class=${'button' + (chosen.value.length > 1 ? '' : ' right')} href=${address('runs', 'new')}><${Icon} name="plus"/>${t('runs.new')}</a></div>
    ${error.value && html`<div class="notice bad" role="alert">${t('error.server', {message: error.value.message})}</div>`}
    ${runs.value && !runs.value.length && html`<div class="card"><${Empty} title=${t('runs.none')} text=${t('runs.none.about')}><a class="button" href=${address('runs', 'new')}>${t('runs.new')}</a><//></div>`}
    ${runs.value?.length > 0 && html`<div class="card runs">${runs.value.map(run => html`<div class="run" key=${run.id} data-run=${run.id}>
      <input type="checkbox" aria-label=${t('runs.choose', {id: run.id})} checked=${chosen.value.includes(run.id)}
        onChange=${e => (chosen.value = e.target.checked ? [...chosen.value, run.id] : chosen.value.filter(id => id !== run.id))}/>
      <div class="stack tight"><a href=${address('runs', run.id)}>${run.id}</a>
        <span class="small soft">${run.recipe}${Object.entries(run.changes ?? {}).length ? ' · ' + Object.entries(run.changes).slice(0, 4).map(([key, value]) => `${key} ${value}`).join(', ') : ''}</span></div>
      <a class="wide" href=${address('runs', run.id)} tabindex="-1" aria-hidden="true">${run.samples !== undefined && html`<img class="thumb" loading="lazy" src=${`${one(run.id)}/samples/${run.samples}`} alt=""/>`}</a>
      <div class="mid"><${Spark} losses=${run.losses}/></div>
      <span class="wide small num">${t('runs.step', {step: run.step})}</span>
      <span class="wide small num">${t('runs.lossIs', {loss: short(run.loss)})}</span>
      <span class="wide small soft num">${size(run.bytes)}</span>
      <${State} run=${run}/>
    </div>`)}</div>`}
  </div>`;
}

/** Adds new steps to a log. */
function join(log, next) {
  if (!log?.step.length) {
    return next;
  }
  const from = next.step.findIndex(step => step > log.step[log.step.length - 1]);
  if (from < 0) {
    return log;
  }
  const joined = {};
  for (const key of ['step', 'loss', 'gradientNorm', 'learningRate', 'images', 'seconds']) {
    if (log[key]) {
      joined[key] = [...log[key], ...(next[key] ?? []).slice(from)];
    }
  }
  return joined;
}

/** Images a second between neighbors of a log. */
function rates(log) {
  return (log.images ?? []).map((images, k) => {
    if (k === 0 || !log.seconds) {
      return null;
    }
    const seconds = log.seconds[k] - log.seconds[k - 1];
    return seconds > 0 ? (images - log.images[k - 1]) / seconds : null;
  });
}

function Run({id}) {
  const run = useSignal(null);
  const log = useSignal(null);
  const error = useSignal(null);
  const weight = useSignal(0.9);
  const log10 = useSignal(true);
  const sample = useSignal(-1);
  const question = useSignal(false);
  const longer = useSignal('');
  const load = () => get(one(id)).then(found => (run.value = found), e => {
    if (e instanceof Refusal && e.status < 500) {
      error.value = e;
    } else {
      setTimeout(load, 2000); // the server is busy or away: what is known stays
    }
  });
  useEffect(() => {
    load();
    get(`${one(id)}/metrics`).then(found => (log.value = found), () => {});
    return follow(`${one(id)}/events`, (name, data) => {
      if (name === 'metrics') {
        log.value = join(log.value, data);
      } else if (name === 'run') {
        if (run.value) {
          run.value = {...run.value, summary: {...run.value.summary, ...data}};
        }
        load();
      } else if (name === 'samples') {
        load();
      } else if (name === 'notice') {
        toast(data.text);
      }
    });
  }, []);
  if (error.value) {
    return html`<div class="stack"><${Back}/><div class="notice bad" role="alert">${error.value.message}</div></div>`;
  }
  if (!run.value) {
    return html`<${Back}/>`;
  }
  const act = async work => {
    try {
      await work();
      load();
    } catch (e) {
      toast(e.message);
    }
  };
  const {summary, explanation, samples, evaluations} = run.value;
  const live = LIVE.includes(summary.state);
  const steps = log.value?.step ?? [];
  const lastStep = steps[steps.length - 1] ?? summary.step;
  const at = sample.value < 0 ? samples.length - 1 : Math.min(sample.value, samples.length - 1);
  const lines = log.value ? [
    {label: t('runs.loss'), y: log.value.loss, faint: true, hue: 'accent'},
    {label: t('runs.smoothed'), y: smooth(log.value.loss, weight.value), hue: 'accent'}] : [];
  const resume = () => act(() => post(`${one(id)}/resume`, longer.value ? {length: {steps: Number(longer.value)}} : {}));
  return html`<div class="stack">
    <${Back}/>
    <div class="row"><h2>${id}</h2><${State} run=${summary}/><span class="soft">${summary.recipe}</span>
      <div class="row right">
        ${live ? html`<button onClick=${() => act(() => post(`${one(id)}/stop`, {}))}>${t('runs.stop')}</button>` : html`
          <input class="short" type="number" min="1" aria-label=${t('runs.until')} placeholder=${summary.goal?.steps ?? t('runs.until')} value=${longer.value} onInput=${e => (longer.value = e.target.value)}/>
          <button onClick=${resume}>${t('runs.resume')}</button>
          <button class="danger" onClick=${() => (question.value = true)}>${t('runs.delete')}</button>`}
      </div></div>
    ${live && html`<progress max="1" value=${summary.progress ?? 0} aria-label=${t('job.progress')}></progress>`}
    ${summary.state === 'stopped' && unfinished(summary.goal, lastStep) && html`<div class="notice" data-unfinished>${unfinished(summary.goal, lastStep)} ${t('runs.unfinished.about')}</div>`}
    ${summary.message && html`<div class="notice bad">${summary.message}</div>`}
    <div class="stats">
      ${[['runs.stepNow', String(lastStep)], ['runs.loss', short((live ? smooth(log.value?.loss ?? [], 0.95).at(-1) : undefined) ?? summary.loss)], ['runs.images', short(log.value?.images?.at(-1) ?? summary.images, 4)],
        ['runs.time', duration(log.value?.seconds?.at(-1) ?? summary.seconds)], ['runs.rate', short(rates(log.value ?? {}).at(-1))], ['runs.size', size(summary.bytes)]]
        .map(([key, value]) => html`<div class="stat"><b data-stat=${key}>${value}</b><span>${t(key)}</span></div>`)}
    </div>
    <section class="card stack"><div class="row spread"><h3>${t('runs.loss')}</h3>
      <div class="row"><label class="check"><input type="checkbox" checked=${log10.value} onChange=${e => (log10.value = e.target.checked)}/>${t('runs.log')}</label>
        <label class="check">${t('runs.smoothing')}<input class="short" type="range" min="0" max="0.99" step="0.01" value=${weight.value} onInput=${e => (weight.value = Number(e.target.value))}/></label></div></div>
      ${steps.length > 1 ? html`<${Chart} x=${steps} lines=${lines} log=${log10.value} height=${260} xLabel=${t('runs.stepNow')}/>` : html`<p class="soft">${t('runs.waiting')}</p>`}
    </section>
    <div class="two">
      <section class="card stack"><h3>${t('runs.samples')}</h3>
        ${samples.length ? html`<img class="samples" src=${`${one(id)}/samples/${samples[at]}`} alt=${t('runs.samplesOf', {step: samples[at]})}/>
          <${Slider} label=${t('runs.samplesOf', {step: samples[at]})} min=${0} max=${samples.length - 1} value=${at} show=${() => `${at + 1} / ${samples.length}`} change=${value => (sample.value = value)}/>` : html`<p class="soft">${t('runs.samples.none')}</p>`}</section>
      <section class="card stack" hidden=${steps.length < 2}>
        ${steps.length > 1 && html`<h3>${t('runs.gradient')}</h3><${Chart} x=${steps} lines=${[{label: t('runs.gradient'), y: smooth(log.value.gradientNorm ?? [], weight.value)}]} log height=${130} xName=${t('runs.stepNow')}/>
          <h3>${t('runs.learningRate')}</h3><${Chart} x=${steps} lines=${[{label: t('runs.learningRate'), y: log.value.learningRate ?? []}]} height=${120} xName=${t('runs.stepNow')}/>
          <h3>${t('runs.rate')}</h3><${Chart} x=${steps} lines=${[{label: t('runs.rate'), y: smooth(rates(log.value), 0.8), hue: 'good'}]} height=${120} xName=${t('runs.stepNow')}/>`}
      </section>
    </div>
    ${evaluations?.length > 0 && html`<section class="card stack"><h3>${t('runs.metrics')}</h3><div class="scroll"><table><thead><tr><th>${t('runs.stepNow')}</th><th>${t('runs.count')}</th><th>${t('runs.numbers')}</th></tr></thead>
      <tbody>${evaluations.map(row => html`<tr><td class="num">${row.step ?? ''}</td><td class="num">${row.samples ?? ''}</td><td class="num">${Object.entries(row.numbers ?? {}).map(([name, value]) => `${name} ${short(value, 4)}`).join('   ')}</td></tr>`)}</tbody></table></div></section>`}
    ${explanation && html`<${Explanation} explanation=${explanation}/>`}
    ${question.value && html`<${Question} title=${t('runs.delete.title', {id})} text=${t('runs.delete.text', {size: size(summary.bytes)})} yes=${t('runs.delete')} no=${t('cancel')}
      answer=${yes => { question.value = false; if (yes) { act(async () => { await remove(one(id)); location.hash = address('runs'); }); } }}/>`}
  </div>`;
}

/** How far a run came that was stopped before its goal. */
const unfinished = (goal, step) => (goal?.steps ? t('runs.unfinished.steps', {step, steps: goal.steps}) : goal?.seconds ? t('runs.unfinished.time', {time: duration(goal.seconds)}) : '');
const duration = seconds => (!Number.isFinite(seconds) ? '–' : seconds < 90 ? `${seconds.toFixed(0)} s` : seconds < 5400 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`);
const Back = () => html`<a class="back" href=${address('runs')}>← ${t('tab.runs')}</a>`;

function Explanation({explanation}) {
  const curves = explanation.curves;
  return html`<section class="card stack"><h3>${t('runs.recipe')}</h3><p class="soft">${explanation.about}</p>
    ${curves && html`<div class="two">
      <${Chart} x=${curves.t} height=${170} xLabel="t" lines=${[{label: 'alpha', y: curves.alpha}, {label: 'sigma', y: curves.sigma}]}/>
      <${Chart} x=${curves.t} height=${170} xLabel="t" lines=${[{label: 'log-SNR', y: curves.logSnr}]}/>
      ${curves.weight && html`<${Chart} x=${curves.t} height=${170} xLabel="t" log lines=${[{label: t('runs.weight'), y: curves.weight, hue: 'good'}]}/>`}</div>`}
    <details><summary>${t('runs.settings')}</summary><div class="scroll"><table><tbody>${explanation.settings.map(setting => html`<tr><td class="mono">${setting.key}</td><td class="mono">${setting.value}</td><td class="soft">${setting.about}</td></tr>`)}</tbody></table></div></details>
  </section>`;
}

function Compare({ids}) {
  const found = useSignal(null);
  const error = useSignal(null);
  useEffect(() => {
    get(`/api/v1/compare?run=${ids.map(encodeURIComponent).join(',')}`).then(all => (found.value = all), e => (error.value = e));
  }, []);
  if (!found.value) {
    return html`<div class="stack"><${Back}/>${error.value && html`<div class="notice bad">${error.value.message}</div>`}</div>`;
  }
  const {runs, settings, metrics} = found.value;
  const x = [...new Set(metrics.flatMap(log => log.step))].sort((a, b) => a - b);
  const lines = metrics.map((log, k) => {
    const at = new Map(log.step.map((step, i) => [step, i]));
    const even = smooth(log.loss, 0.9);
    return {label: runs[k].id, y: x.map(step => (at.has(step) ? even[at.get(step)] : null))};
  });
  return html`<div class="stack"><${Back}/><h2>${t('runs.compared')}</h2>
    <section class="card stack"><h3>${t('runs.loss')}</h3><${Chart} x=${x} lines=${lines} log height=${320} xLabel=${t('runs.stepNow')}/></section>
    <section class="card stack"><h3>${t('runs.differences')}</h3><div class="scroll"><table><thead><tr><th></th>${runs.map(run => html`<th>${run.id}</th>`)}</tr></thead>
      <tbody>${settings.map(row => html`<tr><td class="mono">${row.key}</td>${row.values.map(value => html`<td class="mono">${value}</td>`)}</tr>`)}</tbody></table></div></section></div>`;
}

/**
 * Has a request checked. Where it is refused for settings together, each is checked alone, the last
 * changed first, so that the refusal stands beside the one that is refused by itself.
 */
async function tried(request) {
  try {
    await post('/api/v1/runs', request);
  } catch (e) {
    const keys = Object.keys(request.settings).reverse().slice(0, 12);
    if (e instanceof Refusal && e.field === 'settings' && keys.length > 1) {
      for (const key of keys) {
        await post('/api/v1/runs', {...request, settings: {[key]: request.settings[key]}});
      }
    }
    throw e;
  }
}

/** A training from a form that the catalog makes. */
function Begin() {
  const recipes = useSignal([]);
  const data = useSignal([]);
  const kinds = useSignal({});
  const recipe = useSignal(null);
  const form = useSignal({name: '', recipe: 'ddpm', data: '', seed: '0', steps: '2000', size: '', clusters: '', conditional: false, sampleEvery: '200', checkpointEvery: '200'});
  const settings = useSignal({});
  const explained = useSignal(null);
  const error = useSignal(null);
  const checked = useRef(0);
  useEffect(() => {
    const fail = e => (error.value = e);
    get('/api/v1/recipes').then(list => (recipes.value = list), fail);
    get('/api/v1/datasets').then(list => {
      data.value = list;
      form.value = {...form.value, data: form.value.data || list[0]?.name || ''};
    }, fail);
    once('/api/v1/catalog').then(all => (kinds.value = Object.fromEntries(all.map(kind => [kind.kind, kind]))), fail);
  }, []);
  useEffect(() => {
    settings.value = {};
    get(`/api/v1/recipes/${encodeURIComponent(form.value.recipe)}`).then(found => (recipe.value = found), e => (error.value = e));
  }, [form.value.recipe]);
  const body = () => ({
    name: form.value.name, recipe: form.value.recipe, data: form.value.data, conditional: form.value.conditional,
    seed: Number(form.value.seed), settings: settings.value,
    ...(form.value.size ? {size: Number(form.value.size)} : {}),
    ...(form.value.clusters ? {clusters: Number(form.value.clusters)} : {}),
    ...(form.value.steps ? {length: {steps: Number(form.value.steps)}} : {}),
    sampleEvery: Number(form.value.sampleEvery), checkpointEvery: Number(form.value.checkpointEvery)
  });
  // Every change is checked by the server, which begins nothing then: refusals stand beside the field at once.
  useEffect(() => {
    if (!form.value.data) {
      return undefined;
    }
    const number = ++checked.current;
    const wait = setTimeout(async () => {
      try {
        await tried({...body(), name: form.value.name || 'unnamed', check: true});
        if (number === checked.current) {
          error.value = null;
        }
      } catch (e) {
        if (number === checked.current) {
          error.value = e;
        }
      }
      if (number === checked.current) {
        post('/api/v1/explain', {recipe: form.value.recipe, settings: settings.value}).then(found => (explained.value = found), () => {});
      }
    }, 250);
    return () => clearTimeout(wait);
  }, [JSON.stringify(body())]);
  const set = (key, value) => (form.value = {...form.value, [key]: value});
  const change = (setting, value) => {
    const next = {...settings.value};
    if (value === setting.value) {
      delete next[setting.key];
    } else {
      next[setting.key] = value;
    }
    settings.value = next;
  };
  const field = error.value instanceof Refusal ? error.value.field ?? '' : '';
  const refusal = name => (field === name || field === `settings.${name}` || field.startsWith(`${name}.`) ? error.value.message : undefined);
  const parts = {};
  for (const setting of recipe.value?.settings ?? []) {
    const part = setting.key.includes('.') ? setting.key.split('.')[0] : 'recipe';
    (parts[part] ??= []).push(setting);
  }
  const shown = ['name', 'recipe', 'data', 'size', 'seed', 'length', 'conditional', 'clusters', 'sampleEvery', 'checkpointEvery'].some(refusal) || (recipe.value?.settings ?? []).some(setting => refusal(setting.key));
  const begin = async e => {
    e.preventDefault();
    try {
      await tried({...body(), check: true});
      const run = await post('/api/v1/runs', body());
      location.hash = address('runs', run.id);
    } catch (refused) {
      error.value = refused;
    }
  };
  return html`<form class="stack" onSubmit=${begin} data-refused=${field}>
    <${Back}/><h2>${t('runs.new')}</h2>
    <section class="card fields">
      <${Box} label=${t('runs.form.name')} about=${t('runs.form.name.about')} value=${form.value.name} required pattern="[A-Za-z0-9_\\-][A-Za-z0-9._\\-]{0,63}" change=${value => set('name', value)} refusal=${refusal('name')}/>
      <${Select} label=${t('runs.recipe')} about=${recipes.value.find(row => row.name === form.value.recipe)?.about} value=${form.value.recipe} change=${value => set('recipe', value)} refusal=${refusal('recipe')}
        options=${recipes.value.map(row => [row.name, row.name])}/>
      <${Select} label=${t('runs.form.data')} about=${data.value.find(row => row.name === form.value.data)?.about} value=${form.value.data} change=${value => set('data', value)} refusal=${refusal('data')}
        options=${data.value.map(row => [row.name, row.name])}/>
      <${Box} label=${t('runs.form.size')} type="number" min="1" max="1024" placeholder=${t('runs.form.size.usual')} value=${form.value.size} change=${value => set('size', value)} refusal=${refusal('size')}/>
      <${Box} label=${t('runs.form.steps')} type="number" min="1" value=${form.value.steps} change=${value => set('steps', value)} refusal=${refusal('length')}/>
      <${Box} label=${t('runs.form.samples')} type="number" min="0" value=${form.value.sampleEvery} change=${value => set('sampleEvery', value)} refusal=${refusal('sampleEvery')}/>
      <${Box} label=${t('runs.form.checkpoints')} type="number" min="1" value=${form.value.checkpointEvery} change=${value => set('checkpointEvery', value)} refusal=${refusal('checkpointEvery')}/>
      <${Box} label=${t('learn.seed')} type="number" min="0" value=${form.value.seed} change=${value => set('seed', value)} refusal=${refusal('seed')}/>
      <${Box} label=${t('runs.form.clusters')} about=${t('runs.form.clusters.about')} type="number" min="2" max="10000" placeholder=${t('runs.form.clusters.none')} value=${form.value.clusters} change=${value => set('clusters', value)} refusal=${refusal('clusters')}/>
      <label class="check"><input type="checkbox" checked=${form.value.conditional} onChange=${e => set('conditional', e.target.checked)}/>${t('runs.form.conditional')}</label>
    </section>
    ${error.value && !shown && html`<div class="notice bad" role="alert">${error.value.message}</div>`}
    ${Object.entries(parts).map(([part, list]) => html`<details class="card" key=${part} open=${list.some(setting => refusal(setting.key))}><summary>${part}</summary><div class="fields">
      ${list.map(setting => (setting.type === 'choice' ? html`<${SpecField} key=${setting.key} kind=${kinds.value[setting.kind]} label=${setting.key} value=${settings.value[setting.key] ?? setting.value} change=${value => change(setting, value)} refusal=${refusal(setting.key)}/>`
        : html`<${Box} key=${setting.key} label=${setting.key} about=${setting.about} usual=${setting.key in settings.value ? t('runs.form.usual', {value: setting.value}) : undefined} value=${settings.value[setting.key] ?? setting.value} change=${value => change(setting, value.trim())} refusal=${refusal(setting.key)}/>`))}
    </div></details>`)}
    ${explained.value?.curves && html`<${Explanation} explanation=${explained.value}/>`}
    <div class="row bottom"><a class="button right" href=${address('runs')}>${t('cancel')}</a><button class="primary" type="submit">${t('runs.begin')}</button></div>
  </form>`;
}
