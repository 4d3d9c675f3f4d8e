// Controls: values of the catalog with their arguments, numbers, choices.
import {html, t, useSignal, useEffect, useRef, toast} from './core.js';

/** name(key=value, ...) as a name and arguments. */
export function parseSpec(text = '') {
  const found = /^\s*([^(]*?)\s*(?:\((.*)\))?\s*$/.exec(text) ?? [];
  const args = {};
  for (const part of (found[2] ?? '').split(',')) {
    const at = part.indexOf('=');
    if (at > 0) {
      args[part.slice(0, at).trim()] = part.slice(at + 1).trim();
    }
  }
  return {name: found[1] ?? '', args};
}

/** The text of a spec; arguments with their default are left out. */
export function specText(name, args, defaults = {}) {
  const list = Object.entries(args).filter(([key, value]) => value !== '' && value !== defaults[key]);
  return list.length ? `${name}(${list.map(([key, value]) => `${key}=${value}`).join(', ')})` : name;
}

let fields = 0;
const newId = () => `field-${++fields}`;

/** The full name of a class, which is copied when it is pressed. */
export const ClassName = ({name}) => html`<button type="button" class="class" title=${t('learn.copy')} onClick=${() => {
  navigator.clipboard?.writeText(name);
  toast(t('learn.copied', {name}));
}}>${name}</button>`;

/** A label, a control, a line about it, the class that computes it, a refusal. */
export function Field({label, about, refusal, lit, value, source, children}) {
  const id = useSignal(newId()).value;
  return html`<div class=${'field' + (lit ? ' lit' : '')}>
    <label for=${id}><span>${label}</span>${value !== undefined && html`<span class="mono soft">${value}</span>`}</label>
    ${children(id)}
    ${about && html`<span class="about">${about}</span>`}
    ${source && html`<${ClassName} name=${source}/>`}
    ${refusal && html`<span class="refusal" role="alert">${refusal}</span>`}
  </div>`;
}

/** An argument: while it is typed the box keeps what is typed, also nothing at all. */
function Argument({value, usual, change}) {
  const typed = useSignal(null);
  return html`<input value=${typed.value ?? value} placeholder=${usual} spellcheck="false" autocomplete="off"
    onInput=${e => { typed.value = e.target.value; change(e.target.value.trim()); }} onBlur=${() => (typed.value = null)}/>`;
}

/** A value of a kind of the catalog, with its arguments. */
export function SpecField({kind, label, value, change, refusal, lit, optional, sources}) {
  const {name, args} = parseSpec(value);
  const entry = kind?.values.find(one => one.name === name);
  const defaults = entry?.arguments ?? {};
  return html`<${Field} label=${label} about=${entry?.about} refusal=${refusal} lit=${lit} source=${sources && entry?.class}>${id => html`
    <select id=${id} value=${name} aria-invalid=${refusal ? 'true' : undefined}
        onChange=${e => change(e.target.value)}>
      ${optional && html`<option value="">${optional}</option>`}
      ${!entry && name && html`<option value=${name}>${name}</option>`}
      ${kind?.values.map(one => html`<option value=${one.name} selected=${one.name === name}>${one.name}</option>`)}
    </select>
    ${Object.keys(defaults).length > 0 && html`<div class="args">
      ${Object.entries(defaults).map(([key, usual]) => html`<div key=${name + key}><label>${key}
        <${Argument} value=${args[key] ?? usual} usual=${usual}
          change=${text => change(specText(name, {...args, [key]: text}, defaults))}/></label>
        ${entry.allowed?.[key] && html`<span class="about">${entry.allowed[key]}</span>`}</div>`)}
    </div>`}`}<//>`;
}

/** A number by a slider and its figure. */
export function Slider({label, about, value, change, min, max, step = 1, lit, refusal, source, show = v => v}) {
  return html`<${Field} label=${label} about=${about} value=${show(value)} lit=${lit} refusal=${refusal} source=${source}>${id => html`
    <input type="range" id=${id} min=${min} max=${max} step=${step} value=${value}
      onInput=${e => change(Number(e.target.value))}/>`}<//>`;
}

/** A number or a text in a box. */
export function Box({label, about, value, change, refusal, source, usual, type = 'text', ...more}) {
  return html`<${Field} label=${label} about=${about} refusal=${refusal} source=${source} value=${usual}>${id => html`
    <input id=${id} type=${type} value=${value ?? ''} aria-invalid=${refusal ? 'true' : undefined} autocomplete="off"
      onInput=${e => change(e.target.value)} ...${more}/>`}<//>`;
}

/** Texts, one a line. */
export function Lines({label, about, value, change, refusal, rows = 2}) {
  return html`<${Field} label=${label} about=${about} refusal=${refusal}>${id => html`
    <textarea id=${id} rows=${rows} value=${value ?? ''} aria-invalid=${refusal ? 'true' : undefined} spellcheck="false"
      onInput=${e => change(e.target.value)}></textarea>`}<//>`;
}

/** Width and height, of models that draw more than one size. */
export function SizeFields({model, form, set, refusal}) {
  const box = (name, usual) => html`<${Box} label=${t(`draw.${name}`)} type="number" min=${model.sizeMultiple} max="2048" step=${model.sizeMultiple}
    placeholder=${usual} value=${form[name]} change=${value => set(name, value)} refusal=${refusal(name)}/>`;
  return html`<div class="row nowrap top">${box('width', model.width)}${box('height', model.height)}</div>`;
}

/** Opens a file; the same one again, too. */
export function FileButton({label, accept, take, small}) {
  const input = useRef();
  return html`<button type="button" class=${small ? 'small' : undefined} onClick=${() => input.current.click()}>${label}</button>
    <input ref=${input} type="file" accept=${accept} hidden onChange=${e => {
      const [file] = e.target.files;
      if (file) {
        take(file);
      }
      e.target.value = '';
    }}/>`;
}

/** One of a few. */
export function Segments({label, value, change, options}) {
  return html`<div class="segments" role="group" aria-label=${label}>
    ${options.map(([key, text]) => html`<button type="button" aria-pressed=${key === value ? 'true' : 'false'}
      onClick=${() => change(key)}>${text}</button>`)}
  </div>`;
}

export function Select({label, about, value, change, options, refusal, source}) {
  return html`<${Field} label=${label} about=${about} refusal=${refusal} source=${source}>${id => html`
    <select id=${id} value=${value} aria-invalid=${refusal ? 'true' : undefined} onChange=${e => change(e.target.value)}>
      ${options.map(([key, text]) => html`<option value=${key} selected=${key === value}>${text}</option>`)}
    </select>`}<//>`;
}

/** A question before what cannot be undone. */
export function Question({title, text, yes, no, answer}) {
  useEffect(() => {
    const before = document.activeElement;
    return () => before?.focus?.();
  }, []);
  return html`<dialog ref=${node => node && !node.open && node.showModal()} aria-label=${title} onClose=${() => answer(false)}>
    <form method="dialog" onSubmit=${e => { e.preventDefault(); answer(true); }}>
      <h3>${title}</h3><p class="soft">${text}</p>
      <div class="row"><button type="button" class="right" autofocus onClick=${() => answer(false)}>${no}</button>
      <button class="primary" type="submit">${yes}</button></div>
    </form></dialog>`;
}

const PATHS = {
  play: 'M8 5l11 7-11 7z', pause: 'M8 5v14M16 5v14', again: 'M4 12a8 8 0 1 0 2.500-5.800M4 4v5h5',
  moon: 'M20 14a8 8 0 0 1-10-10 8 8 0 1 0 10 10z', sun: 'M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12 1v2M12 21v2M1 12h2M21 12h2M4 4l1.500 1.500M18.500 18.500L20 20M20 4l-1.500 1.500M5.500 18.500L4 20',
  close: 'M6 6l12 12M18 6L6 18', plus: 'M12 5v14M5 12h14', left: 'M15 5l-7 7 7 7', right: 'M9 5l7 7-7 7', save: 'M12 4v11M7 11l5 5 5-5M5 20h14'
};
export const Icon = ({name}) => html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]}/></svg>`;

/** Where there is nothing yet. */
export const Empty = ({title, text, children}) => html`<div class="empty">
  <svg viewBox="0 0 48 48" aria-hidden="true"><path d="M24 5c8 11 13 17 13 25a13 13 0 0 1-26 0c0-8 5-14 13-25z"/></svg>
  <h3>${title}</h3><p>${text}</p>${children}</div>`;
