// Drawing: settings, pictures as they appear, the film of each, and a picture's neighbors.
import {html, t, useEffect, useSignal, short, toast, address} from '../lib/core.js';
import {get, call, once, base64, Refusal} from '../lib/api.js';
import {SpecField, Slider, Segments, Select, Box, Lines, Icon, Empty, Field, FileButton, SizeFields, parseSpec} from '../lib/form.js';
import {jobs, submit, JobLine, ended} from '../lib/jobs.js';

const FILM = 16; // images of a job whose states are kept

export default function Draw() {
  const models = useSignal(null);
  const kinds = useSignal({});
  const form = useSignal({model: '', solver: '', grid: '', steps: '', guidance: '', threshold: '', classes: '', prompt: '', negativePrompt: '', width: '', height: '', seed: 0, count: 9, strength: 0.6});
  const error = useSignal(null);
  const chosen = useSignal(null); // {job, index}
  const over = useSignal(false);
  const start = useSignal(null); // {name, data}: the picture that drawing begins with
  useEffect(() => {
    get('/api/v1/models').then(list => {
      models.value = list.filter(one => one.capabilities.includes('draws') || one.unreadable);
      if (!form.value.model && models.value.length) {
        form.value = {...form.value, model: models.value[0].id};
      }
    }).catch(e => (error.value = e));
    once('/api/v1/catalog').then(all => (kinds.value = Object.fromEntries(all.map(kind => [kind.kind, kind])))).catch(e => (error.value = e));
  }, []);
  const set = (key, value) => {
    error.value = null;
    form.value = {...form.value, [key]: value};
  };
  const model = models.value?.find(one => one.id === form.value.model);
  const choose = id => {
    const chosenModel = models.value.find(one => one.id === id);
    set('model', id);
    if (Boolean(chosenModel?.sizeMultiple) !== Boolean(model?.sizeMultiple)) {
      form.value = {...form.value, count: chosenModel?.sizeMultiple ? 1 : 9, width: '', height: ''};
    }
  };
  const own = jobs.value.filter(job => job.tab === 'draw');
  const request = () => {
    const body = {model: form.value.model, seed: Number(form.value.seed), count: Number(form.value.count), film: Number(form.value.count) <= FILM};
    for (const key of ['solver', 'grid', 'guidance', 'threshold', ...(model?.prompts ? ['prompt', 'negativePrompt'] : [])]) {
      if (form.value[key]) {
        body[key] = form.value[key];
      }
    }
    for (const key of ['steps', ...(model?.sizeMultiple ? ['width', 'height'] : [])]) {
      if (form.value[key]) {
        body[key] = Number(form.value[key]);
      }
    }
    if (form.value.classes && model?.classes?.length) {
      body.classes = [form.value.classes];
    } else if (model?.classes?.length && !model.clustered && !start.value) {
      body.classes = model.classes.slice(0, body.count); // in turn
    }
    return body;
  };
  const send = async (path, body, refused, more) => {
    refused.value = null;
    try {
      const id = await submit(path, body, 'draw', more);
      chosen.value = {job: id, index: more?.only ?? 0};
    } catch (e) {
      refused.value = e;
    }
  };
  const draw = () => {
    const body = request();
    if (!start.value) {
      return send('/api/v1/draw', body, error);
    }
    const {film, ...rest} = body;
    return send('/api/v1/variations', {...rest, count: Math.min(64, rest.count), image: {data: start.value.data}, strength: form.value.strength}, error);
  };
  const begin = async file => (start.value = file ? {name: file.name, data: await base64(file)} : null);
  const take = async file => {
    over.value = false;
    try {
      const response = await fetch('/api/v1/pictures', {method: 'POST', headers: {'Content-Type': 'application/octet-stream'}, body: file});
      const facts = await response.json();
      if (!response.ok) {
        throw new Refusal(response.status, facts.error.message);
      }
      if (!facts.request) {
        await begin(file);
        toast(t('draw.foreign'));
        return;
      }
      const {classes, ...rest} = facts.request;
      form.value = {...form.value, solver: '', grid: '', guidance: '', threshold: '', prompt: '', negativePrompt: '', width: '', height: '', ...rest, classes: classes?.length === 1 ? classes[0] : ''};
      toast(t('draw.taken'));
    } catch (e) {
      error.value = e;
    }
  };
  const refusal = name => (error.value instanceof Refusal && error.value.field?.split('.')[0] === name ? error.value.message : undefined);
  const usual = model?.sampling ?? {};
  const spec = (name, extra = {}) => html`<${SpecField} kind=${kinds.value[name]} label=${t(`draw.${name}`)} value=${form.value[name]}
    change=${value => set(name, value)} optional=${`${t('usual')}${usual[name] ? ` · ${parseSpec(usual[name]).name}` : ''}`} refusal=${refusal(name)} ...${extra}/>`;
  const known = ['solver', 'grid', 'guidance', 'threshold', 'steps', 'classes', 'seed', 'count', 'model', 'prompt', 'negativePrompt', 'width', 'height', 'strength', 'image'];
  return html`<div class="draw">
    <form class=${'card stack' + (over.value ? ' drop' : '')} aria-label=${t('draw.settings')}
        onSubmit=${e => { e.preventDefault(); draw(); }}
        onDragOver=${e => { e.preventDefault(); over.value = true; }} onDragLeave=${() => (over.value = false)}
        onDrop=${e => { e.preventDefault(); take(e.dataTransfer.files[0]); }}>
      <${Select} label=${t('draw.model')} about=${model?.unreadable ? undefined : model?.about} value=${form.value.model} change=${choose} refusal=${model?.unreadable ? model.about : refusal('model')}
        options=${(models.value ?? []).map(one => [one.id, one.unreadable ? t('draw.unreadable', {id: one.id}) : one.id])}/>
      ${model?.sampling && html`${spec('solver')}${spec('grid')}
        <${Box} label=${t('draw.steps')} type="number" min="1" max="4000" placeholder=${usual.steps ?? ''} value=${form.value.steps} change=${value => set('steps', value)} refusal=${refusal('steps')}/>`}
      ${model?.prompts && html`<${Lines} label=${t('draw.prompt')} about=${t('draw.prompt.about')} value=${form.value.prompt} change=${value => set('prompt', value)} refusal=${refusal('prompt')}/>
        <${Box} label=${t('draw.negative')} about=${t('draw.negative.about')} value=${form.value.negativePrompt} change=${value => set('negativePrompt', value)} refusal=${refusal('negativePrompt')}/>`}
      ${model?.classes?.length > 0 && html`<${Select} label=${t('draw.class')} value=${form.value.classes} change=${value => set('classes', value)} refusal=${refusal('classes')}
        options=${[['', t(model.clustered ? 'draw.class.share' : start.value ? 'draw.class.none' : 'draw.class.all')], ...model.classes.map(name => [name, name])]}/>`}
      ${model?.sampling && (model.classes?.length > 0 || model.prompts) && spec('guidance')}
      ${model?.sizeMultiple && html`<${SizeFields} model=${model} form=${form.value} set=${set} refusal=${refusal}/>`}
      <div class="row nowrap top"><${Box} label=${t('draw.seed')} type="number" min="0" value=${form.value.seed} change=${value => set('seed', value)} refusal=${refusal('seed')}/>
        <${Box} label=${t('draw.count')} type="number" min="1" max="256" value=${form.value.count} change=${value => set('count', value)} refusal=${refusal('count')}/></div>
      ${model?.capabilities.includes('denoises') && html`<details open=${Boolean(start.value)}><summary>${t('draw.from')}</summary><div class="stack tight">
        <div class="row"><${FileButton} label=${start.value?.name ?? t('draw.from.open')} accept="image/*" take=${begin} small/>
          ${start.value && html`<button type="button" class="small" onClick=${() => begin(null)}>${t('draw.from.none')}</button>`}</div>
        <${Slider} label=${t('draw.strength')} about=${t('draw.variations.about')} min=${0.05} max=${1} step=${0.05} value=${form.value.strength} change=${value => set('strength', value)} refusal=${refusal('strength') ?? refusal('image')}/></div></details>`}
      ${model?.sampling?.threshold && html`<details><summary>${t('draw.more')}</summary>${spec('threshold')}</details>`}
      ${error.value && !known.some(refusal) && html`<div class="notice bad" role="alert">${error.value.message}</div>`}
      <button class="primary" type="submit" disabled=${!model || model.unreadable}>${t('draw.draw')}</button>
      <${FileButton} label=${t('draw.open')} accept="image/png" take=${take} small/>
      <span class="small soft">${t('draw.drop')}</span>
    </form>
    <div class="stack">
      ${models.value && !models.value.length && html`<${Empty} title=${t('draw.none')} text=${t('draw.none.about')}><a class="button" href=${address('runs', 'new')}>${t('runs.new')}</a><//>`}
      ${models.value?.length > 0 && !own.length && html`<${Empty} title=${t('draw.empty')} text=${t('draw.empty.about')}/>`}
      ${chosen.value && own.find(job => job.id === chosen.value.job) && html`<${Chosen} key=${chosen.value.job} job=${own.find(job => job.id === chosen.value.job)} chosen=${chosen} send=${send} kinds=${kinds.value} own=${own}/>`}
      ${own.map(job => html`<section class="card stack" key=${job.id}><${JobLine} job=${job}/><${Pictures} job=${job} chosen=${chosen}/></section>`)}
    </div>
  </div>`;
}

/** What a job was drawn by, for other jobs of its pictures. */
function kept(body, ...keys) {
  return Object.fromEntries(keys.filter(key => body[key] !== undefined).map(key => [key, body[key]]));
}

/** The class that a picture of a job is of, where classes came in turn. */
function ownClass(body, index) {
  return body.classes?.length ? {classes: [body.classes[index % body.classes.length]]} : {};
}

/** Small pictures are shown as their pixels, large ones smoothly. */
const smooth = image => (image?.width >= 128 ? 'smooth' : undefined);

/** The pictures of a job: while it runs, their states. */
function Pictures({job, chosen}) {
  const count = Math.max(job.images?.length ?? 0, Object.keys(job.live).length, ended(job) ? 0 : job.body.count ?? job.body.frames ?? 1);
  return html`<div class="pictures">${Array.from({length: count}, (_, k) => k).filter(k => job.only === undefined || k === job.only).map(k => {
    const image = job.images?.find(one => one.index === k);
    const source = image?.url ?? job.live[k]?.estimate ?? job.live[k]?.state;
    const pressed = chosen.value?.job === job.id && chosen.value.index === k;
    return html`<figure key=${k}><button class=${'picture' + (source ? '' : ' blank')} aria-pressed=${pressed ? 'true' : 'false'} disabled=${!image}
      aria-label=${title(k, image)} onClick=${() => (chosen.value = {job: job.id, index: k})}>
      ${source && html`<img class=${smooth(image)} src=${source} alt="" width=${image?.width} height=${image?.height}/>`}</button>
      ${image?.label && html`<figcaption class="under">${image.label}</figcaption>`}</figure>`;
  })}</div>`;
}

/** What a picture is called: its number, and what it was to show. */
const title = (k, image) => (image?.label ? t('draw.picture.labeled', {k, label: image.label}) : t('draw.picture', {k}));

/** One picture: its film, and what lies near it. */
function Chosen({job, chosen, send, kinds, own}) {
  const film = useSignal(null);
  const at = useSignal(0);
  const strength = useSignal(0.5);
  const solver = useSignal('');
  const refused = useSignal(null); // of what was requested here
  const index = chosen.value.index;
  const image = job.images?.find(one => one.index === index);
  useEffect(() => {
    if (job.state === 'done' && job.film) {
      get(`/api/v1/jobs/${job.id}/film`).then(found => {
        film.value = found;
        at.value = found.frames.length - 1;
      }).catch(() => {});
    }
  }, [job.state]);
  const frame = film.value?.frames[at.value];
  const live = job.live[index];
  const still = ended(job) && !job.film; // the picture alone: its states were not kept
  const base = {job: job.id, index};
  const model = job.body.model;
  const seconds = own.flatMap(other => (other.state === 'done' ? other.images.map(one => [other, one]) : []))
    .filter(([other, one]) => other.body.model === model && !(other.id === job.id && one.index === index)).slice(0, 12);
  return html`<section class="card stack" aria-label=${t('draw.chosen')} data-film=${film.value ? film.value.frames.length : 0}>
    <div class="row spread"><h3>${title(index, image)}</h3>
      ${image && html`<a class="button small" href=${image.url} download=${`inkwash-${job.id}-${index}.png`}><${Icon} name="save"/>${t('draw.save')}</a>`}</div>
    <div class=${image?.width >= 128 ? 'film large' : 'film'}>
      <figure class="stack tight"><img class=${`pixels ${smooth(image) ?? ''}`} alt=${t('draw.state')} src=${frame && index < film.value.images ? `/api/v1/jobs/${job.id}/film/${index}/${frame.step}/state` : live?.state ?? image?.url}/>
        <figcaption class="under" hidden=${still}>${t('draw.state')}</figcaption></figure>
      <figure class="stack tight" hidden=${still}><img class=${`pixels ${smooth(image) ?? ''}`} alt=${t('draw.estimate')} src=${frame && index < film.value.images ? `/api/v1/jobs/${job.id}/film/${index}/${frame.step}/estimate` : live?.estimate ?? image?.url}/>
        <figcaption class="under">${t('draw.estimate')}</figcaption></figure>
      <div class="stack">
        ${film.value && html`<${NoiseLine} frames=${film.value.frames} at=${at.value}/>
          <${Slider} label=${t('draw.scrub')} min=${0} max=${film.value.frames.length - 1} value=${at.value} change=${value => (at.value = value)} show=${value => `${value} / ${film.value.frames.length - 1}`}/>
          <span class="mono soft num">${frame && `t ${short(frame.t)}  α ${short(frame.alpha)}  σ ${short(frame.sigma)}`}</span>`}
        ${!film.value && !ended(job) && html`<progress class="sr" max="1" value=${job.progress}></progress>`}
      </div>
    </div>
    ${image && job.state === 'done' && html`<hr/><div class="fields">
      <div class="stack tight"><${SpecField} kind=${kinds.solver} label=${t('draw.same')} value=${solver.value} optional=${t('draw.same.choose')} change=${value => { refused.value = null; solver.value = value; }} refusal=${refused.value?.field === 'solver' ? refused.value.message : undefined}/>
        <button disabled=${!solver.value || job.kind !== 'draw'} onClick=${() => send('/api/v1/draw', {...job.body, count: index + 1, film: index < FILM, solver: solver.value}, refused, {only: index})}>${t('draw.same.go')}</button></div>
      <div class="stack tight"><${Slider} label=${t('draw.variations')} about=${t('draw.variations.about')} min=${0.05} max=${1} step=${0.05} value=${strength.value} change=${value => (strength.value = value)}/>
        <button onClick=${() => send('/api/v1/variations', {model, image: base, strength: strength.value, count: image.width >= 128 ? 1 : 6,
          ...ownClass(job.body, index), ...kept(job.body, 'prompt', 'negativePrompt', 'guidance', 'solver', 'grid', 'steps', 'threshold', 'width', 'height')}, refused)}>${t('draw.variations.go')}</button></div>
      <div class="stack tight"><${Field} label=${t('draw.interpolate')} about=${t('draw.interpolate.about')}>${() => html`<div class="thumbs">${seconds.map(([other, one]) => html`<button class="picture"
        aria-label=${t('draw.interpolate.with', {k: one.index})} onClick=${() => send('/api/v1/interpolations', {model, images: [base, {job: other.id, index: one.index}], frames: 9, ...kept(job.body, 'width', 'height')}, refused)}><img src=${one.url} alt=""/></button>`)}</div>`}<//></div>
      <div class="stack tight"><${Field} label=${t('draw.invert')} about=${t('draw.invert.about')}>${() => html`<button onClick=${() => send('/api/v1/inversions', {model, image: base, ...kept(job.body, 'width', 'height')}, refused)}>${t('draw.invert.go')}</button>`}<//></div>
    </div>`}
    ${refused.value && refused.value.field !== 'solver' && html`<div class="notice bad" role="alert">${refused.value.message}</div>`}
  </section>`;
}

/** The noise level along the film, with the place where one stands. */
function NoiseLine({frames, at}) {
  const levels = frames.map(frame => Math.atan2(frame.sigma, frame.alpha));
  const x = k => (100 * k) / Math.max(1, frames.length - 1);
  const y = level => 28 - 26 * level / (Math.PI / 2);
  return html`<svg class="noise" viewBox="0 0 100 30" preserveAspectRatio="none" role="img" aria-label=${t('draw.noise')}>
    <polyline points=${levels.map((level, k) => `${x(k).toFixed(2)},${y(level).toFixed(2)}`).join(' ')}/>
    <line x1=${x(at)} x2=${x(at)} y1="0" y2="30"/></svg>`;
}
