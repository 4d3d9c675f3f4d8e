// Repair: a picture drawn or opened, a mask or a degradation, methods side by side.
import {html, t, useEffect, useRef, useSignal, short} from '../lib/core.js';
import {get, once, base64, Refusal} from '../lib/api.js';
import {SpecField, Slider, Segments, Select, Box, FileButton, SizeFields, Empty} from '../lib/form.js';
import {jobs, submit, JobLine, ended} from '../lib/jobs.js';

/** A canvas that one paints on: the picture, or the mask above it. */
function Pad({picture, mask, tool, radius, width, height}) {
  const last = useRef(null);
  const cursor = useRef(null);
  const at = useRef([width / 2, height / 2]);
  const paint = (x, y) => {
    const context = (tool === 'mask' || tool === 'unmask' ? mask : picture).current.getContext('2d');
    context.globalCompositeOperation = tool === 'unmask' ? 'destination-out' : 'source-over';
    context.strokeStyle = tool === 'mask' || tool === 'unmask' ? '#d4562f' : tool === 'erase' ? '#000' : '#fff';
    context.lineWidth = 2 * radius;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(...(last.current ?? [x, y]));
    context.lineTo(x + 0.01, y);
    context.stroke();
    last.current = [x, y];
  };
  const point = shown => {
    const context = cursor.current.getContext('2d');
    context.clearRect(0, 0, width, height);
    if (shown) {
      context.strokeStyle = '#4c8dff';
      context.lineWidth = width / 56;
      context.beginPath();
      context.arc(...at.current, radius + width / 56, 0, 2 * Math.PI);
      context.stroke();
    }
  };
  const key = e => {
    const [dx, dy] = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[e.key] ?? [0, 0];
    if (!dx && !dy && e.key !== ' ') {
      return;
    }
    e.preventDefault();
    const [x, y] = at.current;
    const step = width / 28;
    at.current = [Math.min(width, Math.max(0, x + dx * step)), Math.min(height, Math.max(0, y + dy * step))];
    last.current = e.shiftKey ? [x, y] : null;
    if (e.shiftKey || e.key === ' ') {
      paint(...at.current);
    }
    point(true);
  };
  const stroke = e => {
    if (e.type === 'pointerdown') {
      e.currentTarget.setPointerCapture(e.pointerId);
      last.current = null;
    } else if (e.buttons === 0) {
      return;
    }
    const box = e.currentTarget.getBoundingClientRect();
    const x = width * (e.clientX - box.left) / box.width;
    const y = height * (e.clientY - box.top) / box.height;
    paint(x, y);
  };
  return html`<div class="pad" tabindex="0" role="application" aria-label=${t('repair.pad')} onKeyDown=${key} onFocus=${e => point(e.currentTarget.matches(':focus-visible'))} onBlur=${() => point(false)}
      onPointerDown=${stroke} onPointerMove=${stroke} onPointerUp=${() => (last.current = null)}>
    <canvas ref=${picture} width=${width} height=${height} role="img" aria-label=${t('repair.picture')}></canvas>
    <canvas class="mask" ref=${mask} width=${width} height=${height} role="img" aria-label=${t('repair.mask')}></canvas>
    <canvas class="cursor" ref=${cursor} width=${width} height=${height} aria-hidden="true"></canvas></div>
    <span class="small soft">${t('repair.pad.about')}</span>`;
}

function clear(canvas, color) {
  const context = canvas.getContext('2d');
  context.globalCompositeOperation = 'source-over';
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (color) {
    context.fillStyle = color;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
}

/** A canvas as the server takes pictures; a mask becomes white on black. */
async function encoded(canvas, isMask) {
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d');
  context.fillStyle = '#000';
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  if (isMask) {
    const pixels = context.getImageData(0, 0, copy.width, copy.height);
    for (let k = 0; k < pixels.data.length; k += 4) {
      const on = pixels.data[k] > 60 ? 255 : 0;
      pixels.data.set([on, on, on, 255], k);
    }
    context.putImageData(pixels, 0, 0);
  }
  return {data: await base64(await new Promise(done => copy.toBlob(done, 'image/png')))};
}

export default function Repair() {
  const models = useSignal(null);
  const kinds = useSignal({});
  const error = useSignal(null);
  const form = useSignal({model: '', tool: 'draw', radius: 1.4, damage: 'mask', degradation: '', methods: [], samples: 4, steps: '', prompt: '', width: '', height: '', seed: 0, truth: true});
  const picture = useRef();
  const mask = useRef();
  const set = (key, value) => {
    error.value = null;
    form.value = {...form.value, [key]: value};
  };
  useEffect(() => {
    get('/api/v1/models').then(list => {
      models.value = list.filter(one => one.capabilities.includes('denoises') && one.width);
      form.value = {...form.value, model: form.value.model || models.value[0]?.id || ''};
    }, e => (error.value = e));
    once('/api/v1/catalog').then(all => (kinds.value = Object.fromEntries(all.map(kind => [kind.kind, kind]))), e => (error.value = e));
  }, []);
  const model = models.value?.find(one => one.id === form.value.model);
  const size = name => {
    const wanted = model?.sizeMultiple ? Number(form.value[name]) : 0;
    return wanted > 0 && wanted <= 2048 && wanted % model.sizeMultiple === 0 ? wanted : model?.[name] ?? 28;
  };
  const [width, height] = [size('width'), size('height')];
  useEffect(() => {
    if (model) {
      clear(picture.current, '#000');
      clear(mask.current);
    }
  }, [model?.id, width, height]);
  const choose = id => {
    const next = models.value.find(one => one.id === id);
    set('model', id);
    if (next?.sizeMultiple && !model?.sizeMultiple) {
      form.value = {...form.value, samples: 1}; // each takes long
    }
  };
  const open = file => createImageBitmap(file).then(image => {
    clear(picture.current, '#000');
    const scale = Math.max(width / image.width, height / image.height);
    picture.current.getContext('2d').drawImage(image, (width - image.width * scale) / 2, (height - image.height * scale) / 2, image.width * scale, image.height * scale);
  }, () => (error.value = new Error(t('repair.unreadable'))));
  const repair = async e => {
    e.preventDefault();
    error.value = null;
    const now = form.value;
    try {
      const body = {model: now.model, image: await encoded(picture.current), samples: Number(now.samples), seed: Number(now.seed)};
      if (now.damage === 'mask') {
        body.mask = await encoded(mask.current, true);
        body.measured = !now.truth;
      } else {
        body.degradation = now.degradation;
      }
      if (now.methods.length) {
        body.methods = now.methods;
      }
      for (const key of ['steps', ...(model.sizeMultiple ? ['width', 'height'] : [])]) {
        if (now[key]) {
          body[key] = Number(now[key]);
        }
      }
      if (model.prompts && now.prompt) {
        body.prompt = now.prompt;
      }
      await submit('/api/v1/repairs', body, 'repair');
    } catch (refused) {
      error.value = refused;
    }
  };
  const refusal = name => (error.value instanceof Refusal && error.value.field?.split(/[.[]/)[0] === name ? error.value.message : undefined);
  const methods = Object.values(kinds.value).find(kind => ['method', 'restorer'].includes(kind.kind));
  const own = jobs.value.filter(job => job.tab === 'repair');
  if (models.value && !models.value.length) {
    return html`<div class="card"><${Empty} title=${t('repair.none')} text=${t('repair.none.about')}/></div>`;
  }
  return html`<div class="repair">
    <form class="card stack" onSubmit=${repair} aria-label=${t('repair.settings')}>
      <${Select} label=${t('draw.model')} value=${form.value.model} change=${choose} options=${(models.value ?? []).map(one => [one.id, one.id])}/>
      ${model?.sizeMultiple && html`<${SizeFields} model=${model} form=${form.value} set=${set} refusal=${refusal}/>`}
      ${model?.prompts && html`<${Box} label=${t('draw.prompt')} value=${form.value.prompt} change=${value => set('prompt', value)} refusal=${refusal('prompt')}/>`}
      <${Pad} picture=${picture} mask=${mask} tool=${form.value.tool} radius=${form.value.radius * width / 28} width=${width} height=${height}/>
      <${Segments} label=${t('repair.tool')} value=${form.value.tool} change=${value => set('tool', value)}
        options=${['draw', 'erase', ...(form.value.damage === 'mask' ? ['mask', 'unmask'] : [])].map(name => [name, t(`repair.tool.${name}`)])}/>
      <${Slider} label=${t('repair.radius')} min=${0.5} max=${6} step=${0.1} value=${form.value.radius} change=${value => set('radius', value)}/>
      <div class="row"><button type="button" onClick=${() => { clear(picture.current, '#000'); clear(mask.current); }}>${t('learn.clear')}</button>
        <button type="button" onClick=${() => {
          const context = mask.current.getContext('2d');
          context.globalCompositeOperation = 'source-over';
          context.fillStyle = '#d4562f';
          context.fillRect(0, height / 2, width, height / 2);
        }}>${t('repair.half')}</button>
        <${FileButton} label=${t('repair.open')} accept="image/*" take=${open}/></div>
      <${Segments} label=${t('repair.damage')} value=${form.value.damage} change=${value => set('damage', value)} options=${[['mask', t('repair.mask')], ['other', t('repair.degradation')]]}/>
      ${form.value.damage === 'mask' ? html`<label class="check"><input type="checkbox" checked=${form.value.truth} onChange=${e => set('truth', e.target.checked)}/>${t('repair.truth')}</label>${refusal('mask') && html`<span class="refusal">${refusal('mask')}</span>`}`
        : html`<${SpecField} kind=${kinds.value.degradation} label=${t('repair.degradation')} value=${form.value.degradation} optional=${t('repair.choose')} change=${value => set('degradation', value)} refusal=${refusal('degradation')}/>`}
      <${Methods} kind=${methods} chosen=${form.value.methods} change=${value => set('methods', value)} refusal=${refusal('methods')}/>
      <div class="row nowrap top"><${Box} label=${t('repair.samples')} type="number" min="1" max="32" value=${form.value.samples} change=${value => set('samples', value)} refusal=${refusal('samples')}/>
        <${Box} label=${t('draw.steps')} type="number" min="1" value=${form.value.steps} placeholder=${t('usual')} change=${value => set('steps', value)} refusal=${refusal('steps')}/></div>
      ${error.value && !['mask', 'degradation', 'methods', 'samples', 'steps', 'prompt', 'width', 'height'].some(refusal) && html`<div class="notice bad" role="alert">${error.value.message}</div>`}
      <button class="primary" type="submit" disabled=${!model}>${t('repair.go')}</button>
    </form>
    <div class="stack">
      ${!own.length && html`<${Empty} title=${t('repair.empty')} text=${t('repair.empty.about')}/>`}
      ${own.map(job => html`<section class="card stack" key=${job.id}><${JobLine} job=${job}/><${Results} job=${job}/></section>`)}
    </div>
  </div>`;
}

function Methods({kind, chosen, change, refusal}) {
  return html`<details><summary>${t('repair.methods')}${chosen.length ? ` (${chosen.length})` : ` · ${t('usual')}`}</summary>
    <div class="stack tight">${(kind?.values ?? []).map(one => html`<label class="check" title=${one.about}><input type="checkbox" checked=${chosen.includes(one.name)}
      onChange=${e => change(e.target.checked ? [...chosen, one.name] : chosen.filter(name => name !== one.name))}/>${one.name}</label>`)}</div>
    ${refusal && html`<span class="refusal" role="alert">${refusal}</span>`}</details>`;
}

/** The images of a repair by method, the spread as heat. */
function Results({job}) {
  const groups = {};
  for (const image of job.images ?? []) {
    (groups[image.group ?? ''] ??= []).push(image);
  }
  const live = Object.values(job.live);
  return html`${!ended(job) && live.length > 0 && html`<div class="pictures">${live.map(one => html`<figure><img class="pixels" src=${one.estimate ?? one.state} alt=""/></figure>`)}</div>`}
    ${Object.entries(groups).map(([group, images]) => html`<div class="stack tight">${group && html`<h4>${group}</h4>`}<div class="pictures">
      ${images.map(image => html`<figure data-label=${image.label}><img class=${image.width >= 128 ? 'pixels smooth' : 'pixels'} src=${image.url} alt=${image.label}/>
        <figcaption class="under">${t(`repair.label.${image.label}`) === `repair.label.${image.label}` ? image.label : t(`repair.label.${image.label}`)}
        ${Object.entries(image.numbers ?? {}).map(([name, value]) => html`<br/><span class="num">${name} ${short(value, 3)}</span>`)}</figcaption></figure>`)}</div></div>`)}`;
}
